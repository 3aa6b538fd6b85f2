/// Lines of cells after RFC 4180: cells end at the delimiter or the line's end, unless quoted.
///
/// Lines end in LF, CRLF or CR. A cell is quoted if its first byte is `"`; within, the delimiter
/// and line ends are text and `""` is one quote.
enum DelimitedText {
  static let quote = UInt8(ascii: "\"")

  @inline(__always)
  static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  /// The number of bytes before the text: 3 if there is a UTF-8 byte order mark.
  static func start(of text: Span<UInt8>) -> Int {
    text.count >= 3 && text[0] == 0xEF && text[1] == 0xBB && text[2] == 0xBF ? 3 : 0
  }

  /// The cell that starts at `at`, quotes included; `at` moves to the delimiter, line end or end
  /// of text behind it. Nil where a quote is opened and never closed.
  static func cell(_ text: Span<UInt8>, _ at: inout Int, delimiter: UInt8) -> Range<Int>? {
    let start = at, end = text.count
    if at < end && text[unchecked: at] == quote {
      at += 1
      while at < end {
        if text[unchecked: at] == quote {
          guard at + 1 < end && text[unchecked: at + 1] == quote else { break }
          at += 1
        }
        at += 1
      }
      guard at < end else { return nil }
      at += 1
    }
    while at < end, text[unchecked: at] != delimiter, !isLineEnd(text[unchecked: at]) { at &+= 1 }
    return start..<at
  }

  /// Moves from a line's end to the first byte of the next line.
  @inline(__always)
  static func skipLineEnd(_ text: Span<UInt8>, _ at: inout Int) {
    guard at < text.count else { return }
    let isReturn = text[unchecked: at] == 0x0D
    at &+= 1
    if isReturn && at < text.count && text[unchecked: at] == 0x0A { at &+= 1 }
  }

  /// Moves over empty lines and lines of spaces.
  @inline(__always)
  static func skipBlankLines(_ text: Span<UInt8>, _ at: inout Int) {
    while at < text.count {
      var p = at
      while p < text.count && text[unchecked: p] == 0x20 { p &+= 1 }
      guard p == text.count || isLineEnd(text[unchecked: p]) else { return }
      skipLineEnd(text, &p)
      at = p
    }
  }

  /// The cells of the line that starts at `at`, which moves to the next line that is not blank.
  /// Nil where a quote is opened and never closed.
  static func record(_ text: Span<UInt8>, _ at: inout Int, delimiter: UInt8) -> [Range<Int>]? {
    var cells: [Range<Int>] = []
    while true {
      guard let next = cell(text, &at, delimiter: delimiter) else { return nil }
      cells.append(next)
      guard at < text.count && text[at] == delimiter else { break }
      at += 1
    }
    skipLineEnd(text, &at)
    skipBlankLines(text, &at)
    return cells
  }

  /// `range` without the spaces and tabs around it.
  static func trimmed(_ text: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound, end = range.upperBound
    while start < end && (text[start] == 0x20 || text[start] == 0x09) { start += 1 }
    while end > start && (text[end - 1] == 0x20 || text[end - 1] == 0x09) { end -= 1 }
    return start..<end
  }

  /// What a cell says: without its quotes and the spaces around it.
  static func content(_ text: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    let outer = trimmed(text, range)
    guard outer.count >= 2, text[outer.lowerBound] == quote, text[outer.upperBound - 1] == quote
    else { return outer }
    return trimmed(text, outer.lowerBound + 1..<outer.upperBound - 1)
  }

  /// `content` as a string, doubled quotes made single.
  static func string(_ text: Span<UInt8>, _ range: Range<Int>) -> String {
    let content = content(text, range)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(content.count)
    let isQuoted = content.lowerBound > range.lowerBound
    var p = content.lowerBound
    while p < content.upperBound {
      bytes.append(text[p])
      let isDoubled = isQuoted && text[p] == quote && p + 1 < content.upperBound
      p += isDoubled && text[p + 1] == quote ? 2 : 1
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The line that byte `offset` is on, counted from 1.
  static func line(of offset: Int, in text: Span<UInt8>) -> Int {
    var line = 1, p = 0
    while p < offset {
      if isLineEnd(text[p]) {
        line += 1
        skipLineEnd(text, &p)
      } else {
        p += 1
      }
    }
    return line
  }
}
