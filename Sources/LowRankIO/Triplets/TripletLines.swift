/// How the lines of a file of triplets are made, from its first line, and what is wrong with one.
struct TripletLines {
  let file: String
  let fourthField: TripletOptions.FourthField
  let separator: FieldSeparator
  /// Fields in every line.
  let width: Int
  /// Where the first line of entries starts.
  let start: Int

  /// What one line says.
  struct Entry {
    let row: Range<Int>
    let column: Range<Int>
    let value: Double
    /// 1 where the lines have no weights.
    let weight: Double
  }

  /// A header's third field starts like a word. "12,3" or "NaN" there is a wrong value.
  init(_ text: Span<UInt8>, file: String, options: TripletOptions) throws(FileError) {
    var at = DelimitedText.start(of: text)
    DelimitedText.skipBlankLines(text, &at)
    guard at < text.count else { throw .badData(file: file, message: "the file is empty") }
    self.file = file
    fourthField = options.fourthField
    separator = FieldSeparator.sniff(text, from: at)
    let line = at, fields = separator.fields(text, &at)
    width = fields.count
    let needed = fourthField == .ignored ? 3 : 4
    guard width >= needed else {
      let number = DelimitedText.line(of: line, in: text)
      throw TripletLines.tooShort(file, number, width, needed)
    }
    if options.header ?? TripletLines.namesValues(text, fields[2]) {
      DelimitedText.skipLineEnd(text, &at)
      DelimitedText.skipBlankLines(text, &at)
      start = at
    } else {
      start = line
    }
    guard start < text.count else {
      throw .badData(file: file, message: "there is a header and no line below it")
    }
  }

  /// Whether the field is a word, and none that stands for a value.
  static func namesValues(_ text: Span<UInt8>, _ field: Range<Int>) -> Bool {
    let word = DelimitedText.string(text, field)
    guard let first = word.first, !first.isNumber, !"+-.?".contains(first) else { return false }
    return !["na", "nan", "null", "none", "inf", "infinity"].contains(word.lowercased())
  }

  /// Reads one line; `at` moves to the next that is not blank.
  @inline(__always)
  func read(_ text: Span<UInt8>, _ at: inout Int) throws(FileError) -> Entry {
    let line = at
    separator.skipBlanks(text, &at)
    let row = try identifier(text, &at, 1, of: line)
    let column = try identifier(text, &at, 2, of: line)
    let value = try number(text, &at, 3, of: line)
    var weight = 1.0, count = 3
    if fourthField != .ignored {
      guard separator.next(text, &at) else { throw shortLine(text, line) }
      weight = try readWeight(text, &at, of: line)
      count = 4
    }
    while separator.next(text, &at) {
      _ = separator.field(text, &at)
      count &+= 1
    }
    guard count == width else { throw shortLine(text, line) }
    skipToNext(text, &at)
    return Entry(row: row, column: column, value: value, weight: weight)
  }

  @inline(__always)
  func skipToNext(_ text: Span<UInt8>, _ at: inout Int) {
    DelimitedText.skipLineEnd(text, &at)
    DelimitedText.skipBlankLines(text, &at)
  }

  @inline(__always)
  private func identifier(
    _ text: Span<UInt8>, _ at: inout Int, _ column: Int, of line: Int
  ) throws(FileError) -> Range<Int> {
    let field = separator.field(text, &at)
    guard separator.next(text, &at) else { throw shortLine(text, line) }
    if !field.isEmpty {
      let first = text[unchecked: field.lowerBound], last = text[unchecked: field.upperBound &- 1]
      if first > 0x20 && first != DelimitedText.quote && last > 0x20 { return field }
    }
    let content = DelimitedText.content(text, field)
    guard !content.isEmpty else { throw bad(text, line, column, "the identifier is blank") }
    return content
  }

  @inline(__always)
  private func number(
    _ text: Span<UInt8>, _ at: inout Int, _ column: Int, of line: Int
  ) throws(FileError) -> Double {
    let field = separator.field(text, &at)
    var end = field.lowerBound
    if let value = DecimalNumber.scan(text, &end), end == field.upperBound, value.isFinite {
      return value
    }
    return try specialNumber(text, field, column, of: line)
  }

  /// A number in quotes or between spaces, or what is wrong with it.
  private func specialNumber(
    _ text: Span<UInt8>, _ field: Range<Int>, _ column: Int, of line: Int
  ) throws(FileError) -> Double {
    let content = DelimitedText.content(text, field)
    var end = content.lowerBound
    let value = DecimalNumber.scan(text, &end)
    let words = DelimitedText.string(text, field)
    guard let value, end == content.upperBound else {
      throw bad(text, line, column, "\"\(words)\" is not a number")
    }
    guard value.isFinite else {
      throw bad(text, line, column, "\"\(words)\" is too large for a double")
    }
    return value
  }

  private func readWeight(
    _ text: Span<UInt8>, _ at: inout Int, of line: Int
  ) throws(FileError) -> Double {
    let noun = fourthField == .sigma ? "sigma" : "weight"
    let value = try number(text, &at, 4, of: line)
    guard value > 0 else { throw bad(text, line, 4, "the \(noun) \(value) is not positive") }
    let weight = fourthField == .sigma ? 1 / (value * value) : value
    guard weight.isFinite && weight > 0 else {
      throw bad(text, line, 4, "the weight of \(noun) \(value) is out of range")
    }
    return weight
  }

  private func shortLine(_ text: Span<UInt8>, _ line: Int) -> FileError {
    var at = line
    let number = DelimitedText.line(of: line, in: text)
    return TripletLines.tooShort(file, number, separator.fields(text, &at).count, width)
  }

  private static func tooShort(
    _ file: String, _ line: Int, _ count: Int, _ wanted: Int
  ) -> FileError {
    let noun = count == 1 ? "field" : "fields"
    return .badData(
      file: file, line: line, message: "\(count) \(noun) where \(wanted) are expected")
  }

  func bad(
    _ text: Span<UInt8>, _ offset: Int, _ column: Int?, _ message: String
  ) -> FileError {
    let line = DelimitedText.line(of: offset, in: text)
    return .badData(file: file, line: line, column: column, message: message)
  }
}
