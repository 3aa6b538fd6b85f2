public import LinearAlgebra

/// The observed entries of a matrix as a list of `row column value`, with names for both sides.
///
/// Rows and columns are numbered in the order in which their names first occur.
public struct Triplets: Sendable, Equatable {
  public let rowNames: [String]
  public let columnNames: [String]
  /// Where the entries are.
  public let pattern: SparsityPattern
  /// One value per entry, in the order of the pattern.
  public let values: [Double]
  /// One weight per entry, if the file has them.
  public let weights: [Double]?

  public var rows: Int { pattern.rows }
  public var columns: Int { pattern.columns }
  public var count: Int { values.count }

  /// The most rows or columns that a header is believed: what is kept of each takes 24 bytes.
  static let greatestSide = 100_000_000

  public init(
    rowNames: [String], columnNames: [String], pattern: SparsityPattern, values: [Double],
    weights: [Double]? = nil
  ) {
    precondition(rowNames.count == pattern.rows && columnNames.count == pattern.columns)
    precondition(
      values.count == pattern.count && (weights.map { $0.count == values.count } ?? true))
    self.rowNames = rowNames
    self.columnNames = columnNames
    self.pattern = pattern
    self.values = values
    self.weights = weights
  }

  /// The triplets in a file, plain or gzip; "-" is standard input.
  public init(contentsOf path: String, options: TripletOptions = .init()) throws(FileError) {
    try self.init(readBytes(path), file: nameInMessages(path), options: options)
  }

  /// The triplets in `bytes`; `file` is what messages call it.
  public init(
    _ bytes: [UInt8], file: String, options: TripletOptions = .init()
  ) throws(FileError) {
    try self.init(bytes, file: file, options: options, limit: Int(Int32.max))
  }

  /// - Parameter limit: the most entries there may be.
  init(
    _ bytes: [UInt8], file: String, options: TripletOptions, limit: Int
  ) throws(FileError) {
    let reader = try TripletReader(bytes.span, file: file, options: options, limit: limit)
    var entries = reader.entries
    let places = try entries.merge(options.duplicates) { first, second throws(FileError) in
      throw reader.duplicate(first, second, in: bytes.span)
    }
    self.init(
      rowNames: reader.rowTable.names, columnNames: reader.columnTable.names, pattern: places,
      values: entries.values, weights: entries.weights)
  }

  /// The triplets as text, one line an entry in the order of the pattern, in full precision.
  ///
  /// - Parameter header: what the fields are called, for a first line.
  public func text(delimiter: UInt8 = UInt8(ascii: ","), header: [String]? = nil) -> [UInt8] {
    var lines = DelimitedWriter(delimiter: delimiter)
    if let header { lines.line(header) }
    for i in 0..<rows {
      for e in pattern.rowStart[i]..<pattern.rowStart[i + 1] {
        lines.append(rowNames[i])
        lines.append(columnNames[Int(pattern.column[e])])
        lines.append(values[e])
        if let weights { lines.append(weights[e]) }
        lines.endLine()
      }
    }
    return lines.bytes
  }
}
