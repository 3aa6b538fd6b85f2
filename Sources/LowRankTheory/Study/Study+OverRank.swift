public import LowRank
internal import LowRankOptimization

extension Study {
  /// Whether the method goes straight to an interpolation: a remark where it is preconditioned, by
  /// Gram matrices or by factors of unequal size, and has more columns than the data support.
  ///
  /// Plain descent from a small start keeps to low rank however wide its factors are; a
  /// preconditioner takes away the difference in speed that does so. `OverRank` holds the count.
  public func overRankRemark(
    measurements: Int, rows: Int, columns: Int, _ options: RecoveryOptions
  ) -> Remark? {
    guard method == .scaled || method == .modified else { return nil }
    let width = self.columns(rows: rows, columns: columns, options)
    let damping = method == .scaled ? Self.damping : 0.0
    let shortfall =
      factors == .symmetric
      ? OverRank.shortfall(
        measurements: measurements, rows: rows, columns: columns, width: width, damping: damping,
        over: Symmetric.self)
      : OverRank.shortfall(
        measurements: measurements, rows: rows, columns: columns, width: width, damping: damping)
    return shortfall.map { .widerThanTheData(shortfall: $0) }
  }
}
