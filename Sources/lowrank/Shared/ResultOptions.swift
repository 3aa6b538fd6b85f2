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

  /// Every file that will be written.
  var files: [String] { (output.map { [$0] } ?? []) + report }

  func validate() throws {
    for file in report where !["html", "json"].contains(OutputOptions.form(of: file)) {
      throw ValidationError("--report \(file): the extension must be .html or .json")
    }
    for file in files where files.filter({ $0 == file }).count > 1 {
      throw ValidationError("\(file) would be written twice: give two names")
    }
  }

  /// Whether `-o` has one of these extensions, or is absent.
  func validateOutput(_ forms: [String]) throws {
    guard let output, !forms.contains(OutputOptions.form(of: output)) else { return }
    let list = forms.map { ".\($0)" }.joined(separator: ", ")
    throw ValidationError(
      "-o \(output): the extension must be \(forms.count > 1 ? "one of " : "")\(list)")
  }

  func write(_ report: Report, subject: String) throws {
    for path in self.report {
      if OutputOptions.form(of: path) == "json" {
        try report.write(to: path)
      } else {
        try ReportPage(report, subject: subject).write(to: path)
      }
    }
  }
}
