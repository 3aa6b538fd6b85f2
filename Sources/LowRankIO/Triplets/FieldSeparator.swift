/// What stands between the fields of a line of triplets.
enum FieldSeparator: Sendable, Equatable {
  /// One byte: comma, semicolon or tab; cells may be quoted.
  case byte(UInt8)
  /// Two colons, as in the older MovieLens files.
  case colons
  /// One or more spaces or tabs, also before the first and behind the last field.
  case blanks

  /// The first of `::`, tab, comma, semicolon that gives the line three fields; else blanks.
  static func sniff(_ text: Span<UInt8>, from start: Int) -> FieldSeparator {
    let named: [FieldSeparator] = [
      .colons, .byte(0x09), .byte(UInt8(ascii: ",")), .byte(UInt8(ascii: ";")),
    ]
    for separator in named {
      var at = start
      if separator.fields(text, &at).count >= 3 { return separator }
    }
    return .blanks
  }

  /// The field that starts at `at`; `at` moves to the start of the next field or the line's end.
  ///
  /// An unclosed quote makes the rest of the text one field.
  @inline(__always)
  func field(_ text: Span<UInt8>, _ at: inout Int) -> Range<Int> {
    switch self {
    case .byte(let delimiter):
      let start = at
      let cell = DelimitedText.cell(text, &at, delimiter: delimiter) ?? start..<text.count
      if at < text.count && text[unchecked: at] == delimiter { at &+= 1 }
      return cell
    case .blanks: return blankSeparated(text, &at)
    case .colons: return colonSeparated(text, &at)
    }
  }

  /// All fields of the line that starts at `at`; `at` moves to the line's end. A separator at the
  /// very end of a line ends its last field and starts none.
  func fields(_ text: Span<UInt8>, _ at: inout Int) -> [Range<Int>] {
    var fields: [Range<Int>] = []
    skipBlanks(text, &at)
    repeat {
      fields.append(field(text, &at))
    } while at < text.count && !DelimitedText.isLineEnd(text[at])
    return fields
  }

  /// Blanks before the first field, where blanks separate.
  @inline(__always)
  func skipBlanks(_ text: Span<UInt8>, _ at: inout Int) {
    guard self == .blanks else { return }
    while at < text.count && FieldSeparator.isBlank(text[unchecked: at]) { at &+= 1 }
  }

  @inline(__always)
  private func blankSeparated(_ text: Span<UInt8>, _ at: inout Int) -> Range<Int> {
    let start = at
    while at < text.count {
      let byte = text[unchecked: at]
      if FieldSeparator.isBlank(byte) || DelimitedText.isLineEnd(byte) { break }
      at &+= 1
    }
    let field = start..<at
    skipBlanks(text, &at)
    return field
  }

  @inline(__always)
  private func colonSeparated(_ text: Span<UInt8>, _ at: inout Int) -> Range<Int> {
    let start = at, colon = UInt8(ascii: ":")
    while at < text.count && !DelimitedText.isLineEnd(text[unchecked: at]) {
      if text[unchecked: at] == colon && at &+ 1 < text.count && text[unchecked: at &+ 1] == colon {
        defer { at &+= 2 }
        return start..<at
      }
      at &+= 1
    }
    return start..<at
  }

  @inline(__always)
  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
