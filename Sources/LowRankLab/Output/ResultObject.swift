internal import LowRankIO

/// What `lab run --json` prints: the contract with programs.
public struct RunObject: Encodable, Sendable {
  public let claims: [ClaimObject]
  public let holds: Int
  public let fails: Int

  public init(_ claims: [ClaimObject]) {
    self.claims = claims
    holds = claims.count { $0.holds }
    fails = claims.count - holds
  }

  public func json() -> String { JSONText.of(self) }
}

/// A claim as programs read it. `measured` and `expected` have the same keys; what is not finite is
/// absent, and so is a bound on a side that has none.
public struct ClaimObject: Encodable, Sendable {
  public struct Expected: Encodable, Sendable {
    /// What theory gives, where it gives a number and not a bound.
    public let value: Double?
    public let low: Double?
    public let high: Double?
    public let reason: String
  }

  public let id: String
  public let name: String
  public let claim: String
  public let source: String
  /// The numbers that can be changed by name, as they were.
  public let settings: [String: Double]
  public let measured: [String: Double]
  public let expected: [String: Expected]
  public let holds: Bool
  public let seconds: Double
  public let figures: [String]

  /// - Parameter figures: the files of the figures, as whoever reads the object would open them.
  public init(_ result: ClaimResult, figures: [String]) {
    let comparisons = result.evidence.comparisons
    id = result.claim.id
    name = result.claim.name
    claim = result.claim.statement
    source = result.claim.source
    settings = result.claim.settings
    measured = Dictionary(uniqueKeysWithValues: comparisons.map { ($0.quantity, $0.measured) })
    expected = Dictionary(uniqueKeysWithValues: comparisons.map { ($0.quantity, Expected($0)) })
    holds = result.holds
    seconds = result.seconds
    self.figures = figures
  }

  public func json() -> String { JSONText.of(self) }
}

extension ClaimObject.Expected {
  init(_ comparison: Comparison) {
    if case .near(let value, _) = comparison.expectation { self.value = value } else { value = nil }
    (low, high) = comparison.bounds
    reason = comparison.reason
  }
}
