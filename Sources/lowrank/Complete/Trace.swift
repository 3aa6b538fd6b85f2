import LowRank

/// `--trace`: one line per rank tried, in the order of the work.
struct Trace {
  private var lines = ["stage,model,iteration,rank,loss,train_rmse,heldout_rmse,heldout_se,seconds"]
  private var iteration = 0

  mutating func append(_ event: RecoveryEvent) {
    switch event {
    case .exact(let record): append("exact", "", record)
    case .noisy(let model, let record): append("noisy", model.rawValue, record)
    case .refitting: return
    }
  }

  private mutating func append(_ stage: String, _ model: String, _ record: RankRecord) {
    iteration += record.iterations
    let heldOut = record.heldOut
    let fields = [
      stage, model, "\(iteration)", "\(record.rank)", "\(record.loss)", "\(record.trainRMSE)",
      heldOut.map { "\($0.rmse)" } ?? "", heldOut.map { "\($0.standardError)" } ?? "",
      "\(record.seconds)",
    ]
    lines.append(fields.joined(separator: ","))
  }

  var bytes: [UInt8] { Array((lines.joined(separator: "\n") + "\n").utf8) }
}
