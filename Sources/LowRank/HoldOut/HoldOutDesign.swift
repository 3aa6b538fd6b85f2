public import LinearAlgebra

/// How a hold-out is drawn: a value, which yields the same folds of the same data every time.
///
/// Law, checked by `checkFolds` in LowRankTesting: the masks are disjoint.
public struct HoldOutDesign: Sendable, Equatable, Codable {
  public var pattern: HoldOutPattern
  /// The share of the measurements hidden in each fold.
  public var fraction: Double
  /// The number of folds; nil for 5 up to 8 000 cells, 3 up to 60 000, else 1, so that a small
  /// table's choice does not hang on a hundred cells.
  public var folds: Int?
  public var seed: UInt64

  public init(_ pattern: HoldOutPattern, fraction: Double, folds: Int? = nil, seed: UInt64) {
    (self.pattern, self.fraction, self.folds, self.seed) = (pattern, fraction, folds, seed)
  }

  /// One mask a fold over the entries of a table.
  ///
  /// Every fold hides about `fraction` of the cells, as many whole groups as reach it; the folds
  /// together hide about half of them at most, so fewer are made where the fraction is large.
  public func masks(over table: SparsityPattern) -> [Mask] {
    let wanted = folds ?? (table.count <= 8_000 ? 5 : (table.count <= 60_000 ? 3 : 1))
    let size = max(1, Int((fraction * Double(table.count)).rounded()))
    let count = max(1, min(wanted, table.count / max(1, 2 * size)))
    let ordered = Self.groups(of: table, pattern, seed: seed)
    return Self.deal(ordered, folds: count, size: size).map { Mask(hiding: $0, of: table.count) }
  }

  /// The folds of a table, each split once.
  public func folds(of data: Observations) -> [Fold<SparsityPattern>] {
    masks(over: data.pattern).map { Fold(data, $0) }
  }

  // A stream of its own, the letters "hold" in ASCII: no other random choice under the same seed
  // repeats its numbers.
  static let stream: UInt64 = 0x686f_6c64

  /// Groups of entries that are hidden together, in random order.
  private static func groups(
    of pattern: SparsityPattern, _ shape: HoldOutPattern, seed: UInt64
  ) -> [[Int32]] {
    var generator = SeededGenerator(seed: seed, stream: Self.stream)
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

  /// A tenth of the line stays visible, at least a cell: of a line without any, only effects of the
  /// other side could be predicted, whatever the rank.
  private static func anchored(_ line: [Int32], _ generator: inout SeededGenerator) -> [Int32] {
    var line = line
    line.shuffle(using: &generator)
    return Array(line.dropLast(max(1, line.count / 10)))
  }

  /// A line cut into consecutive windows of `length` positions from a random offset.
  private static func runs(
    _ line: [Int32], position: (Int32) -> Int, _ length: Int, _ generator: inout SeededGenerator
  ) -> [[Int32]] {
    // From a random offset, lest every line be cut at the same positions.
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

  /// Groups are dealt until a fold is full, so that none is split between two folds.
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
