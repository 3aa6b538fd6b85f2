public import LinearAlgebra

/// ∇²f(θ) of f = ½‖𝒜(W(θ)) − b‖² on the components of θ, exactly, where W is quadratic in θ.
///
///     H h = (∂W/∂θ)* 𝒜*(𝒜(W′(h))) + (∂W/∂h)* G,    G = 𝒜*(𝒜(W) − b):
///
/// `pullBack` is linear in the point that it is taken at, so the second term is the pull-back of G
/// at h. For W = U Uᵀ it is D ↦ (M + Mᵀ) U + (G + Gᵀ) D with M = 𝒜*(𝒜(U Dᵀ + D Uᵀ)). Unlike
/// differences of gradients it is as good for directions that hardly bend.
///
/// Cost of a column: one 𝒜, one 𝒜* and two pull-backs; allocates, as eigenvalue searches may.
public struct FitHessian<Point: QuadraticFactorization, M: MeasurementMap>: LinearOperator {
  private let measurement: M
  private let weights: [Double]?
  private let point: Point
  private let gradient: M.Image
  private let count: Int

  public init(_ fit: Fit<Point, M, SquaredLoss>, at point: Point) {
    measurement = fit.measurement
    weights = fit.loss.weights
    self.point = point
    var workspace = fit.makeWorkspace(for: point)
    gradient = fit.matrixGradient(at: point, &workspace)
    count = point.flattened.count
  }

  public var rows: Int { count }
  public var columns: Int { count }

  public func multiply(_ x: Matrix, into y: inout Matrix) {
    var image = measurement.makeImage(), direction = point.zeroed(), bent = point.zeroed()
    var seen = [Double](repeating: 0, count: measurement.count)
    for j in 0..<x.columns {
      direction.setComponents(x.column(j))
      let tangent = point.tangent(along: direction)
      measurement.apply(tangent.0, plus: tangent.1, into: &seen)
      if let weights { for e in seen.indices { seen[e] *= weights[e] } }
      measurement.adjoint(seen, into: &image)
      var product = Self.pulledBack(image, at: point, into: &bent)
      product.add(Self.pulledBack(gradient, at: direction, into: &bent), scaledBy: 1)
      for i in 0..<count { y[i, j] = product[i] }
    }
  }

  private static func pulledBack(
    _ g: M.Image, at point: Point, into result: inout Point
  ) -> [Double] {
    var scratch = point.makeScratch()
    point.pullBack(g, &scratch, into: &result)
    return result.flattened
  }

  /// H is symmetric.
  public func multiplyTransposed(_ x: Matrix, into y: inout Matrix) { multiply(x, into: &y) }
}
