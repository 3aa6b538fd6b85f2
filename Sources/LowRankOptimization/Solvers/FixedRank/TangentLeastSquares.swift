internal import LinearAlgebra

/// min over tangent vectors ξ of ‖e − Jξ‖² + ⟨weights, ξ²⟩, by conjugate gradients.
///
/// In orthonormal coordinates the condition of JᵀJ + weights is that of 𝒜 on the tangent space and
/// not that of the matrix sought. With a uniform weight and a map that has a `LinePreconditioner`
/// the factors' own coordinates (B, C) of ξ = B Vᵀ + U Cᵀ do better still: there the lines that few
/// measurements see are blocks, and are inverted. On entries 1.3 to 2 times the degrees of freedom
/// that takes 35 iterations where the orthonormal coordinates take 100 to 2000.
///
/// Cost per iteration: one J and one Jᵀ. Nothing is allocated per iteration.
struct TangentLeastSquares<Map: MeasurementMap>: Sendable {
  var jacobian: TangentJacobian<Map>
  /// ξ of the last solve, in orthonormal coordinates.
  private(set) var solution: TangentVector
  /// Whether the last solve with one weight was in the factors' coordinates.
  private(set) var usesLines = false
  /// The vectors of conjugate gradients: Jᵀe − (JᵀJ + weights) ξ, that divided by the
  /// preconditioner, the direction, and the normal matrix times it.
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
  ///
  /// Diagonal preconditioner 1/(curvature + weight), where `curvature` is the mean of ‖Jξ‖²/‖ξ‖².
  mutating func solve(
    _ e: [Double], _ weights: TangentWeights, curvature: Double, tolerance: Double,
    iterations limit: Int, from start: TangentVector? = nil
  ) -> Int {
    let coordinates = Coordinates.orthonormal(weights, curvature: curvature)
    jacobian.adjoint(e, into: &residual)
    if let start {
      solution.assign(start)
      coordinates.multiply(&jacobian, solution, into: &curved)
      residual.add(curved, scaledBy: -1)
    } else {
      solution.clear()
    }
    // At a stationary point Jᵀe is rounding, of which as much points out of the tangent space as
    // along it; J is blind to that part, and the iteration would amplify it without end.
    jacobian.restoreGauge(of: &residual)
    return iterate(coordinates, tolerance, limit)
  }

  /// The same from zero with one weight, in the coordinates that suit the map best.
  ///
  /// In those of the factors the weight is on ‖B‖² + ‖C‖², of which there are many for each ξ: that
  /// is the least of them, which counts what both factors can do half.
  mutating func solve(
    _ e: [Double], damping: Double, curvature: Double, tolerance: Double, iterations limit: Int
  ) -> Int {
    // Below the shift even exact arithmetic would find nothing in data that have rounding errors.
    let shift = max(damping, 1e-14 * curvature)
    usesLines = false
    guard jacobian.projection == nil, shift > 0,
      let blocks = jacobian.map.linePreconditioner(
        left: jacobian.u, right: jacobian.v, shift: shift)
    else {
      return solve(
        e, TangentWeights(uniform: damping, rank: jacobian.u.columns), curvature: curvature,
        tolerance: tolerance, iterations: limit)
    }
    usesLines = true
    solution.clear()
    // Their cores may hold what a solve in orthonormal coordinates has left.
    residual.clear()
    preconditioned.clear()
    jacobian.factorAdjoint(e, into: &residual)
    let iterations = iterate(.factors(blocks, damping: damping), tolerance, limit)
    jacobian.makeOrthonormal(&solution)
    return iterations
  }

  /// Conjugate gradients from `solution`, whose residual is `residual`.
  private mutating func iterate(
    _ coordinates: Coordinates, _ tolerance: Double, _ limit: Int
  ) -> Int {
    coordinates.precondition(residual, into: &preconditioned)
    direction.assign(preconditioned)
    var energy = residual.dot(preconditioned)
    // In the preconditioner's norm, which is at hand; squares throughout save the roots.
    let target = tolerance * tolerance * energy
    for iteration in 0..<limit {
      guard energy > 0, energy.isFinite, !Execution.current.isAbandoned else { return iteration }
      coordinates.multiply(&jacobian, direction, into: &curved)
      let bend = direction.dot(curved)
      // Positive but for rounding or numbers that have run away: in both cases nothing is to be
      // gained.
      guard bend > 0, bend.isFinite else { return iteration + 1 }
      let step = energy / bend
      solution.add(direction, scaledBy: step)
      residual.add(curved, scaledBy: -step)
      coordinates.precondition(residual, into: &preconditioned)
      let next = residual.dot(preconditioned)
      if next < target { return iteration + 1 }
      direction.scale(by: next / energy)
      direction.add(preconditioned, scaledBy: 1)
      energy = next
    }
    return limit
  }

  /// In what coordinates the normal equations stand, and what divides by them approximately.
  private enum Coordinates {
    /// (core, left, right) of a tangent vector, the blocks orthogonal.
    case orthonormal(TangentWeights, curvature: Double)
    /// (B, C) as `left` and `right`, the core zero.
    case factors(LinePreconditioner, damping: Double)

    func multiply(
      _ jacobian: inout TangentJacobian<Map>, _ x: TangentVector, into y: inout TangentVector
    ) {
      switch self {
      case .orthonormal(let weights, _):
        jacobian.applyNormal(x, into: &y)
        weights.add(x, to: &y)
      case .factors(_, let damping):
        jacobian.applyFactorNormal(x, into: &y)
        y.add(x, scaledBy: damping)
      }
    }

    func precondition(_ r: TangentVector, into z: inout TangentVector) {
      switch self {
      case .orthonormal(let weights, let curvature):
        weights.precondition(r, curvature: curvature, into: &z)
      case .factors(let blocks, _):
        blocks.rows.solve(r.left, into: &z.left)
        blocks.columns.solve(r.right, into: &z.right)
      }
    }
  }
}
