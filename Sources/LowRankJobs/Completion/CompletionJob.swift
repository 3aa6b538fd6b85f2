internal import LinearAlgebra
public import LowRank
internal import LowRankIO
public import LowRankReports
public import LowRankTheory

/// The missing entries of a matrix, or the factors of a full one: from the input to the report.
///
/// Everything that a person can get wrong is a typed error, thrown before the work begins:
///
///     var job = CompletionJob(.table(table))
///     job.options.maxRank = 5
///     let result = try job.run()
///     result.recovery.predict(0, 3)
public struct CompletionJob: Sendable {
  /// A matrix is factored as it is completed: without gaps, and with a model for a result.
  public enum Task: String, Sendable, Hashable {
    case completion = "complete"
    case factorization = "factor"
  }

  public var task: Task
  public var input: MatrixInput
  public var reading = ReadingOptions()
  /// `isOrdered` is taken from the input: a table is, triplets are not.
  public var options = RecoveryOptions()
  /// One method in place of the search.
  public var study: Study?
  public var limits = Limits()
  /// A checkpoint of the same data and options to go on from.
  public var resume: String?
  public var outputs = CompletionOutputs()
  /// Whether the report names the digest of the input even where no file holds it.
  public var digestsInput = false
  /// What remarks in the report call the options of the door.
  public var words = RemarkWords()

  public init(_ input: MatrixInput, task: Task = .completion) {
    self.input = input
    self.task = task
    if task == .factorization {
      reading = .withoutGaps
      options.holdOut = .entry
    }
  }

  /// The job itself, if nothing about it is impossible whatever the input holds.
  public func validated() throws(JobError) -> CompletionJob {
    _ = try JobError.ofOptions { () throws(OptionError) in
      _ = try reading.validated()
      _ = try limits.validated()
      _ = try options.validated()
      try checkStudy()
    }
    _ = try JobError.ofOutputs { () throws(OutputError) in try outputs.validated(for: task) }
    return self
  }

  private func checkStudy() throws(OptionError) {
    guard let study else { return }
    try study.validateOfTable(options, isWeighted: reading.isWeighted)
    try study.refuse(checkpoint: outputs.checkpoint, resume: resume)
  }

  public func run(observe: JobObserver = { _ in nil }) throws(JobError) -> CompletionResult {
    _ = try validated()
    var watch = Stopwatch()
    let data = try DataMatrix(
      input, reading, digests: digestsInput || !outputs.reports.isEmpty)
    var options = options
    options.isOrdered = data.isOrdered
    try check(data, options)
    watch.end(\.read)
    var search = try Search(self, data, options)
    let recovery = try search.run(observe)
    watch.end(\.solve)
    _ = observe(.found)
    return try write(recovery, of: data, search, &watch)
  }

  private func write(
    _ recovery: Recovery, of data: DataMatrix, _ search: Search, _ watch: inout Stopwatch
  ) throws(JobError) -> CompletionResult {
    var writing = CompletionWriting(self, FilledMatrix(data: data, recovery: recovery))
    do throws(FileError) {
      try writing.writeResults(search.watch.trace)
      watch.end(\.write)
      let report = writing.report(seconds: watch.seconds)
      try writing.writeReports(report)
      return CompletionResult(
        data: data, recovery: recovery, report: report, meanIntervalWidth: writing.meanWidth,
        written: writing.written, unwrittenCheckpoint: search.watch.checkpointing?.failure)
    } catch {
      throw .file(error)
    }
  }

  /// Says what cannot be done with these data, and what cannot be written, before hours of work.
  private func check(_ data: DataMatrix, _ options: RecoveryOptions) throws(JobError) {
    let gaps = data.rows * data.columns - data.observations.count
    if task == .factorization, gaps > 0 { throw .data(.gaps(gaps), input: data.file) }
    try JobError.ofFiles { () throws(FileError) in
      for file in outputs.files { try AtomicFile.check(file) }
    }
    do throws(OptionError) {
      _ = try options.validated(for: data.observations)
      try study?.validate(options, for: data.observations)
    } catch {
      throw .data(.option(data.placed(error)), input: data.file)
    }
    if let result = outputs.result, OutputForm(path: result) != .npz {
      try FullMatrix(rows: data.rows, columns: data.columns).refuseIfTooLarge(for: result)
    }
  }
}

extension DataMatrix {
  /// The error with the place that the input has for the cell.
  fileprivate func placed(_ error: OptionError) -> OptionError {
    guard case .outsideDomain(let row, let column, let value, let link) = error, let layout
    else { return error }
    let (i, j) = layout.origin(row, column)
    return .outsideDomain(row: i, column: j, value: value, link)
  }
}
