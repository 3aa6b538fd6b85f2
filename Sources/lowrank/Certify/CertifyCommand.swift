public import ArgumentParser
import LowRank
public import LowRankJobs

struct CertifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "certify", abstract: "How good is this answer, whoever computed it?",
    discussion: """
      MODEL is a model that `complete`, `sense` or `factor` wrote (.npz), any `left` (m × k) and \
      `right` (n × k) with the matrix left · rightᵀ (.npz), `real` and `imaginary` of a quantum \
      state (.npz), or a full matrix (.npy). DATA is what `complete`, `factor` or `sense` read. \
      Where both have names, they decide which row is which.

      Checked, from MODEL and DATA alone: do the data determine a matrix of this rank near this \
      one? Is it a local minimum of the misfit at its rank, or is there a way down? With \
      --strength: \
      how far is it from the best matrix of any rank under that penalty? A positive semidefinite \
      matrix is compared with those of every rank.

      Exit codes: 0 certified; 2 not certified (the summary says why); others as for every verb.
      """)

  @Argument(help: "The answer.") var model: String
  @Argument(help: "The data that it is an answer to.") var data: String
  @Option(
    help: ArgumentHelp(
      "What DATA is: complete (a table with gaps), factor (one without), or sense (measurements; "
        + "needed for distances) (default: detected).", valueName: "verb"))
  var kind: Kind?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Relative residual that counts as an exact fit.", valueName: "share"))
  var tolerance = 1e-9
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Judge as a minimum of ½‖misfit‖² + L · nuclear norm, or of a ridge L on balanced factors.",
      valueName: "L"))
  var strength: Double?

  @OptionGroup var distances: DistanceOptions
  @OptionGroup var input: InputOptions
  @OptionGroup var common: CommonOptions

  typealias Kind = CertificationJob.Kind

  func validate() throws {
    if model == "-", data == "-" {
      throw ValidationError("MODEL and DATA cannot both be standard input")
    }
    try CommandWords().translating { () throws(JobError) in _ = try job.validated() }
  }

  private var job: CertificationJob {
    var job = CertificationJob(model, of: data)
    job.kind = kind
    job.reading = input.reading
    job.options.tolerance = tolerance
    job.options.strength = strength
    job.options.units = distances.units
    job.seed = common.seed
    job.digestsInput = common.json
    return job
  }

  func run() throws {
    try ExitStatus.of(CommandWords(), under: common.execution) { () throws(JobError) in
      try certify()
    }
  }

  private func certify() throws(JobError) -> ExitStatus.Outcome {
    let result = try job.run()
    try common.show(
      result.report, CertifySummary(model: model, data: data, result.judgement).text)
    return ExitStatus.Outcome(result.verdict)
  }
}

extension CertificationJob.Kind: ExpressibleByArgument {}
