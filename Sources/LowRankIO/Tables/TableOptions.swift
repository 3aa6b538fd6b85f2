/// What is told about a wide table instead of being detected.
public struct TableOptions: Sendable, Equatable {
  /// Texts that stand for a gap, beside blank cells and the usual ones (`GapTokens`).
  ///
  /// A token that is a number means every cell of that value: "0" makes 0, 0.0 and -0 gaps. The
  /// single token "none" means that blanks alone are gaps, and zeros are data.
  public var missing: [String]
  /// Whether the first line names the columns; nil to detect.
  public var header: Bool?
  /// How many columns in front name the rows; nil to detect.
  public var indexColumns: Int?
  /// The byte between cells; nil to detect comma, tab or semicolon.
  public var delimiter: UInt8?
  /// The least number of rows and of columns: 2 for a matrix to complete, 1 for rows to predict.
  public var smallestSide: Int

  public init(
    missing: [String] = [], header: Bool? = nil, indexColumns: Int? = nil,
    delimiter: UInt8? = nil, smallestSide: Int = 2
  ) {
    self.missing = missing
    self.header = header
    self.indexColumns = indexColumns
    self.delimiter = delimiter
    self.smallestSide = smallestSide
  }
}
