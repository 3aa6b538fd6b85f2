/// A measured number beside what theory says of it.
public struct Comparison: Sendable, Equatable {
  /// What the number must be.
  public enum Expectation: Sendable, Equatable {
    /// |measured − value| ≤ margin.
    case near(Double, margin: Double)
    /// measured ≤ bound.
    case atMost(Double)
    /// measured ≥ bound.
    case atLeast(Double)
    case between(Double, Double)
  }

  /// What was measured, in words; unique within a claim.
  public let quantity: String
  public let measured: Double
  public let expectation: Expectation
  /// Why the margin or the bound is what it is.
  public let reason: String

  public init(_ quantity: String, _ measured: Double, _ expectation: Expectation, because: String) {
    self.quantity = quantity
    self.measured = measured
    self.expectation = expectation
    reason = because
  }

  /// Whether the number is what it must be; a number that is not finite never is.
  public var holds: Bool {
    guard measured.isFinite else { return false }
    let (low, high) = bounds
    return (low ?? -.infinity) <= measured && measured <= (high ?? .infinity)
  }

  /// The interval that counts as agreement; nil where there is no bound on that side.
  public var bounds: (low: Double?, high: Double?) {
    switch expectation {
    case .near(let value, let margin): (value - margin, value + margin)
    case .atMost(let bound): (nil, bound)
    case .atLeast(let bound): (bound, nil)
    case .between(let low, let high): (low, high)
    }
  }
}

extension Comparison.Expectation {
  /// |measured − value| ≤ part · |value|.
  public static func near(_ value: Double, within part: Double) -> Self {
    .near(value, margin: part * abs(value))
  }
}
