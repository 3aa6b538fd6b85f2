internal import LowRankOptimization

extension Sensing {
  /// The matrix these are measurements of, its rank unknown.
  ///
  /// - Parameter observe: sees every rank settled; a reason to stop ends the search where it is.
  public func recover(observe: (RecoveryEvent) -> Interruption? = { _ in nil }) -> Recovery {
    // Options that fix nothing suit all measurements.
    SensingRecovery(self, RecoveryOptions()).run(from: nil, keep: { _ in }, observe)
  }

  /// The same, with what a person fixed.
  ///
  /// - Throws: what the options cannot be, before anything is done.
  public func recover(
    _ options: RecoveryOptions, observe: (RecoveryEvent) -> Interruption? = { _ in nil }
  ) throws(OptionError) -> Recovery {
    try recover(options, from: nil, keep: { _ in }, observe: observe)
  }

  /// The same search, from where an interrupted one had come to, with the same answer to the bit.
  ///
  /// - Parameters:
  ///   - snapshot: of the same measurements under the same options (but for `level`); nil to begin
  ///     at the beginning. What it had observed is observed again.
  ///   - keep: called after every rank, and after `observe` of it.
  public func recover(
    _ options: RecoveryOptions, from snapshot: Snapshot?, keep: (Snapshot) -> Void,
    observe: (RecoveryEvent) -> Interruption?
  ) throws(OptionError) -> Recovery {
    SensingRecovery(self, try options.validated()).run(from: snapshot, keep: keep, observe)
  }
}
