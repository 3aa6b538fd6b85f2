public import LinearAlgebra
internal import LowRankOptimization

/// What a completed matrix is remembered by: effects, factors, and the way back to the data's
/// units.
///
/// The prediction at (i, j) is link⁻¹(rowEffects[i] + columnEffects[j] + ⟨leftᵢ, rightⱼ⟩), clipped
/// to [lower[j], upper[j]] where there are bounds.
/// Storage: (rows + columns)(rank + 1) numbers, never rows × columns.
public struct CompletionModel: Sendable, Equatable {
  /// The interaction part: left is rows × rank, right columns × rank, scales put back.
  public var factors: LowRankMatrix
  /// Singular values of the interaction part, in descending order.
  public var singularValues: [Double]
  public var rowEffects: [Double]
  public var columnEffects: [Double]
  public var link: Link
  /// The least prediction in each column, if predictions are clipped.
  public var lower: [Double]?
  /// The largest prediction in each column, if predictions are clipped.
  public var upper: [Double]?

  public init(
    factors: LowRankMatrix, singularValues: [Double], rowEffects: [Double],
    columnEffects: [Double], link: Link = .none, lower: [Double]? = nil, upper: [Double]? = nil
  ) {
    precondition(
      rowEffects.count == factors.rows && columnEffects.count == factors.columns,
      "one effect per row and per column")
    precondition(lower == nil || lower?.count == factors.columns, "one lower bound per column")
    precondition(upper == nil || upper?.count == factors.columns, "one upper bound per column")
    self.factors = factors
    self.singularValues = singularValues
    self.rowEffects = rowEffects
    self.columnEffects = columnEffects
    self.link = link
    self.lower = lower
    self.upper = upper
  }

  public var rows: Int { factors.rows }
  public var columns: Int { factors.columns }
  public var rank: Int { factors.rank }

  /// Factors and effects as one matrix, in the model's own units: the effects are of rank two.
  public var factorsWithEffects: LowRankMatrix {
    func ones(_ count: Int) -> [Double] { Array(repeating: 1, count: count) }
    return LowRankMatrix(
      left: factors.left.appending(column: rowEffects).appending(column: ones(rows)),
      right: factors.right.appending(column: ones(columns)).appending(column: columnEffects))
  }

  /// The prediction at (row, column). Cost: 2 rank flops.
  public func predict(row: Int, column: Int) -> Double {
    let model = rowEffects[row] + columnEffects[column] + factors[row, column]
    return original(model, column: column)
  }

  /// A value of the model's own units in the data's units, within the bounds of its column.
  public func original(_ value: Double, column: Int) -> Double {
    clip(link.invert(value), column: column)
  }

  /// Every prediction, row by row. Cost: rows × columns memory.
  public func predictAll() -> [Double] {
    var all = factors.dense()
    all.withElements { elements in
      for i in 0..<rows {
        for j in 0..<columns {
          let model = rowEffects[i] + columnEffects[j] + elements[i * columns + j]
          elements[i * columns + j] = original(model, column: j)
        }
      }
    }
    return all.elements
  }

  private func clip(_ value: Double, column: Int) -> Double {
    let raised = max(value, lower?[column] ?? -.infinity)
    return min(raised, upper?[column] ?? .infinity)
  }
}
