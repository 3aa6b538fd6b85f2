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
  /// What is added to every cell of a row, and of a column; the table's mean is in either.
  public var rowEffects: [Double]
  public var columnEffects: [Double]
  /// How the model's units are reached from the data's.
  public var link: Link
  /// The least prediction in each column, if predictions are clipped.
  public var lower: [Double]?
  /// The largest prediction in each column, if predictions are clipped.
  public var upper: [Double]?

  /// Shapes must agree: one effect, and one bound where there are bounds, per row or column.
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
  ///
  /// b 1ᵀ + 1 cᵀ is appended as two more terms: (left | b | 1)(right | 1 | c)ᵀ.
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
  ///
  /// The inverse of a logarithm or a logit explodes beyond the data, hence the bounds.
  public func original(_ value: Double, column: Int) -> Double {
    clip(link.invert(value), column: column)
  }

  /// Every prediction, row by row. Cost: rows × columns memory.
  public func predictAll() -> [Double] {
    var all = factors.dense()
    // Finished in place: at its full size a table is the largest thing there is, and one is enough.
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

  /// min after max: where the bounds of a column were to cross, the upper one counts.
  private func clip(_ value: Double, column: Int) -> Double {
    let raised = max(value, lower?[column] ?? -.infinity)
    return min(raised, upper?[column] ?? .infinity)
  }
}
