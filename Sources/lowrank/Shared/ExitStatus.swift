import ArgumentParser
import Foundation
import LinearAlgebra
import LowRankIO
import LowRankJobs

/// What the process returns beside 0, as `sysexits.h` has it where it has it.
enum ExitStatus {
  static let notTrustworthy: Int32 = 2
  static let cannotWrite: Int32 = 73
  static let interrupted: Int32 = 130

  /// How a job ended, where it ended without an error.
  struct Outcome {
    let code: Int32

    init(_ verdict: Verdict) {
      code =
        switch verdict {
        case .trustworthy: 0
        case .doubtful: ExitStatus.notTrustworthy
        case .interrupted: ExitStatus.interrupted
        }
    }
  }

  /// Runs a job and ends with its exit code; an error becomes one sentence on stderr and its own.
  static func of(
    _ words: CommandWords, under execution: Execution = Execution(),
    _ job: () throws(JobError) -> Outcome
  ) throws {
    let outcome = try execution.run { try reporting { try words.translating(job) } }
    if outcome.code != 0 { throw ExitCode(outcome.code) }
  }

  /// Runs `body`; a file error becomes one sentence on stderr and its exit code.
  static func reporting<T>(_ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch let error as FileError {
      StandardError.write("lowrank: \(error)\n")
      throw ExitCode(error.exitCode)
    }
  }
}

/// The process's stderr; the C global is not safe to share between threads.
enum StandardError {
  static func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}

enum StandardOutput {
  static func write(_ text: String) throws(FileError) {
    try writeToStandardOutput(Array(text.utf8))
  }
}
