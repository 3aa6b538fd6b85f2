internal import LinearAlgebra
internal import LowRankOptimization

/// In which shape cells are hidden to measure the error.
///
/// An error bar is honest only where the hidden cells look like the gaps: entries hidden at random
/// in a table whose gaps are long runs have their neighbours still visible, and reported a sixth
/// of the true error on hourly electricity loads.
public enum HoldOutPattern: Sendable, Equatable, Codable {
  /// Cells at random.
  case entry
  /// Whole rows or columns, all but a tenth of each (at least one cell), which anchors it.
  case row, column
  /// Runs of this many consecutive cells along each row, or along each column.
  case block(length: Int, along: Side)
  /// The last cells of every row, or of every column.
  case tail(length: Int, along: Side)

  public enum Side: String, Sendable, Codable { case rows, columns }
}

/// Disjoint sets of entries, each hidden in turn.
public struct HoldOut: Sendable {
  public let pattern: HoldOutPattern
  /// The entries (numbers in the observations' pattern) hidden in each fold.
  public let folds: [[Int32]]

  /// - Parameters:
  ///   - fraction: share of the entries hidden in each fold.
  ///   - folds: number of folds; nil for 5 up to 8 000 entries, 3 up to 60 000, else 1, so that a
  ///     small table's choice does not hang on a hundred cells.
  public init(
    of data: Observations, in shape: HoldOutPattern, fraction: Double, folds: Int? = nil,
    seed: UInt64
  ) {
    let wanted = folds ?? (data.count <= 8_000 ? 5 : (data.count <= 60_000 ? 3 : 1))
    let size = max(1, Int((fraction * Double(data.count)).rounded()))
    let count = max(1, min(wanted, data.count / max(1, 2 * size)))
    let ordered = Self.groups(of: data.pattern, shape, seed: seed)
    pattern = shape
    self.folds = Self.deal(ordered, folds: count, size: size)
  }

  /// The weights of the hidden entries, fold by fold, in the order of their residuals.
  func weights(in data: Observations) -> [Double]? {
    data.weights.map { w in folds.flatMap { fold in fold.map { w[Int($0)] } } }
  }

  /// Groups of entries that are hidden together, in random order.
  private static func groups(
    of pattern: SparsityPattern, _ shape: HoldOutPattern, seed: UInt64
  ) -> [[Int32]] {
    var generator = SeededGenerator(seed: seed, stream: 0x686f6c64)
    let rows = { (0..<pattern.rows).map { Self.row(pattern, $0) } }
    let columns = { (0..<pattern.columns).map { Self.column(pattern, $0) } }
    var groups: [[Int32]]
    switch shape {
    case .entry: groups = (0..<Int32(pattern.count)).map { [$0] }
    case .row: groups = rows().map { anchored($0, &generator) }
    case .column: groups = columns().map { anchored($0, &generator) }
    case .block(let length, let along):
      let lines = along == .rows ? rows() : columns()
      groups = lines.flatMap { line in
        runs(line, position: { Self.position(pattern, $0, along) }, length, &generator)
      }
    case .tail(let length, let along):
      let lines = along == .rows ? rows() : columns()
      let end = along == .rows ? pattern.columns : pattern.rows
      groups = lines.map { line in
        line.filter { Self.position(pattern, $0, along) >= end - length }
      }
    }
    groups.removeAll(where: \.isEmpty)
    groups.shuffle(using: &generator)
    return groups
  }

  private static func row(_ pattern: SparsityPattern, _ i: Int) -> [Int32] {
    (pattern.rowStart[i]..<pattern.rowStart[i + 1]).map(Int32.init)
  }

  private static func column(_ pattern: SparsityPattern, _ j: Int) -> [Int32] {
    Array(pattern.entry[pattern.columnStart[j]..<pattern.columnStart[j + 1]])
  }

  /// Where along its line an entry lies.
  private static func position(
    _ pattern: SparsityPattern, _ entry: Int32, _ along: HoldOutPattern.Side
  ) -> Int {
    guard along == .columns else { return Int(pattern.column[Int(entry)]) }
    // The row of an entry: the last row that starts at or before it.
    var (low, high) = (0, pattern.rows)
    while high - low > 1 {
      let middle = (low + high) / 2
      if pattern.rowStart[middle] <= Int(entry) { low = middle } else { high = middle }
    }
    return low
  }

  private static func anchored(_ line: [Int32], _ generator: inout SeededGenerator) -> [Int32] {
    var line = line
    line.shuffle(using: &generator)
    return Array(line.dropLast(max(1, line.count / 10)))
  }

  /// A line cut into consecutive windows of `length` positions from a random offset.
  private static func runs(
    _ line: [Int32], position: (Int32) -> Int, _ length: Int, _ generator: inout SeededGenerator
  ) -> [[Int32]] {
    let offset = Int(generator.uniform() * Double(length))
    var result: [[Int32]] = [], window = -1
    for entry in line {
      let next = (position(entry) + offset) / length
      if next != window { result.append([]) }
      window = next
      result[result.count - 1].append(entry)
    }
    return result
  }

  private static func deal(_ groups: [[Int32]], folds: Int, size: Int) -> [[Int32]] {
    var result: [[Int32]] = [[]]
    for group in groups {
      if result[result.count - 1].count >= size {
        guard result.count < folds else { break }
        result.append([])
      }
      result[result.count - 1] += group
    }
    return result.map { $0.sorted() }
  }
}
