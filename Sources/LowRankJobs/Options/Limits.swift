public import LowRank

/// What may end a recovery before it is done: the clock, or a number of iterations.
public struct Limits: Sendable, Equatable {
  public var seconds: Double?
  public var iterations: Int?

  public init(seconds: Double? = nil, iterations: Int? = nil) {
    self.seconds = seconds
    self.iterations = iterations
  }

  /// The limits themselves, or the first that is none.
  public func validated() throws(OptionError) -> Limits {
    try OptionError.check(.iterations, iterations, .atLeast(1))
    try OptionError.check(.timeLimit, seconds, .positive)
    return self
  }
}

/// How much of the limits has been used up; the clock runs from the beginning of its life.
struct Budget {
  private let limits: Limits
  private let clock = ContinuousClock()
  private let began: ContinuousClock.Instant
  private var spent = 0

  init(_ limits: Limits) {
    self.limits = limits
    began = clock.now
  }

  mutating func spend(_ record: RankRecord?) -> Interruption? {
    spent += record?.iterations ?? 0
    if let iterations = limits.iterations, spent >= iterations { return .iterationLimit }
    if let seconds = limits.seconds, clock.now - began >= .seconds(seconds) { return .timeLimit }
    return nil
  }
}
