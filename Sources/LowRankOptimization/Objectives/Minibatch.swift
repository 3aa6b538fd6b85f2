internal import LinearAlgebra

/// The same objective with a gradient from a random part of its terms: stochastic descent.
///
///     Minibatch(fit, fraction: 0.1, seed: 7)
///
/// Evaluation number t keeps term k with probability `fraction`, decided by number k of stream t: a
/// function of (seed, t, k) alone. The gradient is unbiased; `checkGradient` must fail here, and
/// the mean over evaluations is what the tests compare. The loss reported is that of all terms.
///
/// Descent with a constant step converges all the way only where every term vanishes at the optimum
/// (consistent data); otherwise it ends in a cloud about the optimum that shrinks with the step.
///
/// Cost: that of the base. All predictions are computed, so this serves the study of stochastic
/// descent and not speed.
public struct Minibatch<Base: Separable>: StochasticGradient {
  public let base: Base
  /// The part of the terms kept, 0 < fraction ≤ 1.
  public let fraction: Double
  public let seed: UInt64

  public init(_ base: Base, fraction: Double, seed: UInt64 = 1) {
    precondition(fraction > 0 && fraction <= 1, "a part between nothing and everything")
    (self.base, self.fraction, self.seed) = (base, fraction, seed)
  }

  public func differentiate(
    at point: Base.Point, _ workspace: inout StochasticGradientWorkspace<Base>,
    into gradient: inout Base.Point
  ) -> Double {
    defer { workspace.draw += 1 }
    return base.differentiate(
      at: point, keeping: fraction, by: SeededGenerator(seed: seed, stream: workspace.draw),
      &workspace.base, into: &gradient)
  }
}
