internal import RealModule

/// How exactly a flow is followed: ‖error of a step‖ ≤ absolute + relative ‖θ‖.
public struct FlowTolerance: Sendable, Equatable, Codable {
  /// The error allowed in a step, as a share of ‖θ‖.
  public var relative: Double
  /// Must lie below the size of the start, or the start itself counts as nothing.
  public var absolute: Double

  /// Precondition: neither is negative and one is positive.
  public init(relative: Double = 1e-8, absolute: Double = 1e-12) {
    precondition(relative >= 0 && absolute >= 0 && relative + absolute > 0, "some tolerance")
    (self.relative, self.absolute) = (relative, absolute)
  }

  /// The error in units of what is allowed: a step is accepted up to 1.
  func ratio(error: Double, size: Double) -> Double {
    let ratio = error / (absolute + relative * size)
    // Whatever is not a number was no step.
    return ratio.isFinite ? ratio : .infinity
  }

  /// The next step over the last, for a method whose error falls as h^order: 0.9 ratio^{−1/order},
  /// held between 1/5 and 5 (Hairer, Nørsett, Wanner 1993, II.4).
  func growth(after ratio: Double, order: Int) -> Double {
    // No error at all, as on a straight line, sets no bound of its own.
    guard ratio > 0 else { return 5 }
    return min(5, max(0.2, 0.9 * .pow(ratio, -1 / Double(order))))
  }
}
