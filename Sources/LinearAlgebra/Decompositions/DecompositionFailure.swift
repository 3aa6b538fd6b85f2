/// Why a decomposition has no numbers; all of its factors are NaN then.
///
/// It is a part of the result and not an error: a point that has diverged has no singular values,
/// and the NaN that follow from them end its run as `StopReason.diverged`. Whoever would take a NaN
/// for something else asks for the failure.
public enum DecompositionFailure: Sendable, Equatable {
  /// The matrix holds an infinity or a NaN.
  case notFinite
  /// LAPACK's iteration did not converge, which of a finite matrix is next to unheard of.
  case notConverged

  /// What LAPACK reports of a decomposition by iteration, where its arguments were in order.
  init?(info: Int32) {
    if info == 0 { return nil }
    self = .notConverged
  }
}
