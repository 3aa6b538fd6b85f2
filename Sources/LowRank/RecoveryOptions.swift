/// What a person may fix instead of leaving it to the data. The defaults fix nothing.
///
/// For tables and for measurements; a comment says where one of them has no use for an option.
public struct RecoveryOptions: Sendable, Equatable, Codable {
  /// Decides which data are hidden: the same seed gives the same bits.
  public var seed: UInt64 = 1
  /// Exactly this rank.
  public var rank: Int?
  /// No rank above this.
  ///
  /// Nil leaves it to the shape of the data and to how many there are.
  public var maxRank: Int?
  /// How cells of a table are hidden; nil to imitate the gaps.
  public var holdOut: HoldOutPattern?
  /// The share of the data hidden in each fold.
  ///
  /// Above 0 and at most 0.5. More tells the error better and fits worse.
  public var holdOutFraction = 0.1
  /// The level of the intervals, of further cells or of further measurements.
  ///
  /// The probability, between 0 and 1, with which an interval covers a cell not yet seen. It moves
  /// no prediction: a search may go on from a snapshot with another level.
  public var level = 0.9
  /// Of a table.
  ///
  /// In which units the table is low-rank.
  public var link = Link.none
  /// Whether additive row and column effects of a table are used; nil lets held-out error decide.
  public var centred: Bool?
  /// Whether neighbouring rows and columns belong together, as in a table (and not in triplets).
  public var isOrdered = true
  /// The relative residual that counts as an exact fit.
  ///
  /// ‖x − x̂‖ / ‖x‖, between 0 and 1. A fit below it is an exact one only if it is also unique.
  public var tolerance = 1e-9
  /// Skip the search for an exact fit of a table, or do nothing else; nil decides by the data.
  public var method: RecoveryMethod?

  public init() {}
}
