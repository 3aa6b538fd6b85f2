internal import LowRank

/// What came out of a job, in one word.
public enum Verdict: String, Sendable, Equatable, Codable {
  /// Done, and trustworthy by its own report.
  case trustworthy
  /// Done, and the report says why it is not to be trusted.
  case doubtful
  /// Ended by whoever watched; what there was is written.
  case interrupted

  init(_ recovery: Recovery) {
    self =
      recovery.reason == .interrupted(.cancelled)
      ? .interrupted : recovery.isTrustworthy ? .trustworthy : .doubtful
  }
}
