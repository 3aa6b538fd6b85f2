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

  /// The field that starts at `at`, which moves to its end.
  ///
  /// An unclosed quote makes the rest of the text one field.
  @inline(__always)
  func field(_ text: Span<UInt8>, _ at: inout Int) -> Range<Int> {
    let start = at
    switch self {
    case .byte(let delimiter):
      return DelimitedText.cell(text, &at, delimiter: delimiter) ?? start..<text.count
    case .blanks:
      while at < text.count {
        let byte = text[unchecked: at]
        if byte <= 0x20 && (FieldSeparator.isBlank(byte) || DelimitedText.isLineEnd(byte)) { break }
        at &+= 1
      }
    case .colons:
      while at < text.count, !DelimitedText.isLineEnd(text[unchecked: at]) {
        if FieldSeparator.isColons(text, at) { break }
        at &+= 1
      }
    }
    return start..<at
  }

  /// Moves from a field's end to the start of the next field; false at the end of the line.
  ///
  /// A separator at the very end of a line starts an empty field, unless blanks separate.
  @inline(__always)
  func next(_ text: Span<UInt8>, _ at: inout Int) -> Bool {
    skipBlanks(text, &at)
    guard at < text.count && !DelimitedText.isLineEnd(text[unchecked: at]) else { return false }
    switch self {
    case .byte: at &+= 1
    case .colons: at &+= 2
    case .blanks: break
    }
    return true
  }

  /// All fields of the line that starts at `at`; `at` moves to the line's end.
  func fields(_ text: Span<UInt8>, _ at: inout Int) -> [Range<Int>] {
    var fields: [Range<Int>] = []
    skipBlanks(text, &at)
    repeat { fields.append(field(text, &at)) } while next(text, &at)
    return fields
  }

  /// Moves over blanks, where blanks separate.
  @inline(__always)
  func skipBlanks(_ text: Span<UInt8>, _ at: inout Int) {
    guard self == .blanks else { return }
    while at < text.count && FieldSeparator.isBlank(text[unchecked: at]) { at &+= 1 }
  }

  @inline(__always)
  private static func isColons(_ text: Span<UInt8>, _ at: Int) -> Bool {
    let colon = UInt8(ascii: ":")
    return text[unchecked: at] == colon && at &+ 1 < text.count && text[unchecked: at &+ 1] == colon
  }

  @inline(__always)
  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
