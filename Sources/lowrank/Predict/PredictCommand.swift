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

      Or, in place of PAIRS: --rows with a table of rows that the model has never seen, each filled \
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
      "Pairs that --top leaves out: the list of triplets that the model was made from, for instance.",
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
    if let top, top < 1 { throw ValidationError("--top \(top): at least 1 is needed") }
    guard except == nil || top != nil else { throw ValidationError("--except goes with --top") }
  }

  func run() throws {
    try ExitStatus.reporting {
      if let output { try AtomicFile.check(output) }
      let file = try ModelFile(contentsOf: model)
      let answer = try answer(file)
      if let output {
        try AtomicFile.write(output, answer)
      } else {
        try writeToStandardOutput(answer)
      }
    }
  }

  private func answer(_ file: ModelFile) throws -> [UInt8] {
    if let rows { return try FilledRows(rows, by: file).text() }
    let names = ModelNames(file)
    if let top {
      let known = try except.map { try names.cells(in: $0) } ?? []
      return BestColumns(model: file.model, names: names, count: top, except: known).text()
    }
    // Not nil: that was validated.
    var text = PredictionLines(names)
    for cell in try names.cells(in: pairs ?? "-") {
      text.append(cell, file.model.predict(row: cell.row, column: cell.column))
    }
    return text.bytes
  }
}
