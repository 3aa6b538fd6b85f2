public import LinearAlgebra

/// 𝒜(W) = vec W, row by row: factorisation of a fully observed matrix.
///
/// The one map whose measurements are an m × n buffer, because the user's own data is one.
/// Cost: 2 m n rank flops for `apply`, through GEMM; a copy of m n numbers for `adjoint`.
public struct FullObservation: MeasurementMap {
  public let rows: Int
  public let columns: Int

  public init(rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0, "sizes are not negative")
    self.rows = rows
    self.columns = columns
  }

  public var count: Int { rows * columns }

  public func apply(_ w: LowRankMatrix, into y: inout [Double]) { w.writeDense(into: &y) }

  /// The second product is added into the first: no factors are put side by side.
  public func apply(_ a: LowRankMatrix, plus b: LowRankMatrix, into y: inout [Double]) {
    a.writeDense(into: &y)
    b.writeDense(into: &y, adding: 1)
  }

  /// 𝒜*(y) is y as a matrix; products with it cost 2 m n k flops through GEMM.
  public func makeImage() -> Matrix { Matrix(rows: rows, columns: columns) }

  public func adjoint(_ y: [Double], into image: inout Matrix) {
    image.withElements { $0.assign(y) }
  }
}
