public import LinearAlgebra

/// 𝒜(W)ₖ = ⟨Aₖ, W⟩ for p given dense matrices Aₖ: matrix sensing.
///
/// The Aₖ are the rows of one p × (m n) matrix, so 𝒜 is a product with vec W. W is formed, which is
/// never dearer than the p products Aₖ R that would avoid it: m n numbers beside the p m n of the
/// data.
///
/// Cost: `apply` 2 m n (rank + p) flops and m n numbers of memory; `adjoint` 2 p m n flops.
public struct DenseMeasurements: MeasurementMap {
  /// Row k holds Aₖ, row by row.
  public let matrices: Matrix
  public let rows: Int
  public let columns: Int

  /// - Parameter matrices: p × (rows · columns); for a law E 𝒜*𝒜 = I, entries of variance 1/p.
  public init(_ matrices: Matrix, rows: Int, columns: Int) {
    precondition(
      rows >= 0 && columns >= 0 && matrices.columns == rows * columns,
      "each row holds one rows × columns matrix")
    self.matrices = matrices
    self.rows = rows
    self.columns = columns
  }

  public var count: Int { matrices.rows }

  public func apply(_ w: LowRankMatrix, into y: inout [Double]) {
    matrices.multiply(vector: w.dense().elements, into: &y)
  }

  public func apply(_ a: LowRankMatrix, plus b: LowRankMatrix, into y: inout [Double]) {
    var sum = a.dense()
    sum.withElements { b.writeDense(into: &$0, adding: 1) }
    matrices.multiply(vector: sum.elements, into: &y)
  }

  /// 𝒜*(y) = Σ yₖ Aₖ has no structure: a dense m × n matrix.
  public func makeImage() -> Matrix { Matrix(rows: rows, columns: columns) }

  public func adjoint(_ y: [Double], into image: inout Matrix) {
    image.withElements { matrices.multiplyTransposed(vector: y, into: &$0) }
  }
}
