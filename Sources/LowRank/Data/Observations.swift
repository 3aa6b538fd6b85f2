public import LinearAlgebra
internal import LowRankOptimization

/// What a person holds of a matrix: the places Ω, a value at each, and how far each can be trusted.
///
/// Storage: in proportion to the observed cells, rows and columns; never rows × columns.
public struct Observations: Sendable {
  /// Ω, row by row.
  public let pattern: SparsityPattern
  /// One value per entry of the pattern.
  public let values: [Double]
  /// One positive weight per entry (1/σ² up to a common factor), or nil where all are one.
  public let weights: [Double]?

  public init(pattern: SparsityPattern, values: [Double], weights: [Double]? = nil) {
    precondition(values.count == pattern.count, "one value per entry")
    precondition(weights.map { $0.count == pattern.count } ?? true, "one weight per entry")
    self.pattern = pattern
    self.values = values
    self.weights = weights
  }

  /// The observed cells of a table stored row by row, NaN where nothing was observed.
  ///
  /// Cost: rows × columns, once.
  public init(table: Matrix) {
    var start = [0], column: [Int32] = [], values: [Double] = []
    start.reserveCapacity(table.rows + 1)
    for i in 0..<table.rows {
      for j in 0..<table.columns where !table[i, j].isNaN {
        column.append(Int32(j))
        values.append(table[i, j])
      }
      start.append(column.count)
    }
    self.init(
      pattern: SparsityPattern(
        rows: table.rows, columns: table.columns, rowStart: start, column: column),
      values: values)
  }

  public var rows: Int { pattern.rows }
  public var columns: Int { pattern.columns }
  public var count: Int { pattern.count }

  /// The share of the matrix that was observed.
  public var fraction: Double { Double(count) / (Double(rows) * Double(columns)) }

  /// The entries for which `keep` holds.
  ///
  /// - Parameter keep: asked with the number of each entry in the order of the pattern.
  public func filter(_ keep: (Int) -> Bool) -> Observations {
    let (part, kept) = pattern.filter(keep)
    return Observations(
      pattern: part, values: kept.map { values[Int($0)] },
      weights: weights.map { w in kept.map { w[Int($0)] } })
  }

  /// The data without the given entries, and those entries.
  func hiding(_ entries: [Int32]) -> (training: Observations, hidden: Observations) {
    var isHidden = [Bool](repeating: false, count: count)
    for e in entries { isHidden[Int(e)] = true }
    return (filter { !isHidden[$0] }, filter { isHidden[$0] })
  }

  /// The same data with weights of mean 1, in which their common factor means nothing.
  func weighedRelatively() -> Observations {
    guard let weights, count > 0 else { return self }
    let mean = weights.reduce(0, +) / Double(count)
    return Observations(pattern: pattern, values: values, weights: weights.map { $0 / mean })
  }

  /// The same places with other values.
  ///
  /// The pattern is shared and not copied; weights stay with their places.
  public func replacing(values: [Double]) -> Observations {
    Observations(pattern: pattern, values: values, weights: weights)
  }
}
