/// (G + Gᵀ)/2, the part of a square operator that a quadratic form xᵀ G x can see.
///
/// Cost: one product with G and one with Gᵀ; allocates a block, as eigenvalue searches may.
public struct SymmetricPart<G: LinearOperator>: LinearOperator {
  private let g: G

  /// Precondition: g is square.
  public init(_ g: G) {
    precondition(g.rows == g.columns, "only a square operator has a symmetric part")
    self.g = g
  }

  public var rows: Int { g.rows }
  public var columns: Int { g.columns }

  public func multiply(_ x: Matrix, into y: inout Matrix) {
    var transposed = y.zeroed()
    g.multiply(x, into: &y)
    g.multiplyTransposed(x, into: &transposed)
    y.add(transposed, scaledBy: 1)
    y.scale(by: 0.5)
  }

  public func multiplyTransposed(_ x: Matrix, into y: inout Matrix) { multiply(x, into: &y) }
}
