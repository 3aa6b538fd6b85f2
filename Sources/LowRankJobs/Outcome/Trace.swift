package import LowRank
internal import LowRankIO

/// One line per rank tried, in the order of the work.
struct Trace {
  private var lines = DelimitedWriter()
  private static let values = RankRecord.shownSingularValues
  private var iteration = 0

  init() {
    let before = [
      "stage", "model", "iteration", "rank", "loss", "train_rmse", "heldout_rmse", "heldout_se",
      "gradient_norm", "step",
    ]
    lines.line(before + (1...Self.values).map { "singular_value_\($0)" } + ["seconds"])
  }

  mutating func append(_ event: RecoveryEvent) {
    switch event {
    case .exact(let record): append("exact", "", record)
    case .heldOut(let name, let record): append(name.stage, name.model, record)
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
    lines.append(stage)
    lines.append(model)
    lines.append(iteration)
    lines.append(record.rank)
    // What does not apply is an empty field.
    for number in before + singular + [record.seconds] { lines.append(number) }
    lines.endLine()
  }

  var bytes: [UInt8] { lines.bytes }
}

extension PathName {
  /// What the work on such a path is called in traces and in progress for programs.
  package var stage: String {
    switch self {
    case .table, .sensing, .named: "noisy"
    case .study: "study"
    }
  }

  /// Which of several paths it is; empty where there is one.
  package var model: String {
    switch self {
    case .table(let model): model.rawValue
    case .sensing: ""
    case .study(let method): method.rawValue
    case .named(let name): name
    }
  }
}
