import ArgumentParser
import LowRankIO
import LowRankJobs
import LowRankReports

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Look before you solve: shape, gaps, budget, dangers.",
    discussion: """
      DATA is what `complete` reads, under the same options. Nothing is solved.

      Exit codes: 0 nothing speaks against completing it; 2 there are warnings; others as for \
      every \
      verb.
      """)

  @Argument(help: "The observed part of a matrix.") var data: String
  @OptionGroup var input: InputOptions
  @Flag(name: .long, help: "Print one JSON object on stdout instead of the summary.")
  var json = false
  @Flag(name: .shortAndLong, help: "No summary: the exit code alone.")
  var quiet = false

  func run() throws {
    try ExitStatus.of(CommandWords()) { () throws(JobError) in try check() }
  }

  private func check() throws(JobError) -> ExitStatus.Outcome {
    var job = CheckJob(.file(data))
    job.reading = input.reading
    job.digestsInput = json
    job.words = .command
    let result = try job.run()
    do throws(FileError) {
      if json {
        try StandardOutput.write(result.report.json())
      } else if !quiet {
        try StandardOutput.write(Summary.aligned(lines(result)))
      }
    } catch {
      throw .file(error)
    }
    return ExitStatus.Outcome(result.verdict)
  }

  private func lines(_ result: CheckResult) -> [(String, String)] {
    result.facts.lines + result.facts.remarks.map { ("warning", $0.sentence(.command)) }
  }
}
