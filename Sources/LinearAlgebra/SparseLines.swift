/// The entries of a sparse matrix along one side: line by line, with what each line crosses.
///
/// The rows of X, or the columns of X: code that treats both sides alike takes one of these.
public struct SparseLines: Sendable {
  /// The number of lines, and the number of lines of the other side.
  public let lines: Int
  public let crossings: Int
  /// Line i holds places `start[i] ..< start[i + 1]`.
  public let start: [Int]
  /// The line of the other side at each place.
  public let crossing: [Int32]
  /// The value at each place.
  public let values: [Double]
  /// A positive weight at each place, or nil where all are one.
  public let weights: [Double]?

  public var count: Int { crossing.count }
  /// The share of all lines × crossings places that hold an entry.
  public var density: Double { Double(count) / Double(max(1, lines * crossings)) }

  /// The number of entries of line i.
  public func count(in i: Int) -> Int { start[i + 1] - start[i] }

  /// The rows of the matrix with these values, one per entry of the pattern.
  public static func rows(_ pattern: SparsityPattern, _ values: [Double], weights: [Double]? = nil)
    -> SparseLines
  {
    SparseLines(
      lines: pattern.rows, crossings: pattern.columns, start: pattern.rowStart,
      crossing: pattern.column, values: values, weights: weights)
  }

  /// The columns of the matrix with these values, one per entry of the pattern.
  public static func columns(
    _ pattern: SparsityPattern, _ values: [Double], weights: [Double]? = nil
  ) -> SparseLines {
    func gather(_ x: [Double]) -> [Double] { pattern.entry.map { x[Int($0)] } }
    return SparseLines(
      lines: pattern.columns, crossings: pattern.rows, start: pattern.columnStart,
      crossing: pattern.row, values: gather(values), weights: weights.map(gather))
  }
}
