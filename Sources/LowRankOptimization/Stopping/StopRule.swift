/// When to stop: an immutable, storable value. What it remembers while running is `StopMonitor`.
///
///     .loss(1e-12) || .iterations(400)
public indirect enum StopRule: Sendable, Equatable, Codable {
  /// iteration ≥ n.
  case iterations(Int)
  /// elapsed ≥ d, by the continuous clock, which runs on while the machine sleeps.
  case time(Duration)
  /// f ≤ bound.
  case loss(Double)
  /// ‖∇f‖ ≤ bound.
  case gradientNorm(Double)
  /// fₖ₋ᵥ − fₖ ≤ relative · fₖ with v = window: no progress worth the name over that many steps.
  case stalled(relative: Double, window: Int)
  /// As soon as one rule holds; the reason names that rule.
  case any([StopRule])
  /// As soon as all rules hold at the same iterate.
  case all([StopRule])

  public static func || (a: StopRule, b: StopRule) -> StopRule { .any([a, b]) }
  public static func && (a: StopRule, b: StopRule) -> StopRule { .all([a, b]) }

  /// Whether stopping by this rule means success rather than that patience or progress ran out.
  public var meansConvergence: Bool {
    switch self {
    case .loss, .gradientNorm: true
    case .iterations, .time, .stalled: false
    case .any(let rules): rules.allSatisfy(\.meansConvergence)
    case .all(let rules): rules.contains(where: \.meansConvergence)
    }
  }

  /// The number of past losses that the rule looks back on.
  var memory: Int {
    switch self {
    case .stalled(_, let window): window
    case .any(let rules), .all(let rules): rules.map(\.memory).max() ?? 0
    case .iterations, .time, .loss, .gradientNorm: 0
    }
  }
}
