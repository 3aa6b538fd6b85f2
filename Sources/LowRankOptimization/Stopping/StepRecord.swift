/// The scalars of one iterate that stop rules, observers and logs may look at.
///
/// `loss`, `gradientNorm` and `relativeResidual` describe the iterate itself, `stepSize`,
/// `stepNorm` and `damping` the step that led to it. Fields that a solver does not know keep their
/// defaults, chosen so that no rule fires.
public struct StepRecord: Sendable, Equatable, Codable {
  /// The number of steps taken from the start point.
  public var iteration = 0
  /// f at the iterate.
  public var loss = Double.infinity
  /// ‖∇f‖ at the iterate.
  public var gradientNorm = Double.infinity
  /// ‖b − 𝒜(W)‖ / ‖b‖ at the iterate, for methods of least squares.
  public var relativeResidual = Double.infinity
  /// η of the last step.
  public var stepSize = 0.0
  /// ‖θₖ − θₖ₋₁‖.
  public var stepNorm = 0.0
  /// μ as the last step has left it, for methods that damp their steps.
  public var damping = 0.0
  /// The rank of the iterate's factors, where the point is a factorisation.
  public var rank: Int?
  /// Evaluations of the objective so far, of either kind.
  public var evaluations = 0
  /// Time spent in steps so far; excludes whatever the caller does between them.
  public var elapsed = Duration.zero

  public init() {}
}

/// Numbers that are not finite are left out, as JSON has none: what is absent has its default. A
/// NaN therefore comes back as the infinity that a loss begins with, and diverged stays diverged.
extension StepRecord {
  private enum CodingKeys: String, CodingKey {
    case iteration, loss, gradientNorm, relativeResidual, stepSize, stepNorm, damping, rank
    case evaluations, elapsed
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    func encode(_ number: Double, _ key: CodingKeys) throws {
      if number.isFinite { try container.encode(number, forKey: key) }
    }
    try container.encode(iteration, forKey: .iteration)
    try encode(loss, .loss)
    try encode(gradientNorm, .gradientNorm)
    try encode(relativeResidual, .relativeResidual)
    try encode(stepSize, .stepSize)
    try encode(stepNorm, .stepNorm)
    try encode(damping, .damping)
    try container.encodeIfPresent(rank, forKey: .rank)
    try container.encode(evaluations, forKey: .evaluations)
    try container.encode(elapsed, forKey: .elapsed)
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func number(_ key: CodingKeys, or absent: Double) throws -> Double {
      try container.decodeIfPresent(Double.self, forKey: key) ?? absent
    }
    iteration = try container.decode(Int.self, forKey: .iteration)
    loss = try number(.loss, or: .infinity)
    gradientNorm = try number(.gradientNorm, or: .infinity)
    relativeResidual = try number(.relativeResidual, or: .infinity)
    stepSize = try number(.stepSize, or: 0)
    stepNorm = try number(.stepNorm, or: 0)
    damping = try number(.damping, or: 0)
    rank = try container.decodeIfPresent(Int.self, forKey: .rank)
    evaluations = try container.decode(Int.self, forKey: .evaluations)
    elapsed = try container.decode(Duration.self, forKey: .elapsed)
  }
}
