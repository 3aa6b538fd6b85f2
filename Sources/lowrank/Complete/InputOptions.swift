public import ArgumentParser
import LowRank
public import LowRankIO
import LowRankJobs

/// How DATA is to be read, where it should not be detected.
struct InputOptions: ParsableArguments {
  @Option(
    help: "Form of DATA: \(Self.forms) (default: detected)."
  )
  var form: DataForm?
  private static let forms = DataForm.allCases.map(\.rawValue).joined(separator: ", ")

  @Flag(
    inversion: .prefixedNo, help: "Whether the first line names the columns (default: detected).")
  var header: Bool?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How many columns in front name the rows (default: detected).", valueName: "count"))
  var indexColumns: Int?

  @Flag(
    inversion: .prefixedNo,
    help: "Whether the first column names the rows: --index-columns 1, or 0.")
  var indexColumn: Bool?

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "What stands for a gap beside blank, NA, NaN, null and ?, with commas between several; "
        + "'none': blanks alone. May be repeated.", valueName: "tokens"))
  var missing: [String] = []

  @Option(help: "Triplets with the same row and column: error, mean or last.")
  var duplicates: Duplicates = .error

  @Option(help: "A fourth field of triplets: ignore, weight or sigma.")
  var fourthField: FourthField = .ignore

  @Option(
    help: ArgumentHelp(
      "Table of weights, one per cell of DATA, larger for more certain cells.", valueName: "file"))
  var weights: String?

  @Option(
    help: ArgumentHelp(
      "Table of standard deviations, one per cell of DATA; weights are their inverse squares.",
      valueName: "file"))
  var sigma: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Fold every column of a time series into rows of N consecutive cells, such as days.",
      valueName: "N"))
  var fold: Int?

  enum Duplicates: String, ExpressibleByArgument, CaseIterable {
    case error, mean, last

    var policy: TripletOptions.Duplicates {
      switch self {
      case .error: .refuse
      case .mean: .mean
      case .last: .last
      }
    }
  }

  enum FourthField: String, ExpressibleByArgument, CaseIterable {
    case ignore, weight, sigma

    var meaning: TripletOptions.FourthField {
      switch self {
      case .ignore: .ignored
      case .weight: .weight
      case .sigma: .sigma
      }
    }
  }

  func validate() throws {
    if indexColumn != nil, indexColumns != nil {
      throw ValidationError("--index-column and --index-columns say the same thing: give one")
    }
    try CommandWords().checking { () throws(OptionError) in _ = try reading.validated() }
  }

  /// What gives the cells weights, as it was typed.
  var givenWeights: String? {
    weights.map { "--weights \($0)" } ?? sigma.map { "--sigma \($0)" }
      ?? (fourthField == .ignore ? nil : "--fourth-field \(fourthField.rawValue)")
  }

  /// The same without names of options.
  var reading: ReadingOptions {
    var reading = ReadingOptions()
    reading.form = form
    reading.header = header
    reading.indexColumns = indexColumns ?? indexColumn.map { $0 ? 1 : 0 }
    reading.missing = missing
    reading.duplicates = duplicates.policy
    reading.fourthField = fourthField.meaning
    reading.weights = weights
    reading.sigmas = sigma
    reading.period = fold
    return reading
  }
}

extension DataForm: ExpressibleByArgument {}
