/// What happens during a recovery, for whoever shows it; the reply may end the recovery.
///
/// Events come in the order of the work, one for every rank settled, and are what progress lines,
/// time limits and traces are made of. They can be stored: a checkpoint holds those so far.
public enum RecoveryEvent: Sendable, Codable {
  /// A rank of the search for an exact fit.
  case exact(RankRecord)
  /// A rank of a path, fitted without the hidden data and judged on them.
  case heldOut(PathName, RankRecord)
  /// What was chosen is fitted to all data.
  case refitting(rank: Int)

  /// The rank it is about, where one has been settled.
  public var record: RankRecord? {
    switch self {
    case .exact(let record), .heldOut(_, let record): record
    case .refitting: nil
    }
  }
}
