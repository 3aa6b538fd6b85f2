import ArgumentParser
import LowRank
import LowRankIO
import LowRankReports

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Look before you solve: shape, gaps, budget, dangers.",
    discussion: """
      DATA is what `complete` reads, under the same options. Nothing is solved.

      Exit codes: 0 nothing speaks against completing it; 2 there are warnings; others as for every \
      verb.
      """)

  @Argument(help: "The observed part of a matrix.") var data: String
  @OptionGroup var input: InputOptions
  @Flag(name: .long, help: "Print one JSON object on stdout instead of the summary.")
  var json = false
  @Flag(name: .shortAndLong, help: "No summary: the exit code alone.")
  var quiet = false

  func run() throws {
    let remarks = try ExitStatus.reporting {
      let matrix = try DataMatrix(data, input)
      let facts = DataFacts(matrix)
      if json {
        try StandardOutput.write(report(matrix, facts).json())
      } else if !quiet {
        try StandardOutput.write(Summary.aligned(facts.lines))
      }
      return facts.remarks
    }
    if !remarks.isEmpty { throw ExitCode(ExitStatus.notTrustworthy) }
  }

  private func report(_ matrix: DataMatrix, _ facts: DataFacts) -> Report {
    var report = Report(command: "check", version: Version.current)
    report.data = Report.Shape(matrix)
    report.setRemarks(facts.remarks, .command)
    return report
  }
}
