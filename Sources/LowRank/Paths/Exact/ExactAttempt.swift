internal import LinearAlgebra
internal import LowRankOptimization

/// Descent to round-off from a start that may lie in the right basin.
///
/// A few cheap steps tell whether it does: they shrink the residual tenfold, or the attempt ends.
/// Near the information limit the tangent problem is ill-conditioned, so those that pass get long
/// inner solves and patience.
///
/// The method is Levenberg and Marquardt's on the manifold of matrices of the rank: damped
/// Gauss–Newton steps, each from conjugate gradients on the tangent space, which converge
/// quadratically where the data fit exactly. A start that is not in the basin shows by damping that
/// keeps growing.
struct ExactAttempt: Sendable {
  typealias Data = Fit<Asymmetric, EntrySampling, SquaredLoss>

  private(set) var state: LevenbergMarquardt<Data>.State
  /// ‖residual‖ / ‖data‖ at the start.
  let initialResidual: Double

  init(_ fit: Data, from start: SpectralForm, tolerance: Double) {
    state = LevenbergMarquardt<Data>().start(fit, at: start)
    initialResidual = state.relativeResidual
    // Damping beyond 10⁶ allows only steps of no use: this is a minimum where a residual is left.
    let over = StopRule.relativeResidual(tolerance) || .damping(above: 1e6)
    descend(fit, inner: 60, until: over || .slow(ratio: 0.7, steps: 3) || steps(30))
    guard residual < 0.1 * initialResidual, residual > tolerance else { return }
    descend(fit, inner: 300, until: over || .slow(ratio: 0.9, steps: 4) || steps(100))
  }

  var residual: Double { state.relativeResidual }
  /// Conjugate gradient iterations, each a product with 𝒜 and one with 𝒜*.
  var iterations: Int { state.innerIterations }

  /// The norm of the gradient of ½‖b − 𝒜(W)‖² along the manifold. Cost: one 𝒜*.
  var gradientNorm: Double { state.gradientNorm }

  /// Quadratic convergence makes the last digits nearly free, and they are what the smallest
  /// singular values of an ill-conditioned matrix need. Near the information limit so is the
  /// tangent problem: a residual of 1e-9 may hide an error of 1e-6, hence the long inner solves.
  mutating func polish(_ fit: Data) {
    descend(
      fit, inner: 1000, largestDamping: 1e-9,
      until: .relativeResidual(2e-15) || .lessThanHalved || steps(6))
  }

  /// So many more steps than have been taken.
  private func steps(_ count: Int) -> StopRule { .iterations(state.record.iteration + count) }

  // Not interruptible itself: the attempt as a whole is abandoned by whoever makes it.
  private mutating func descend(
    _ fit: Data, inner: Int, largestDamping: Double = .infinity, until rule: StopRule
  ) {
    var run = Run(
      fit, resuming: state,
      by: LevenbergMarquardt(iterations: inner, largestDamping: largestDamping))
    _ = run.finish(at: rule, isInterruptible: false)
    state = run.state
  }
}
