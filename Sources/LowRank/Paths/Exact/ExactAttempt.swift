internal import LinearAlgebra
internal import LowRankOptimization

/// Descent to round-off from a start that may lie in the right basin.
///
/// A few cheap steps tell whether it does: they shrink the residual tenfold, or the attempt ends.
/// Near the information limit the tangent problem is ill-conditioned, so those that pass get long
/// inner solves and patience.
struct ExactAttempt: Sendable {
  typealias Data = Fit<Asymmetric, EntrySampling, SquaredLoss>

  private(set) var state: LevenbergMarquardt<Data>.State
  /// ‖residual‖ / ‖data‖ at the start.
  let initialResidual: Double

  init(_ fit: Data, from start: SpectralForm, tolerance: Double) {
    state = LevenbergMarquardt<Data>().start(fit, at: start)
    initialResidual = state.relativeResidual
    descend(fit, Pace(steps: 30, inner: 60, slow: 0.7, patience: 3, goal: tolerance))
    guard residual < 0.1 * initialResidual, residual > tolerance else { return }
    descend(fit, Pace(steps: 100, inner: 300, slow: 0.9, patience: 4, goal: tolerance))
  }

  var residual: Double { state.relativeResidual }
  var iterations: Int { state.innerIterations }

  /// The norm of the gradient of ½‖b − 𝒜(W)‖² along the manifold. Cost: one 𝒜*.
  var gradientNorm: Double { state.gradientNorm }

  /// Quadratic convergence makes the last digits nearly free, and they are what the smallest
  /// singular values of an ill-conditioned matrix need. Near the information limit so is the
  /// tangent problem: a residual of 1e-9 may hide an error of 1e-6, hence the long inner solves.
  mutating func polish(_ fit: Data) {
    state.damping = min(state.damping, 1e-9)
    for _ in 0..<6 where residual > 2e-15 {
      LevenbergMarquardt<Data>(iterations: 1000).step(fit, &state)
      if state.ratio > 0.5 { return }
    }
  }

  private struct Pace {
    let steps: Int
    let inner: Int
    /// A step that leaves more than this share of the residual is slow.
    let slow: Double
    let patience: Int
    let goal: Double
  }

  private mutating func descend(_ fit: Data, _ pace: Pace) {
    let solver = LevenbergMarquardt<Data>(iterations: pace.inner)
    var slowSteps = 0
    for _ in 0..<pace.steps where residual > pace.goal && state.damping < 1e6 {
      solver.step(fit, &state)
      guard state.ratio < 1 else { continue }
      slowSteps = state.ratio > pace.slow ? slowSteps + 1 : 0
      if slowSteps >= pace.patience { return }
    }
  }
}
