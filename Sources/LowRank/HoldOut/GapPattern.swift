internal import LinearAlgebra
internal import LowRankOptimization

/// What the gaps of a table look like, so that hidden cells can imitate them.
///
/// Gaps that come in runs are told from gaps at random by how often a gap is followed by a gap,
/// compared with what the row's and the column's own shares of gaps explain: the excess is 0 for
/// gaps at random, even in uneven tables, and 1 for unbroken runs. Runs are inferred when it is
/// above one half. The length is the median, over gap cells, of the run a cell lies in.
enum GapPattern {
  /// Order means something in a table, nothing in a list of triplets.
  static func infer(_ pattern: SparsityPattern, ordered: Bool) -> HoldOutPattern {
    let cells = pattern.rows * pattern.columns
    // With hardly any gap there is nothing to imitate.
    // The passes below are over all cells, observed or not: fifty million of them are seconds.
    guard ordered, cells - pattern.count >= 20, cells <= 50_000_000 else { return .entry }
    let along = [HoldOutPattern.Side.rows, .columns].map { ($0, runs(pattern, along: $0)) }
    guard let (side, found) = along.max(by: { $0.1.excess < $1.1.excess }), found.excess > 0.5,
      found.length >= 2
    else { return .entry }
    return .block(length: found.length, along: side)
  }

  /// With g the share of gaps of a row and h that of the next column over the table's, a gap at
  /// random is followed by one with probability min(1, g h): the excess is (followed − expected) /
  /// (pairs − expected).
  private static func runs(
    _ pattern: SparsityPattern, along side: HoldOutPattern.Side
  ) -> (excess: Double, length: Int) {
    let length = side == .rows ? pattern.columns : pattern.rows
    let lines = side == .rows ? pattern.rows : pattern.columns
    let crossShare = (0..<length).map { k in
      1 - Double(side == .rows ? pattern.count(inColumn: k) : pattern.count(inRow: k))
        / Double(lines)
    }
    let overall = max(crossShare.reduce(0, +) / Double(length), 1e-12)
    var pairs = 0.0, followed = 0.0, expected = 0.0
    var lengths: [Int: Int] = [:], observedLengths: [Int: Int] = [:]
    for line in 0..<lines {
      let gap = gaps(pattern, line, side, length)
      let share = Double(gap.count(where: { $0 })) / Double(length)
      for k in 0..<max(0, length - 1) where gap[k] {
        pairs += 1
        followed += gap[k + 1] ? 1 : 0
        expected += min(1, share * crossShare[k + 1] / overall)
      }
      addRuns(of: gap, to: &lengths, &observedLengths)
    }
    guard pairs > 0, expected < pairs else { return (0, 0) }
    // A block longer than half a run of observed cells would hide most of the run it is cut from.
    let cap = max(2, weightedMedian(observedLengths) / 2)
    return ((followed - expected) / (pairs - expected), min(weightedMedian(lengths), cap))
  }

  private static func gaps(
    _ pattern: SparsityPattern, _ line: Int, _ side: HoldOutPattern.Side, _ length: Int
  ) -> [Bool] {
    var gap = [Bool](repeating: true, count: length)
    let start = side == .rows ? pattern.rowStart : pattern.columnStart
    let crossing = side == .rows ? pattern.column : pattern.row
    for place in start[line]..<start[line + 1] { gap[Int(crossing[place])] = false }
    return gap
  }

  /// Every run counts by its cells, not once: what matters is in how long a run a gap cell lies.
  private static func addRuns(
    of gap: [Bool], to gaps: inout [Int: Int], _ others: inout [Int: Int]
  ) {
    var run = 0
    for k in gap.indices {
      run += 1
      if k + 1 == gap.count || gap[k + 1] != gap[k] {
        if gap[k] { gaps[run, default: 0] += run } else { others[run, default: 0] += run }
        run = 0
      }
    }
  }

  private static func weightedMedian(_ cells: [Int: Int]) -> Int {
    let total = cells.values.reduce(0, +)
    var seen = 0
    for length in cells.keys.sorted() {
      seen += cells[length]!
      if 2 * seen >= total { return length }
    }
    return 0
  }
}

extension Observations {
  /// How cells would be hidden by default: as the gaps lie.
  public func gapPattern(isOrdered: Bool) -> HoldOutPattern {
    GapPattern.infer(pattern, ordered: isOrdered)
  }
}
