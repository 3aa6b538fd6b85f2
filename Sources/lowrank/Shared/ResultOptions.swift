import ArgumentParser
import LowRankIO
import LowRankReports

/// Where a result and its reports go.
struct ResultOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The result; its form from its extension (see above).", valueName: "file"))
  var output: String?

  @Option(
    help: ArgumentHelp(
      "A report for people (.html) or programs (.json); may be given twice.", valueName: "file"))
  var report: [String] = []
}
