public import LowRank
public import LowRankIO

/// How a matrix with gaps is to be read, where that should not be detected.
public struct ReadingOptions: Sendable, Equatable {
  public var form: DataForm?
  /// Whether the first line names the columns.
  public var header: Bool?
  /// How many columns in front name the rows.
  public var indexColumns: Int?
  /// What stands for a gap beside the usual, with commas between several; "none": blanks alone.
  public var missing: [String] = []
  public var duplicates = TripletOptions.Duplicates.refuse
  public var fourthField = TripletOptions.FourthField.ignored
  /// A table of weights, one for each cell.
  public var weights: String?
  /// A table of standard deviations, one for each cell; weights are their inverse squares.
  public var sigmas: String?
  /// How many cells of a time series make a row (`PeriodicLayout`).
  public var period: Int?

  public init() {}

  /// Of a matrix without gaps, in which zeros are data.
  public static var withoutGaps: ReadingOptions {
    var options = ReadingOptions()
    options.missing = ["none"]
    return options
  }

  /// Whether the weights are those of a table beside the data.
  public var isWeightedByTable: Bool { weights != nil || sigmas != nil }

  /// Whether some of the data are to count for more than others.
  public var isWeighted: Bool { isWeightedByTable || fourthField != .ignored }

  /// The options themselves, if every value can be.
  public func validated() throws(OptionError) -> ReadingOptions {
    try OptionError.check(.period, period, .atLeast(2))
    try OptionError.check(.indexColumns, indexColumns, .atLeast(0))
    if weights != nil, sigmas != nil { throw .saidTwice(.weights) }
    return self
  }

  var table: TableOptions {
    TableOptions(
      missing: missing.flatMap { $0.split(separator: ",").map(String.init) }, header: header,
      indexColumns: indexColumns, smallestSide: period == nil ? 2 : 1)
  }

  var triplets: TripletOptions {
    TripletOptions(fourthField: fourthField, duplicates: duplicates, header: header)
  }
}
