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
