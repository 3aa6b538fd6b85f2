internal import LinearAlgebra

/// The same objective with N(0, level²) added to every component of the gradient.
///
/// Noise moves descent off strict saddles, so that from a random start it comes to a minimum in
/// polynomial time (Ge, Huang, Jin, Yuan 2015; for matrix sensing Bhojanapalli, Neyshabur, Srebro
/// 2016). Evaluation number t draws from stream t: a function of (seed, t) and the component.
///
/// Cost: one normal number per component beside the base.
public struct Noisy<Base: Objective>: StochasticGradient {
  public let base: Base
  /// The standard deviation, ≥ 0.
  public let level: Double
  public let seed: UInt64

  public init(_ base: Base, level: Double, seed: UInt64 = 1) {
    precondition(level >= 0, "a standard deviation is not negative")
    (self.base, self.level, self.seed) = (base, level, seed)
  }

  public func differentiate(
    at point: Base.Point, _ workspace: inout StochasticGradientWorkspace<Base>,
    into gradient: inout Base.Point
  ) -> Double {
    let value = base.differentiate(at: point, &workspace.base, into: &gradient)
    var generator = SeededGenerator(seed: seed, stream: workspace.draw)
    workspace.draw += 1
    gradient.updateBuffers { SelectionKernel.addNormal(to: &$0, scale: level, by: &generator) }
    return value
  }
}
