import ArgumentParser
import LowRank
import LowRankIO
import LowRankJobs
import LowRankReports
import LowRankTheory

/// The library's errors in the words of somebody who typed a command: fields become options.
struct CommandWords {
  /// What messages call the input.
  var subject = "the input"
  /// What gave the data weights, as it was typed.
  var weights = "--weights"
  /// What stands before the path of the result.
  var result = "-o "
  /// Whether the forms of the result are a plain list: `one of .csv, .tsv`.
  var listsForms = false
  /// What to do about a matrix that is too large to be written in full.
  var wayOut = ""

  func sentence(_ error: OptionError) -> String {
    switch error {
    case .outOfBounds(let field, let value, let bound):
      "\(field.option) \(value): \(OptionError.demand(field, bound))"
    case .saidTwice: "--weights and --sigma say the same thing: give one of them"
    case .rankAboveLargest(let rank, let largest):
      "--rank \(rank) is above --max-rank \(largest): give one of them"
    case .conflict(let setting, let other):
      "\(typed(setting)) does not go with \(typed(other))"
        + ([.checkpoint, .resume].contains(setting.field) ? ": a study is one run" : "")
    case .unsuited(let setting, let subject): unsuited(setting, to: subject)
    case .needsStudy(let setting):
      "\(typed(setting)) is for study: it needs a --method such as descent or greedy"
    case .notSquare: "\(error): --factorization symmetric does not apply"
    case .outsideDomain(let row, let column, let value, let link):
      "the cell in row \(row + 1), column \(column + 1) is \(value), but --link needs "
        + link.domain
    case .needsDistances(let field):
      "\(field.option) is for lists of distances, and \(subject) is none"
    }
  }

  private func unsuited(_ setting: OptionError.Setting, to subject: OptionError.Subject) -> String {
    switch subject {
    case .table:
      "\(typed(setting)) is for complex matrices, which a table cannot hold: see `lowrank sense`"
    case .measurements: "\(typed(setting)) is for tables with gaps: see `lowrank complete`"
    case .judgement: "certify judges tables by unweighted least squares: leave the weights out"
    case .conversion:
      "convert changes the form alone: leave --weights, --sigma and --fold out"
    case .realMatrix, .quantumState, .points:
      "\(typed(setting)) does not go with \(subject.rawValue)"
    }
  }

  private func typed(_ setting: OptionError.Setting) -> String {
    if setting.field == .weights { return weights }
    return setting.value.map { "\(setting.field.option) \($0)" } ?? setting.field.option
  }

  func sentence(_ error: OutputError) -> String {
    switch error {
    case .form(.model, let path, _): return "--model \(path): a model is a .npz file"
    case .form(let output, let path, let allowed):
      let name =
        switch output {
        case .result: result
        case .model, .report, .distances: "--\(output.rawValue) "
        }
      let isList = output == .result && listsForms && allowed.count > 1
      let forms =
        isList
        ? "one of " + allowed.map(\.fileExtension).joined(separator: ", ") : allowed.listed
      return "\(name)\(path): the extension must be \(forms)"
    case .writtenTwice: return "\(error)"
    case .boundsWithoutTable:
      return "--intervals needs -o with a table: the bounds are written beside it"
    }
  }

  func sentence(_ offence: DataOffence) -> String {
    switch offence {
    case .option(let error): sentence(error)
    case .gaps: "\(offence): fill them with `lowrank complete`"
    case .zerosMayBeGaps:
      "\(offence): say --missing 0 if zeros are gaps, --missing none if they are data"
    case .gapTokensOfTriplets: "--missing needs a table, and these are triplets"
    case .periodOfTriplets: "--fold needs a table, and these are triplets"
    case .fewerThanTwoPeriods(let rows, let period):
      "has \(rows) rows, fewer than two periods of --fold \(period)"
    }
  }

  /// The error as the parser of options or the exit code wants it.
  func translated(_ error: JobError) -> any Error {
    switch error {
    case .option(let error): ValidationError(sentence(error))
    case .output(let error): ValidationError(sentence(error))
    case .file(let error): error
    case .data(let offence, let input):
      FileError.badData(file: input, message: sentence(offence))
    case .tooLarge(let matrix, let file):
      FileError.cannotWrite(file: file, reason: "\(matrix); \(wayOut)")
    }
  }

  /// What `body` returns; its errors become errors of usage, or of files.
  func translating<T>(_ body: () throws(JobError) -> T) throws -> T {
    do throws(JobError) { return try body() } catch { throw translated(error) }
  }

  /// What `body` returns; its errors become errors of usage.
  func checking<T>(_ body: () throws(OptionError) -> T) throws -> T {
    do throws(OptionError) { return try body() } catch { throw ValidationError(sentence(error)) }
  }
}
