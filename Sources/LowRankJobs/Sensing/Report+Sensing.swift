internal import LowRank
internal import LowRankIO
internal import LowRankReports

extension Report {
  init(_ sensed: SensedMatrix, seed: UInt64, digest: String?, _ words: RemarkWords) {
    self.init(
      "sense", seed: seed,
      Shape(
        rows: sensed.rows, columns: sensed.columns, observed: sensed.measurements, sha256: digest))
    rank = sensed.rank
    method = sensed.method.rawValue
    path = sensed.path.map(Step.init)
    rankChoice = sensed.ruling.map(RankChoice.init)
    heldout = sensed.heldOut.map {
      HeldOut(
        pattern: "entry", count: $0.error.count, rmse: $0.error.rmse, se: $0.error.standardError,
        mae: $0.error.mae, baselineMeanRMSE: $0.meanError.rmse)
    }
    if let bands = sensed.intervals, let width = sensed.meanWidth {
      intervals = Intervals(level: bands.level, coverage: bands.coverage, meanWidth: width)
    }
    certificate = sensed.certificate.map(Certificate.init)
    singularValues = sensed.singularValues
    residual = sensed.residual
    iterations = sensed.iterations
    reason = sensed.reason.description
    converged = sensed.isTrustworthy
    setRemarks(sensed.remarks, words)
  }
}
