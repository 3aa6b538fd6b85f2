public import LinearAlgebra

/// A matrix recovered from measurements, how it was found, and how far it can be trusted.
public struct SensingRecovery<Point: FixedRank>: Sendable {
  /// The answer in its own parameterisation.
  public let point: Point
  /// The answer as U diag(s) Vᵀ.
  public let form: SpectralForm
  public let rank: Int
  /// Every rank tried on the way of the answer.
  public let path: [RankRecord]
  /// The error on hidden measurements; nil where too few are left to hide any.
  public let heldOut: HeldOut?
  /// Whether an exact fit is the only one; nil for noisy data.
  public let uniqueness: Uniqueness?
  /// The least favourable of the checks of the answer: is it determined by the measurements, and is
  /// it a local minimum of its rank? Nil at rank 0, and where the search was stopped.
  public let certificate: Certificate?
  /// ‖y − 𝒜(W)‖ / ‖y‖.
  public let residual: Double
  /// Iterations of conjugate gradients.
  public let iterations: Int
  public let reason: RecoveryReason
  /// What a person should know before using the answer.
  public let warnings: [String]
  /// Whether the answer is trustworthy by its own report.
  public let isTrustworthy: Bool

  public struct HeldOut: Sendable, Equatable {
    public let error: HeldOutError
    /// The error of the mean of the visible measurements.
    public let meanError: HeldOutError
  }
}
