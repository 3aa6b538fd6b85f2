public import LowRank

/// What happens while a job runs, for whoever shows it; the reply may end the recovery.
public enum JobEvent: Sendable {
  /// A step of a completion or a factorisation.
  case recovery(RecoveryEvent)
  /// A step of a recovery from measurements.
  case sensing(SensingEvent)
  /// What will probably go wrong, said before the work begins.
  case warning(String)

  /// The rank it is about, where one has been settled.
  public var record: RankRecord? {
    switch self {
    case .recovery(let event): event.record
    case .sensing(let event): event.record
    case .warning: nil
    }
  }
}

extension RecoveryEvent {
  /// The rank it is about, where one has been settled.
  public var record: RankRecord? {
    switch self {
    case .exact(let record), .noisy(_, let record), .study(_, let record): record
    case .refitting: nil
    }
  }
}
