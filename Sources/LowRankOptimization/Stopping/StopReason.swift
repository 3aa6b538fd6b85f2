/// Why a run ended. A numerical outcome is a result, not an error.
public enum StopReason: Sendable, Equatable, Codable {
  /// A rule that means success fired.
  case converged(StopRule)
  /// A rule that means giving up fired: iterations, time or progress ran out.
  case exhausted(StopRule)
  /// The loss is NaN or infinite.
  case diverged
  /// The surrounding task or execution was cancelled.
  case cancelled
}
