internal import LowRankOptimization

/// What a person may fix instead of leaving it to the data. The defaults fix nothing.
public struct CompletionOptions: Sendable, Equatable, Codable {
  public var seed: UInt64 = 1
  /// Exactly this rank.
  public var rank: Int?
  /// No rank above this.
  public var maxRank: Int?
  /// How cells are hidden; nil to imitate the gaps.
  public var holdOut: HoldOutPattern?
  public var holdOutFraction = 0.1
  /// The level of the prediction intervals.
  public var level = 0.9
  public var link = Link.none
  /// Whether additive row and column effects are used; nil lets held-out error decide.
  public var centred: Bool?
  /// Whether neighbouring rows and columns belong together, as in a table (and not in triplets).
  public var isOrdered = true
  /// The relative residual that counts as an exact fit.
  public var tolerance = 1e-9
  /// Skip the search for an exact fit, or do nothing else; nil decides by the data.
  public var method: Recovery.Method?
  /// One run of a method in place of the search, if it makes sense (`Study.conflict`).
  public var study: Study?

  public init() {}
}

/// What happens during a recovery, for whoever shows it; the reply may end the recovery.
public enum RecoveryEvent: Sendable, Codable {
  /// A rank of the search for an exact fit.
  case exact(RankRecord)
  /// A rank of a noisy table in one of the models tried.
  case noisy(TableModel, RankRecord)
  /// A recorded iterate of a study.
  case study(Recovery.Method, RankRecord)
  /// The chosen model is fitted to all data.
  case refitting(rank: Int)
}
