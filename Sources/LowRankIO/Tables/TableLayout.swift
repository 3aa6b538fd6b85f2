/// Where a wide table keeps what: sniffed from its first lines, or told.
///
/// - Delimiter: of tab, semicolon and comma the one that cuts the most of the first lines into
///   as many cells as the first (at least two); in that order among equals, as a comma may also
///   be part of a number or of a text.
/// - Index columns: the run of columns of texts from the first or the second column on (an
///   identifier may stand before the name); else one column if its header is blank or one of
///   "id", "index", "row", "unnamed: 0".
/// - Header: the first line, if at least half of its cells that are neither blank nor an index
///   are not numbers; or if its first cell is blank over an index column; or if it counts years
///   beside an index column. One stray text among numbers is thus reported, not taken for a name.
struct TableLayout: Sendable, Equatable {
  var delimiter: UInt8
  var hasHeader: Bool
  var indexColumns: Int
  /// Cells in a line, index columns included.
  var width: Int

  private static let sampledLines = 100

  /// - Throws: `.badData` where a quote is never closed.
  init(_ text: Span<UInt8>, from start: Int, file: String, options: TableOptions) throws(FileError)
  {
    delimiter = options.delimiter ?? TableLayout.sniffDelimiter(text, from: start)
    let lines = try TableLayout.sample(text, from: start, delimiter, file: file)
    width = lines[0].count
    let cells = CellKinds(text, lines, gaps: GapTokens(missing: options.missing))
    let mayBeHeader = options.header ?? true
    let detected = cells.indexColumns(mayBeHeader: mayBeHeader)
    indexColumns = min(options.indexColumns ?? detected, width)
    hasHeader = options.header ?? cells.isHeader(indexColumns: indexColumns)
    // A name such as "id" counts only if it is a header, which needs the index to be known.
    if options.indexColumns == nil && !hasHeader {
      indexColumns = cells.indexColumns(mayBeHeader: false)
    }
  }

  private static func sniffDelimiter(_ text: Span<UInt8>, from start: Int) -> UInt8 {
    var best = UInt8(ascii: ","), bestScore = 0
    for delimiter in [UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: ",")] {
      var at = start, counts: [Int] = []
      while at < text.count, counts.count < sampledLines,
        let record = DelimitedText.record(text, &at, delimiter: delimiter)
      {
        counts.append(record.count)
      }
      guard let width = counts.first, width > 1 else { continue }
      let score = counts.count { $0 == width }
      if score > bestScore { (best, bestScore) = (delimiter, score) }
    }
    return best
  }

  private static func sample(
    _ text: Span<UInt8>, from start: Int, _ delimiter: UInt8, file: String
  ) throws(FileError) -> [[Range<Int>]] {
    var at = start, lines: [[Range<Int>]] = []
    while at < text.count && lines.count < sampledLines {
      let start = at
      guard let record = DelimitedText.record(text, &at, delimiter: delimiter) else {
        let line = DelimitedText.line(of: start, in: text)
        throw .badData(file: file, line: line, message: "a quote is opened and never closed")
      }
      lines.append(record)
    }
    return lines
  }
}
