package import LinearAlgebra

/// What a path says of a table, in its own units: x̂ᵢⱼ = rowᵢ + columnⱼ + leftᵢ · rightⱼ.
///
/// What all paths for tables come to, so that the result is assembled by the same code.
package struct TableAnswer: Sendable {
  package let row: [Double]
  package let column: [Double]
  package let factors: LowRankMatrix

  package init(row: [Double], column: [Double], factors: LowRankMatrix) {
    (self.row, self.column, self.factors) = (row, column, factors)
  }

  /// Effects and no factor.
  init(_ effects: Effects) {
    let none = LowRankMatrix(
      left: Matrix(rows: effects.row.count, columns: 0),
      right: Matrix(rows: effects.column.count, columns: 0))
    self.init(row: effects.row.map { $0 + effects.mean }, column: effects.column, factors: none)
  }
}
