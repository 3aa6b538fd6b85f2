internal import LowRank

/// One line per rank tried, in the order of the work.
struct Trace {
  private var lines = [
    "stage,model,iteration,rank,loss,train_rmse,heldout_rmse,heldout_se,gradient_norm,step,"
      + (1...Trace.values).map { "singular_value_\($0)," }.joined() + "seconds"
  ]
  private static let values = RankRecord.shownSingularValues
  private var iteration = 0

  mutating func append(_ event: RecoveryEvent) {
    switch event {
    case .exact(let record): append("exact", "", record)
    case .noisy(let model, let record): append("noisy", model.rawValue, record)
    case .study(let method, let record): append("study", method.rawValue, record)
    case .refitting: return
    }
  }

  mutating func append(_ event: SensingEvent) {
    switch event {
    case .exact(let record): append("exact", "", record)
    case .heldOut(let record): append("noisy", "", record)
    case .study(let method, let record): append("study", method.rawValue, record)
    case .refitting: return
    }
  }

  private mutating func append(_ stage: String, _ model: String, _ record: RankRecord) {
    iteration += record.iterations
    let heldOut = record.heldOut
    let before: [Double?] = [
      record.loss, record.trainRMSE, heldOut?.rmse, heldOut?.standardError, record.gradientNorm,
      record.stepSize,
    ]
    let singular = (0..<Self.values).map { k in
      k < record.singularValues.count ? record.singularValues[k] : nil
    }
    // What does not apply is an empty field.
    let numbers = (before + singular + [record.seconds]).map { $0.map { "\($0)" } ?? "" }
    let fields = [stage, model, "\(iteration)", "\(record.rank)"] + numbers
    lines.append(fields.joined(separator: ","))
  }

  var bytes: [UInt8] { Array((lines.joined(separator: "\n") + "\n").utf8) }
}
