public import LowRank

/// What happens while a job runs, for whoever shows it; the reply may end the recovery.
public enum JobEvent: Sendable {
  /// The input has been read and checked; the work begins.
  case began
  /// What will probably go wrong, said before it does.
  case warning(Remark)
  /// A step of the recovery.
  case recovery(RecoveryEvent)
  /// The answer has been found, and is being written.
  case found

  /// The rank it is about, where one has been settled.
  public var record: RankRecord? {
    switch self {
    case .recovery(let event): event.record
    case .began, .warning, .found: nil
    }
  }
}

/// Sees what happens while a job runs; a reason to stop ends the recovery where it is.
public typealias JobObserver = (JobEvent) -> Interruption?
