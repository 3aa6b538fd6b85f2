internal import LowRank
internal import LowRankOptimization
internal import LowRankReports

extension Report {
  init(_ judgement: Judgement, seed: UInt64, digest: String?) {
    self.init(
      "certify", seed: seed,
      Shape(
        rows: judgement.rows, columns: judgement.columns, observed: judgement.measurements,
        sha256: digest))
    rank = judgement.rank
    certificate = Certificate(judgement.deciding)
    checks = judgement.checks.map {
      var check = Certificate($0)
      check.reason = $0.reason
      return check
    }
    residual = judgement.residual
    reason = judgement.meaning
    converged = judgement.isCertified
  }
}
