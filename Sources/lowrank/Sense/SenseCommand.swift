import ArgumentParser
import LowRank
import LowRankIO
import LowRankJobs
import LowRankReports
import LowRankTheory

struct SenseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sense", abstract: "Recover a matrix from linear measurements; rank unknown.",
    discussion: """
      MEASUREMENTS is a .npz archive with y and A (p × m × n), A_packed (p × n(n+1)/2), a and b \
      (rank one), or i and j (entries), and sigma or w where some are more accurate; measurements \
      of a quantum state as JSON or lines: expectations `XIZ 0.25` (and their sigma), counts of +1 \
      and −1 `XIZ 630 370`, or counts of every outcome `XYZ 011 42`; or lines `point point \
      distance`. - is standard input.

      The result is the matrix, in full as .npy, .csv or .tsv, by its factors as .npz. Of a \
      quantum state it is the density matrix (.npy, complex, or .npz, real and imaginary); of \
      distances the Gram matrix of the centred points, and `left` of the .npz holds the points; \
      --distances writes all distances between them.
      """)

  @Argument(help: "What was measured.") var measurements: String
  @OptionGroup var source: MeasurementSource
  @OptionGroup var search: RankOptions
  @OptionGroup var study: StudyOptions
  @OptionGroup var result: ResultOptions
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Level of the reported intervals of further measurements.", valueName: "level"))
  var intervals = 0.9
  @Option(
    help: ArgumentHelp(
      "All distances between the points: .csv or .tsv with names, or .npy.", valueName: "file"))
  var distances: String?
  @Option(help: ArgumentHelp("One line per rank tried.", valueName: "file.csv"))
  var trace: String?
  @Option(
    help: ArgumentHelp(
      "Where the search has come to, kept up to date and written when it is interrupted; --resume "
        + "goes on from it.", valueName: "file"))
  var checkpoint: String?
  @Option(
    help: ArgumentHelp(
      "Go on from a checkpoint of the same measurements and options; "
        + "the result is that of a search never interrupted.", valueName: "file"))
  var resume: String?
  @OptionGroup var common: CommonOptions

  func validate() throws {
    try words.translating { () throws(JobError) in _ = try job.validated() }
  }

  private var words: CommandWords {
    var words = CommandWords()
    words.subject = nameInMessages(measurements)
    words.weights = source.givenWeights
    words.listsForms = true
    return words
  }

  private var job: SensingJob {
    var job = SensingJob(.file(measurements))
    job.reading = source.reading
    job.options.recovery.seed = common.seed
    job.options.recovery.level = intervals
    search.apply(to: &job.options.recovery)
    study.apply(to: &job.options.recovery)
    job.options.study = study.study
    job.options.factors = study.factorization?.factors
    job.options.units = source.distances.units
    job.limits = search.limits
    job.outputs.result = result.output
    job.outputs.distances = distances
    job.outputs.trace = trace
    job.outputs.checkpoint = checkpoint
    job.resume = resume
    job.outputs.reports = result.report
    job.digestsInput = common.json
    job.words = .command
    return job
  }

  func run() throws {
    try ExitStatus.of(words, under: common.execution) { () throws(JobError) in try sense() }
  }

  private func sense() throws(JobError) -> ExitStatus.Outcome {
    let found = try job.run { event in
      Door.follow(event)
      if common.verbose, !common.quiet, let record = event.record {
        Door.log(record, showsHeldOut: true)
      }
      return Interrupt.isRequested ? .cancelled : nil
    }
    try common.show(
      found.report,
      SenseSummary(
        file: nameInMessages(measurements), sensed: found.sensed, seed: common.seed,
        written: found.written
      ).text)
    if let failure = found.unwrittenCheckpoint { throw .file(failure) }
    return ExitStatus.Outcome(found.verdict)
  }
}
