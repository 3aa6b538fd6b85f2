internal import LinearAlgebra

/// Factors of W whose first can be made orthogonal at the others' expense.
///
/// Law, checked by `checkLeftOrthonormalization` in LowRankTesting: W = L Rᵀ stays, and LᵀL becomes
/// scale² I where L has full column rank.
public protocol LeftOrthonormalizable: Factorization {
  func leftOrthonormalized(scale: Double) -> Self
}

/// With the thin singular value decomposition U = A S Bᵀ: (β A, V B S/β).
extension Asymmetric: LeftOrthonormalizable {
  /// U needs full column rank for UᵀU to become β² I; where it has less, the missing directions get
  /// singular vectors of value zero, and V the zeros that go with them.
  public func leftOrthonormalized(scale beta: Double) -> Asymmetric {
    precondition(beta > 0, "a scale is positive")
    let svd = SmallSVD(u)
    let left = svd.u.scalingColumns(by: Array(repeating: beta, count: svd.u.columns))
    let right = v.times(svd.v).scalingColumns(by: svd.singularValues.map { $0 / beta })
    return Asymmetric(u: left, v: right)
  }
}
