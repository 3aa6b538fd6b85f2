/// A list of `row column` names: the cells somebody asks a model for.
///
/// Fields are separated as in triplets; what follows the second field is ignored, so that a file
/// of triplets can be asked again. A first line is a header when `isHeader` says so of it.
public struct Pairs: Sendable, Equatable {
  public let rows: [String]
  public let columns: [String]
  /// The line each pair stands on, from 1.
  public let lines: [Int]

  /// - Throws: `.badData` for a line with fewer than two fields, or no pair at all.
  public init(
    _ bytes: [UInt8], file: String, isHeader: (_ row: String, _ column: String) -> Bool
  ) throws(FileError) {
    let text = bytes.span
    var at = DelimitedText.start(of: text)
    let separator = Self.separator(text, from: at)
    var rows: [String] = [], columns: [String] = [], lines: [Int] = [], line = 0
    while at < text.count {
      line += 1
      let fields = separator.fields(text, &at)
      DelimitedText.skipLineEnd(text, &at)
      var names: [String] = []
      for field in fields.prefix(2) { names.append(DelimitedText.string(text, field)) }
      if names.allSatisfy(\.isEmpty), fields.count <= 1 { continue }
      guard names.count == 2 else {
        throw .badData(file: file, line: line, message: "a row and a column are needed")
      }
      if line == 1, isHeader(names[0], names[1]) { continue }
      rows.append(names[0])
      columns.append(names[1])
      lines.append(line)
    }
    guard !rows.isEmpty else { throw .badData(file: file, message: "no pairs in it") }
    self.rows = rows
    self.columns = columns
    self.lines = lines
  }

  /// The first separator that gives the first line two fields; else blanks.
  private static func separator(_ text: Span<UInt8>, from start: Int) -> FieldSeparator {
    let named: [FieldSeparator] = [
      .colons, .byte(0x09), .byte(UInt8(ascii: ",")), .byte(UInt8(ascii: ";")),
    ]
    for separator in named {
      var at = start
      if separator.fields(text, &at).count >= 2 { return separator }
    }
    return .blanks
  }
}
