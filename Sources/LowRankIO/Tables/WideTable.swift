/// A matrix with gaps as a table of text: CSV, TSV or with semicolons, and the text it came from.
///
/// The text is kept so that the filled table can be written with every byte outside the gaps as
/// it was. Storage: the text, 8 bytes a cell and 16 a gap.
public struct WideTable: Sendable {
  /// What the table is called in messages: its path.
  public let file: String
  /// Names of the columns of values, if the table has a header.
  public let columnNames: [String]?
  /// Names of the rows, if the table has index columns; several are joined by a space.
  public let rowNames: [String]?
  public let rows: Int
  public let columns: Int
  /// The cells row by row; NaN at the gaps and nowhere else.
  public let values: [Double]
  /// The text, as read (inflated if it was gzip).
  public let bytes: [UInt8]
  /// The byte between cells.
  public var delimiter: UInt8 { layout.delimiter }
  public var hasHeader: Bool { layout.hasHeader }
  public var indexColumns: Int { layout.indexColumns }

  let layout: TableLayout
  /// Where each gap's text is, in the order of `values`.
  let gaps: [Range<Int>]

  /// The table in a file, plain or gzip; "-" is standard input.
  public init(contentsOf path: String, options: TableOptions = .init()) throws(FileError) {
    try self.init(readBytes(path), file: nameInMessages(path), options: options)
  }

  /// The table in `bytes`; `file` is what messages call it.
  public init(
    _ bytes: [UInt8], file: String, options: TableOptions = .init()
  ) throws(FileError) {
    var reader = TableReader(file: file, options: options)
    layout = try reader.read(bytes.span)
    self.file = file
    self.bytes = bytes
    columnNames = layout.hasHeader ? reader.columnNames : nil
    rowNames = layout.indexColumns > 0 ? reader.rowNames : nil
    rows = reader.rows
    columns = layout.width - layout.indexColumns
    values = reader.values
    gaps = reader.gaps
  }

  public var gapCount: Int { gaps.count }
}
