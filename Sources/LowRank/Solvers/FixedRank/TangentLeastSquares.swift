internal import LinearAlgebra

/// min over tangent vectors ξ of ‖e − Jξ‖² + ⟨weights, ξ²⟩, by conjugate gradients.
///
/// The normal operator JᵀJ + weights acts on orthonormal coordinates, so its condition is that of
/// 𝒜 on the tangent space and not that of the matrix sought. Diagonal preconditioner
/// 1/(curvature + weight), where `curvature` is the mean of ‖Jξ‖²/‖ξ‖².
///
/// Cost per iteration: one J and one Jᵀ. Nothing is allocated per iteration.
struct TangentLeastSquares<Map: MeasurementMap>: Sendable {
  var jacobian: TangentJacobian<Map>
  private(set) var solution: TangentVector
  private var residual: TangentVector
  private var preconditioned: TangentVector
  private var direction: TangentVector
  private var curved: TangentVector

  init(_ map: Map, u: Matrix, v: Matrix, projection: TangentProjection? = nil) {
    jacobian = TangentJacobian(map, u: u, v: v, projection: projection)
    let zero = TangentVector(rows: u.rows, columns: v.rows, rank: u.columns)
    (residual, preconditioned, direction, curved) = (zero, zero, zero, zero)
    solution = zero
  }

  /// Solves into `solution` from `start` (zero where absent), until the preconditioned residual
  /// norm is below `tolerance` times that of the start, and returns the number of iterations.
  mutating func solve(
    _ e: [Double], _ weights: TangentWeights, curvature: Double, tolerance: Double,
    iterations limit: Int, from start: TangentVector? = nil
  ) -> Int {
    jacobian.adjoint(e, into: &residual)
    if let start {
      solution.assign(start)
      jacobian.applyNormal(solution, weights, into: &curved)
      residual.add(curved, scaledBy: -1)
    } else {
      solution.scale(by: 0)
    }
    // At a stationary point Jᵀe is rounding, of which as much points out of the tangent space as
    // along it; J is blind to that part, and the iteration would amplify it without end.
    jacobian.restoreGauge(of: &residual)
    weights.precondition(residual, curvature: curvature, into: &preconditioned)
    direction.assign(preconditioned)
    var energy = residual.dot(preconditioned)
    let target = tolerance * tolerance * energy
    for iteration in 0..<limit {
      guard energy > 0, energy.isFinite else { return iteration }
      jacobian.applyNormal(direction, weights, into: &curved)
      let bend = direction.dot(curved)
      guard bend > 0, bend.isFinite else { return iteration + 1 }
      let step = energy / bend
      solution.add(direction, scaledBy: step)
      residual.add(curved, scaledBy: -step)
      weights.precondition(residual, curvature: curvature, into: &preconditioned)
      let next = residual.dot(preconditioned)
      if next < target { return iteration + 1 }
      direction.scale(by: next / energy)
      direction.add(preconditioned, scaledBy: 1)
      energy = next
    }
    return limit
  }
}
