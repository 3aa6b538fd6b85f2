import Foundation
import LowRank
import LowRankIO
import LowRankJobs
import LowRankReports

/// What a person reads of a judgement: aligned, no colour.
struct CertifySummary {
  let model: String
  let data: String
  let judgement: Judgement

  init(model: String, data: String, _ judgement: Judgement) {
    (self.model, self.data) = (nameInMessages(model), nameInMessages(data))
    self.judgement = judgement
  }

  var text: String {
    var lines = [
      (
        "model",
        "\(model): \(Numerals.count(judgement.rows)) × \(Numerals.count(judgement.columns)), "
          + "rank \(judgement.rank)"
      ),
      ("data", "\(data): \(Numerals.count(judgement.measurements)) measurements"),
      (
        "residual",
        "\(Numerals.short(judgement.residual)) of the data"
          + (judgement.isExact ? ", an exact fit" : "")
      ),
    ]
    lines += judgement.checks.map { (Self.label[$0.kind]!, "\($0.verdict.rawValue): \($0.reason)") }
    lines.append(
      ("verdict", "\(judgement.isCertified ? "certified" : "not certified"): \(judgement.meaning)"))
    return lines.map { key, value in
      key.padding(toLength: 14, withPad: " ", startingAt: 0) + value + "\n"
    }.joined()
  }

  private static let label: [Certificate.Kind: String] = [
    .uniqueness: "uniqueness", .stationarity: "stationarity", .semidefiniteGap: "any rank",
    .nuclearGap: "penalised", .diagonalGap: "unit diagonal",
  ]
}
