public import LinearAlgebra

/// 𝒜(W) = (Wᵢⱼ for (i, j) in Ω): matrix completion.
///
/// Measurement e is entry e of the pattern: entries are numbered by rows, then by columns. Targets
/// that come in another order are brought into this one by `SparsityPattern.sorting`.
///
/// Cost: 2 rank flops an entry for `apply`, a copy of p numbers for `adjoint`.
public struct EntrySampling: MeasurementMap {
  /// Ω.
  public let pattern: SparsityPattern

  public init(_ pattern: SparsityPattern) { self.pattern = pattern }

  public var rows: Int { pattern.rows }
  public var columns: Int { pattern.columns }
  public var count: Int { pattern.count }

  public func apply(_ w: LowRankMatrix, into y: inout [Double]) { pattern.sample(w, into: &y) }

  public func apply(_ a: LowRankMatrix, plus b: LowRankMatrix, into y: inout [Double]) {
    pattern.sample(a, plus: b, into: &y)
  }

  /// 𝒜*(y) is y on Ω and zero elsewhere. The pattern is shared, the values are the image's own.
  public func makeImage() -> SparseMatrix { SparseMatrix(pattern: pattern) }

  public func adjoint(_ y: [Double], into image: inout SparseMatrix) { image.assignValues(y) }

  public func linePreconditioner(
    left: Matrix, right: Matrix, shift: Double
  ) -> LinePreconditioner? {
    LinePreconditioner(pattern, left: left, right: right, shift: shift)
  }
}
