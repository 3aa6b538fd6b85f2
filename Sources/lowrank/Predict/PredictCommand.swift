import ArgumentParser
import LowRank
import LowRankIO

struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict", abstract: "Predict cells with a saved model.",
    discussion: """
      PAIRS has one `row column` a line, by name where the model has names and else by number \
      from 0; further fields are ignored, and - is standard input. The answer repeats each pair \
      with its prediction.
      """)

  @Argument(help: "A model that `complete --model` wrote (.npz).") var model: String
  @Argument(help: "The cells asked for.") var pairs: String
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Where the predictions go (default: stdout).", valueName: "file.csv"))
  var output: String?

  func run() throws {
    try ExitStatus.reporting {
      let file = try ModelFile(contentsOf: model)
      let names = ModelNames(file)
      let asked = try Pairs(readBytes(pairs), file: nameInMessages(pairs)) { row, column in
        names.row(row) == nil && names.column(column) == nil
      }
      let answer = try predictions(file, names, asked)
      if let output {
        try AtomicFile.write(output, answer)
      } else {
        StandardOutput.write(answer)
      }
    }
  }

  private func predictions(
    _ file: ModelFile, _ names: ModelNames, _ asked: Pairs
  ) throws -> [UInt8] {
    var text = Array("row,column,prediction\n".utf8)
    for k in asked.rows.indices {
      guard let i = names.row(asked.rows[k]) else {
        throw unknown("row", asked.rows[k], asked.lines[k], 1)
      }
      guard let j = names.column(asked.columns[k]) else {
        throw unknown("column", asked.columns[k], asked.lines[k], 2)
      }
      let cells = [asked.rows[k], asked.columns[k], "\(file.model.predict(row: i, column: j))"]
      text += Array((cells.map(Self.quoted).joined(separator: ",") + "\n").utf8)
    }
    return text
  }

  private func unknown(_ side: String, _ name: String, _ line: Int, _ field: Int) -> FileError {
    .badData(
      file: nameInMessages(pairs), line: line, column: field,
      message: "the model has no \(side) called \"\(name)\"")
  }

  private static func quoted(_ text: String) -> String {
    guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
    let inner = text.split(separator: "\"", omittingEmptySubsequences: false)
    return "\"\(inner.joined(separator: "\"\""))\""
  }
}
