/// Which of the ranks that were judged is kept: the smallest that does as well as the best.
///
/// With dᵢ the amount by which a rank's squared error on hidden measurement i exceeds that of the
/// rank of least error, a rank does as well when mean d ≤ c · se(d). The differences are paired,
/// because every rank is judged on the same measurements: their mean is known much better than the
/// difference of two RMSEs. c = 1 is the rule of one standard error (Breiman et al. 1984).
public struct RankRule: Sendable, Equatable, Codable {
  /// c.
  public var standardErrors: Double
  /// c where the ranks up to the best explain no more of what was seen than noise would give them.
  public var standardErrorsOfNoise: Double
  /// Exactly this rank, whatever its error.
  public var rank: Int?

  public init(standardErrors: Double, standardErrorsOfNoise: Double, rank: Int? = nil) {
    self.standardErrors = standardErrors
    self.standardErrorsOfNoise = standardErrorsOfNoise
    self.rank = rank
  }

  /// For tables: a whole standard error for every rank costs accuracy where many weak directions
  /// are real; none at all lets chance pick ranks above the true one.
  public static let table = RankRule(standardErrors: 0.5, standardErrorsOfNoise: 2)
  /// For measurements of a matrix that is low-rank by nature.
  ///
  /// There the excess of a rank is noise by assumption, so a whole standard error of error is given
  /// for the smaller rank.
  public static let sensing = RankRule(standardErrors: 1, standardErrorsOfNoise: 1)
  /// The least error itself, for the iterates of one method.
  ///
  /// Iterates of one method differ by how far it has gone, not by complexity: nothing is to be
  /// preferred at equal error.
  public static let least = RankRule(standardErrors: 0, standardErrorsOfNoise: 0)

  /// Why a rank was kept.
  public enum Reason: String, Sendable, Equatable, Codable {
    /// It is the rank that was asked for, or the last one reached on the way there.
    case asked
    /// No rank has less error.
    case leastError = "least-error"
    /// No smaller rank is within `standardErrors` of the least error.
    case withinError = "within-standard-error"
    /// The ranks from here to the least error explain no more than noise would.
    case noiseBeyond = "noise-beyond"
  }

  /// The choice, its place among the judged, and that of the least error.
  public struct Verdict: Sendable, Equatable {
    public let place: Int
    public let least: Int
    public let reason: Reason
  }

  /// - Parameters:
  ///   - judged: in ascending order of rank; nil comes out where it is empty.
  ///   - weights: of the hidden measurements.
  ///   - budget: of the visible measurements of a fold.
  public func choose(
    _ judged: [JudgedRank], weights: [Double]?, _ budget: MeasurementBudget
  ) -> Verdict? {
    guard let least = Self.leastPlace(judged) else { return nil }
    // The path may have ended before: then its last rank is as near as it came.
    if let rank {
      let place = judged.firstIndex { $0.rank == rank } ?? judged.count - 1
      return Verdict(place: place, least: least, reason: .asked)
    }
    for place in judged.indices {
      // Ranks ascend, so that the first that passes is the smallest. That of least error always
      // does: its excess over itself is zero.
      let excess = PairedGain(
        of: judged[least].residuals, over: judged[place].residuals, weights: weights)
      if excess.mean <= standardErrors * excess.standardError {
        let reason: Reason = place == least ? .leastError : .withinError
        return Verdict(place: place, least: least, reason: reason)
      }
      if excess.mean <= standardErrorsOfNoise * excess.standardError,
        Self.fitsNoise(judged[place], judged[least], budget)
      {
        return Verdict(place: place, least: least, reason: .noiseBeyond)
      }
    }
    return Verdict(place: least, least: least, reason: .leastError)
  }

  /// Where the least error is, the first of several; nil before the first rank.
  static func leastPlace(_ judged: [JudgedRank]) -> Int? {
    judged.indices.min { judged[$0].error.rmse < judged[$1].error.rmse }
  }

  /// Whether the ranks after the first, to the second, explain no more of what was seen than noise
  /// would give them.
  ///
  /// Held-out error alone cannot always tell: on few cells its standard error is large. The
  /// training error can, as the energy that ranks of pure noise explain is known beforehand.
  private static func fitsNoise(
    _ low: JudgedRank, _ high: JudgedRank, _ budget: MeasurementBudget
  ) -> Bool {
    guard low.rank < high.rank else { return true }
    let ratio = high.trainRMSE / low.trainRMSE
    return 1 - ratio * ratio < budget.share(from: low.rank, to: high.rank)
  }
}
