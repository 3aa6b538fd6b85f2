import ArgumentParser
import LowRank
import LowRankIO
import LowRankJobs
import LowRankReports
import LowRankTheory

struct CompleteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "complete", abstract: "Fill the missing entries of a table; rank unknown.",
    discussion: """
      DATA is a wide table (.csv, .tsv, with gaps), a list of triplets `row col value`, a NumPy \
      matrix (.npy, NaN = gap) or archive (.npz), or a Matrix Market file (.mtx); .gz is read, and \
      - is standard input.
      """)

  @Argument(help: "The observed part of the matrix.") var data: String
  @OptionGroup var input: InputOptions
  @OptionGroup var search: RankOptions
  @OptionGroup var solve: SolveOptions
  @OptionGroup var study: StudyOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    try study.validateForTable()
    try words.translating { () throws(JobError) in _ = try job.validated() }
  }

  private var words: CommandWords {
    var words = CommandWords()
    words.weights = input.givenWeights ?? words.weights
    words.wayOut = "write --model and ask for cells with `lowrank predict`"
    return words
  }

  private var job: CompletionJob {
    var job = CompletionJob(.file(data))
    job.reading = input.reading
    job.options.seed = common.seed
    job.options.level = output.intervals ?? job.options.level
    search.apply(to: &job.options)
    solve.apply(to: &job.options)
    study.apply(to: &job.options)
    job.study = study.study
    job.limits = search.limits
    job.resume = solve.resume
    job.outputs = output.outputs
    job.digestsInput = common.json
    job.words = .command
    return job
  }

  func run() throws {
    try ExitStatus.of(words, under: common.execution) { () throws(JobError) in try complete() }
  }

  private func complete() throws(JobError) -> ExitStatus.Outcome {
    let progress = ProgressLine(
      style: output.progress, isQuiet: common.quiet, isVerbose: common.verbose && !common.quiet)
    let result = try job.run { event in
      Door.follow(event)
      if case .recovery(let step) = event { progress.show(step) }
      if case .found = event { progress.clear() }
      return Interrupt.isRequested ? .cancelled : nil
    }
    try common.show(
      result.report,
      Summary(
        data: result.data, recovery: result.recovery, meanWidth: result.meanIntervalWidth,
        seed: common.seed, imitatesGaps: solve.holdout.pattern == nil, written: result.written
      ).text)
    if let failure = result.unwrittenCheckpoint { throw .file(failure) }
    return ExitStatus.Outcome(result.verdict)
  }
}
