internal import LowRank
internal import LowRankReports

extension Report {
  /// - Parameter meanWidth: of the intervals; nil to report none.
  init(
    _ command: String, _ recovery: Recovery, of data: Shape, seed: UInt64,
    meanWidth: Double?, _ words: RemarkWords
  ) {
    self.init(command, seed: seed, data)
    rank = recovery.rank
    method = recovery.method.rawValue
    path = recovery.path.map(Step.init)
    rankChoice = recovery.ruling.map(RankChoice.init)
    heldout = recovery.heldOut.map(HeldOut.init)
    if let bands = recovery.intervals, let meanWidth {
      intervals = Intervals(level: bands.level, coverage: bands.coverage, meanWidth: meanWidth)
    }
    certificate = recovery.certificate.map(Certificate.init)
    singularValues = recovery.model.singularValues
    residual = recovery.residual
    iterations = recovery.iterations
    reason = recovery.reason.description
    converged = recovery.isTrustworthy
    setRemarks(recovery.remarks, words)
  }
}

extension Report.Shape {
  init(_ data: DataMatrix) {
    let o = data.observations
    self.init(rows: o.rows, columns: o.columns, observed: o.count, sha256: data.digest)
  }
}

extension Report.Certificate {
  init(_ found: LowRankOptimization.Certificate) {
    self.init(
      kind: found.kind.rawValue, gap: found.gap, relativeGap: found.relativeGap,
      verdict: found.verdict.rawValue)
  }
}

extension Report.RankChoice {
  init(_ ruling: RankRuling) {
    self.init(
      reason: ruling.reason.rawValue, leastErrorRank: ruling.leastErrorRank,
      standardErrors: ruling.rule.standardErrors,
      standardErrorsOfNoise: ruling.rule.standardErrorsOfNoise)
  }
}

extension Report.Step {
  init(_ record: RankRecord) {
    self.init(
      rank: record.rank, loss: record.loss, trainRMSE: record.trainRMSE,
      heldOutRMSE: record.heldOut?.rmse, heldOutSE: record.heldOut?.standardError,
      iterations: record.iterations, seconds: record.seconds)
  }
}

extension Report.HeldOut {
  init(_ heldOut: Recovery.HeldOut) {
    self.init(
      pattern: heldOut.pattern.name, count: heldOut.error.count, rmse: heldOut.error.rmse,
      se: heldOut.error.standardError, mae: heldOut.error.mae,
      baselineMeanRMSE: heldOut.meanError.rmse, baselineEffectsRMSE: heldOut.effectsError?.rmse)
  }
}
