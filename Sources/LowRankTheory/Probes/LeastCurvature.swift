internal import LinearAlgebra
internal import LowRank
public import LowRankOptimization

/// The least eigenvalue of ∇²f(θ), by Lanczos on differences of gradients.
///
/// Negative at a strict saddle, where a way down is left. A value near zero is known to about ten
/// digits of the largest eigenvalue; like every Lanczos value it bounds the least one from above.
///
/// Cost: two gradients a Lanczos step.
public struct LeastCurvature<O: Objective>: Probe {
  public let objective: O
  /// The most Lanczos steps.
  public let steps: Int

  public init(of objective: O, steps: Int = 60) {
    self.objective = objective
    self.steps = steps
  }

  public func observe(_ point: O.Point) -> Double {
    Lanczos(
      DifferencedHessian(objective, at: point), tolerance: 1e-8, steps: steps
    ).smallest.value
  }
}
