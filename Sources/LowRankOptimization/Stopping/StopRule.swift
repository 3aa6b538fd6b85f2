/// When to stop: an immutable, storable value. What it remembers while running is `StopMonitor`.
///
///     .loss(1e-12) || .iterations(400)
///
/// Laws, checked by `checkStopRule` in LowRankTesting, of the iterates shown to a monitor since it
/// was made:
///  - it stops where the rule's formula holds of them, so `a || b` stops where a or b alone would,
///    and `a && b` where both would;
///  - the reason names a part that holds, and is `.converged` where that part means convergence;
///  - `iterations` and `time` go on to hold once they do, the others need not;
///  - a NaN fires nothing.
public indirect enum StopRule: Sendable, Equatable, Codable {
  /// iteration ≥ n.
  case iterations(Int)
  /// elapsed ≥ d, by the continuous clock, which runs on while the machine sleeps.
  case time(Duration)
  /// f ≤ bound.
  case loss(Double)
  /// ‖∇f‖ ≤ bound.
  case gradientNorm(Double)
  /// ‖b − 𝒜(W)‖ ≤ bound · ‖b‖.
  case relativeResidual(Double)
  /// fₖ₋ᵥ − fₖ ≤ relative · fₖ with v = window: no progress worth the name over that many steps.
  case stalled(relative: Double, window: Int)
  /// fₖ > ratio² fₖ₋₁ at so many steps running: of squares, each left more than this share of the
  /// residual. Steps at which f did not fall are passed over: damped methods take them back.
  case slow(ratio: Double, steps: Int)
  /// μ > bound: step after step has failed, and damping has left nothing of them.
  case damping(above: Double)
  /// As soon as one rule holds; the reason names that rule.
  case any([StopRule])
  /// As soon as all rules hold at the same iterate.
  case all([StopRule])

  public static func || (a: StopRule, b: StopRule) -> StopRule { .any([a, b]) }
  public static func && (a: StopRule, b: StopRule) -> StopRule { .all([a, b]) }

  /// Whether stopping by this rule means success rather than that patience or progress ran out.
  public var meansConvergence: Bool {
    switch self {
    case .loss, .gradientNorm, .relativeResidual: true
    case .iterations, .time, .stalled, .slow, .damping: false
    case .any(let rules): rules.allSatisfy(\.meansConvergence)
    case .all(let rules): rules.contains(where: \.meansConvergence)
    }
  }

  /// The number of past losses that the rule looks back on.
  var memory: Int {
    switch self {
    case .stalled(_, let window): window
    case .slow: 1
    case .any(let rules), .all(let rules): rules.map(\.memory).max() ?? 0
    case .iterations, .time, .loss, .gradientNorm, .relativeResidual, .damping: 0
    }
  }

  /// The ratios above which a step is slow, of all rules that count slow steps.
  var slowRatios: [Double] {
    switch self {
    case .slow(let ratio, _): [ratio]
    case .any(let rules), .all(let rules): rules.flatMap(\.slowRatios)
    case .iterations, .time, .loss, .gradientNorm, .relativeResidual, .stalled, .damping: []
    }
  }
}
