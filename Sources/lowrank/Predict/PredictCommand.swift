import ArgumentParser
import LowRank
import LowRankIO
import LowRankJobs

struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict", abstract: "Predict cells with a saved model.",
    discussion: """
      PAIRS has one `row column` a line, by name where the model has names and else by number \
      from 0; further fields are ignored, and - is standard input. The answer repeats each pair \
      with its prediction.

      Or, in place of PAIRS: --rows with a table of rows that the model has never seen, each \
      filled \
      from the cells that it has; or --top N, for the N best columns of every row.
      """)

  @Argument(help: "A model that `complete --model` wrote (.npz).") var model: String
  @Argument(help: "The cells asked for.") var pairs: String?
  @Option(
    help: ArgumentHelp(
      "A wide table of new rows. Columns go by name where both have names, else in order.",
      valueName: "file"))
  var rows: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The N largest predictions of every row, the largest first.", valueName: "N"))
  var top: Int?
  @Option(
    help: ArgumentHelp(
      "Pairs that --top leaves out: the list of triplets that the model was made from, for "
        + "instance.",
      valueName: "file"))
  var except: String?
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Where the predictions go (default: stdout).", valueName: "file.csv"))
  var output: String?

  func validate() throws {
    guard [pairs != nil, rows != nil, top != nil].count(where: { $0 }) == 1 else {
      throw ValidationError("one of PAIRS, --rows and --top is needed, and no more than one")
    }
    try CommandWords().translating { () throws(JobError) in _ = try job.validated() }
    guard except == nil || top != nil else { throw ValidationError("--except goes with --top") }
  }

  private var job: PredictionJob {
    // That there is one of the three, and no more, was validated.
    let request: PredictionJob.Request =
      if let rows { .rows(rows) } else if let top { .best(top, except: except) } else {
        .pairs(pairs ?? "-")
      }
    var job = PredictionJob(model, request)
    job.output = output
    return job
  }

  func run() throws {
    try ExitStatus.reporting {
      let answer = try CommandWords().translating { () throws(JobError) in try job.run() }
      if output == nil { try writeToStandardOutput(answer) }
    }
  }
}
