internal import LowRank
internal import LowRankIO

/// The recovery of a completion job: watched, limited, traced, and kept in a checkpoint.
struct Search {
  private let data: DataMatrix
  private let options: RecoveryOptions
  private let snapshot: Snapshot?
  private var budget: Budget
  private(set) var checkpointing: Checkpointing?
  private(set) var trace = Trace()

  init(_ job: CompletionJob, _ data: DataMatrix, _ options: RecoveryOptions) throws(JobError) {
    (self.data, self.options) = (data, options)
    snapshot = try job.resume.map { path throws(JobError) in
      try JobError.ofFiles { () throws(FileError) in
        try CheckpointFile(
          readBytes(path), file: path, of: data.observations, under: options
        ).snapshot
      }
    }
    checkpointing = Checkpointing(job.outputs.checkpoint, of: data.observations, under: options)
    budget = Budget(job.limits)
  }

  mutating func run(_ observe: JobObserver) throws(JobError) -> Recovery {
    _ = observe(.began)
    if let warning { _ = observe(.warning(warning)) }
    var state = self, isLast = false
    defer { self = state }
    return try JobError.ofOptions { () throws(OptionError) in
      try data.observations.complete(
        options, from: snapshot, keep: { state.checkpointing?.keep($0, isLast: isLast) },
        observe: { event in
          state.trace.append(event)
          let reply = observe(.recovery(event)) ?? state.budget.spend(event.record)
          isLast = reply != nil
          return reply
        })
    }
  }

  /// Said before the work begins: a method that will go straight to a wrong answer.
  private var warning: String? {
    let observations = data.observations
    return options.study?.overRankWarning(
      measurements: observations.count, rows: observations.rows, columns: observations.columns,
      options)
  }
}
