public import LowRank
internal import LowRankOptimization

extension Study {
  /// Whether the method goes straight to an interpolation: one sentence where it is preconditioned, by
  /// Gram matrices or by factors of unequal size, and has more columns than the data support.
  public func overRankWarning(
    measurements: Int, rows: Int, columns: Int, _ options: RecoveryOptions
  ) -> String? {
    guard method == .scaled || method == .modified else { return nil }
    let width = self.columns(rows: rows, columns: columns, options)
    let damping = method == .scaled ? Self.damping : 0.0
    return factors == .symmetric
      ? OverRank.warning(
        measurements: measurements, rows: rows, columns: columns, width: width, damping: damping,
        over: Symmetric.self)
      : OverRank.warning(
        measurements: measurements, rows: rows, columns: columns, width: width, damping: damping)
  }
}
