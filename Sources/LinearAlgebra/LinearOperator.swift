/// A matrix that is only ever multiplied by thin blocks, never formed.
///
/// Laws, checked by `checkOperator` in LowRankTesting:
///  - both products are linear;
///  - ⟨G x, y⟩ = ⟨x, Gᵀ y⟩ for all thin x, y.
///
/// Cost: stated by each conformer; neither product allocates unless the conformer says so.
///
/// Both overwrite y, whatever it held. Blocks rather than vectors, because a sparse or implicit
/// operator is read once for all columns of a block.
public protocol LinearOperator: Sendable {
  var rows: Int { get }
  var columns: Int { get }
  /// y = G x, where x is `columns` × k and y is `rows` × k.
  func multiply(_ x: Matrix, into y: inout Matrix)
  /// y = Gᵀ x, where x is `rows` × k and y is `columns` × k.
  func multiplyTransposed(_ x: Matrix, into y: inout Matrix)
}

/// A dense matrix is an operator at 2 rows·columns·k flops.
extension Matrix: LinearOperator {
  public func multiply(_ x: Matrix, into y: inout Matrix) { y.setProduct(self, x) }
  public func multiplyTransposed(_ x: Matrix, into y: inout Matrix) {
    y.setProduct(self, x, left: .transposed)
  }
}
