import ArgumentParser
import LowRank
import LowRankIO
import LowRankJobs
import LowRankReports
import LowRankTheory

struct FactorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "factor", abstract: "Factor a fully observed, noisy matrix; rank unknown.",
    discussion: """
      MATRIX is a wide table (.csv, .tsv), a NumPy matrix (.npy) or archive (.npz) without \
      gaps; .gz \
      is read, and - is standard input. The rank is chosen by the error on cells hidden in turn.

      The result is a model (.npz) of factors and effects, which `predict` and NumPy read.
      """)

  @Argument(help: "The matrix, every cell of it.") var matrix: String
  @Flag(
    inversion: .prefixedNo,
    help: "Whether to fit row and column effects (default: chosen by held-out error).")
  var center: Bool?

  @OptionGroup var search: RankOptions
  @OptionGroup var study: StudyOptions
  @OptionGroup var result: ResultOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    try study.validateForTable()
    try CommandWords().translating { () throws(JobError) in _ = try job.validated() }
  }

  private var job: CompletionJob {
    var job = CompletionJob(.file(matrix), task: .factorization)
    job.options.seed = common.seed
    job.options.centred = center
    search.apply(to: &job.options)
    study.apply(to: &job.options)
    job.study = study.study
    job.limits = search.limits
    job.outputs.result = result.output
    job.outputs.reports = result.report
    job.digestsInput = common.json
    job.words = .command
    return job
  }

  func run() throws {
    try ExitStatus.of(CommandWords(), under: common.execution) { () throws(JobError) in
      try factor()
    }
  }

  private func factor() throws(JobError) -> ExitStatus.Outcome {
    let found = try job.run { event in
      Door.follow(event)
      if common.verbose, !common.quiet, let record = event.record { Door.log(record) }
      return Interrupt.isRequested ? .cancelled : nil
    }
    try common.show(
      found.report,
      Summary(
        data: found.data, recovery: found.recovery, meanWidth: nil, seed: common.seed,
        imitatesGaps: false, written: found.written
      ).text)
    return ExitStatus.Outcome(found.verdict)
  }
}
