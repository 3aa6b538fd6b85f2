internal import LowRank
internal import LowRankIO
internal import LowRankTheory

/// The recovery of a completion job.
struct Search {
  private let data: DataMatrix
  private let options: RecoveryOptions
  private let study: Study?
  private let snapshot: Snapshot?
  private(set) var watch: Watch

  init(_ job: CompletionJob, _ data: DataMatrix, _ options: RecoveryOptions) throws(JobError) {
    (self.data, self.options, study) = (data, options, job.study)
    let digest = { CheckpointFile.digest(of: data.observations) }
    snapshot = try CheckpointFile.snapshot(in: job.resume, under: options, digest: digest)
    watch = Watch(job.limits)
    watch.checkpointing = Checkpointing(job.outputs.checkpoint, under: options, digest: digest)
  }

  mutating func run(_ observe: JobObserver) throws(JobError) -> Recovery {
    _ = observe(.began)
    if let warning = overRank { _ = observe(.warning(warning)) }
    var watch = watch
    defer { self.watch = watch }
    return try JobError.ofOptions { () throws(OptionError) in
      if let study {
        return try data.observations.complete(by: study, options) { watch.show($0, to: observe) }
      }
      return try data.observations.complete(
        options, from: snapshot, keep: { watch.keep($0) },
        observe: { watch.show($0, to: observe) })
    }
  }

  /// Said before the work begins: a method that will go straight to a wrong answer.
  private var overRank: Remark? {
    let observations = data.observations
    return study?.overRankRemark(
      measurements: observations.count, rows: observations.rows, columns: observations.columns,
      options)
  }
}

extension CheckpointFile {
  /// The snapshot in a file, if one is named.
  static func snapshot(
    in file: String?, under options: RecoveryOptions, digest: () -> String
  ) throws(JobError) -> Snapshot? {
    guard let file else { return nil }
    return try JobError.ofFiles { () throws(FileError) in
      try CheckpointFile(readBytes(file), file: file, digest: digest(), under: options).snapshot
    }
  }
}
