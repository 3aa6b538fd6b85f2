public import LinearAlgebra
internal import LowRank
public import LowRankOptimization
internal import RealModule

/// The principal angles between the leading left singular space of W(θ) and a given space.
///
/// With orthonormal bases Q and U, cosines are the singular values of QᵀU and sines those of
/// U − Q QᵀU (Björck, Golub 1973); the angle of both is exact near 0 and near π/2 alike. Ascending,
/// in radians, as many as the smaller dimension.
///
/// Cost: a spectral form of W and two small decompositions.
public struct PrincipalAngles<Point: Factorization>: Probe {
  /// Orthonormal.
  private let basis: Matrix

  /// - Parameter space: a matrix whose columns span the space, independent of each other.
  public init(to space: Matrix, over _: Point.Type = Point.self) { basis = ThinQR(space).q }

  /// Between the space and as many leading left singular vectors of W.
  public func observe(_ point: Point) -> [Double] {
    let w = point.matrix
    let u =
      w.rank <= min(w.rows, w.columns) ? SpectralForm(w).u : SmallSVD(w.dense()).u
    return principalAngles(basis, u.prefix(columns: min(basis.columns, u.columns)))
  }
}

/// The principal angles between the ranges of two matrices with orthonormal columns, ascending.
public func principalAngles(_ q: Matrix, _ u: Matrix) -> [Double] {
  let across = q.transposedTimes(u)
  var outside = u
  outside.setProduct(q, across, scale: -1, adding: 1)
  let cosines = SmallSVD(across).singularValues
  let sines = SmallSVD(outside).singularValues.reversed()
  return zip(cosines, sines).map { .atan2(y: $1, x: $0) }
}
