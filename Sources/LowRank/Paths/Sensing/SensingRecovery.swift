public import LinearAlgebra
internal import LowRankOptimization

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
  public let remarks: [Remark]
  /// Whether the answer is trustworthy by its own report.
  public var isTrustworthy: Bool { !remarks.raiseDoubt }

  public struct HeldOut: Sendable, Equatable {
    public let error: HeldOutError
    /// The error of the mean of the visible measurements.
    public let meanError: HeldOutError
    /// A further measurement lies within `quantile` of its prediction, in standard deviations where
    /// the measurements have weights.
    public let intervals: ConformalIntervals?
  }
}

extension SensingRecovery.HeldOut {
  /// - Parameters: residuals of the answer and of the mean, and weights, fold by fold.
  init(
    _ residuals: [[Double]], mean: [[Double]], weights: [[Double]?], level: Double
  ) {
    let all = weights.allSatisfy { $0 != nil } ? weights.flatMap { $0! } : nil
    error = HeldOutError(residuals.flatMap { $0 }, weights: all)
    meanError = HeldOutError(mean.flatMap { $0 }, weights: all)
    let scores = zip(residuals, weights).map { fold, weights in
      fold.indices.map { abs(fold[$0]) * (weights?[$0] ?? 1).squareRoot() }
    }
    intervals = ConformalIntervals(scores: scores, level: level)
  }
}
