import ArgumentParser
import LinearAlgebra
import LowRank
import LowRankIO
import LowRankJobs
import LowRankReports

/// Options of every verb.
struct CommonOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Seed of everything random; the same seed gives the same bits.", valueName: "N"))
  var seed: UInt64 = 1

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Threads to use (default: all). The result does not depend on it.", valueName: "N"))
  var threads: Int?

  @Flag(name: .long, help: "Print one JSON object on stdout instead of the summary.")
  var json = false

  @Flag(name: .shortAndLong, help: "No summary and no progress.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "One line per rank tried on stderr.")
  var verbose = false

  func validate() throws {
    try CommandWords().checking { () throws(OptionError) in
      try OptionError.check(.threads, threads, .atLeast(1))
    }
  }

  /// Prints the report or the summary, as was asked for.
  func show(_ report: Report, _ summary: @autoclosure () -> String) throws(JobError) {
    do throws(FileError) {
      if json {
        try StandardOutput.write(report.json())
      } else if !quiet {
        try StandardOutput.write(summary())
      }
    } catch {
      throw .file(error)
    }
  }

  /// On so many threads, and until Ctrl-C.
  var execution: Execution { .interruptible(threads: threads) }
}

extension Execution {
  /// On all processors where no number of threads is given.
  static func interruptible(threads: Int?) -> Execution {
    Execution(threads: threads ?? processors) { Interrupt.isRequested }
  }
}
