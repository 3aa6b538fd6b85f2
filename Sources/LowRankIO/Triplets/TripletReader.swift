/// One pass over the text of a file of triplets.
struct TripletReader {
  let file: String
  let options: TripletOptions
  let limit: Int
  private(set) var rowTable = NameTable()
  private(set) var columnTable = NameTable()
  private(set) var entries = TripletEntries()
  private var separator = FieldSeparator.blanks
  /// Fields in every line.
  private var width = 3
  /// Where the first line of entries starts.
  private var bodyStart = 0

  init(file: String, options: TripletOptions, limit: Int) {
    self.file = file
    self.options = options
    self.limit = limit
    if options.fourthField != .ignored { entries.weights = [] }
  }

  mutating func read(_ text: Span<UInt8>) throws(FileError) {
    var at = DelimitedText.start(of: text)
    DelimitedText.skipBlankLines(text, &at)
    guard at < text.count else { throw .badData(file: file, message: "the file is empty") }
    try readForm(text, &at)
    bodyStart = at
    guard at < text.count else {
      throw .badData(file: file, message: "there is a header and no line below it")
    }
    reserve(text, from: at)
    while at < text.count {
      guard entries.values.count < limit else {
        throw .badData(file: file, message: "more than \(limit) entries")
      }
      try readLine(text, &at)
      DelimitedText.skipLineEnd(text, &at)
      DelimitedText.skipBlankLines(text, &at)
    }
    (entries.rows, entries.columns) = (rowTable.count, columnTable.count)
    try checkShape()
  }

  /// Looks at the first line; `at` moves behind it if it is a header.
  ///
  /// A header's third field starts like a word. "12,3" or "NaN" there is a wrong value.
  private mutating func readForm(_ text: Span<UInt8>, _ at: inout Int) throws(FileError) {
    separator = FieldSeparator.sniff(text, from: at)
    var end = at
    let fields = separator.fields(text, &end)
    width = fields.count
    let needed = options.fourthField == .ignored ? 3 : 4
    guard width >= needed else { throw tooShort(text, at, width, needed) }
    guard options.header ?? TripletReader.namesValues(text, fields[2]) else { return }
    at = end
    DelimitedText.skipLineEnd(text, &at)
    DelimitedText.skipBlankLines(text, &at)
  }

  /// Whether the field is a word, and none that stands for a value.
  static func namesValues(_ text: Span<UInt8>, _ field: Range<Int>) -> Bool {
    let word = DelimitedText.string(text, field)
    guard let first = word.first, !first.isNumber, !"+-.?".contains(first) else { return false }
    return !["na", "nan", "null", "none", "inf", "infinity"].contains(word.lowercased())
  }

  private mutating func reserve(_ text: Span<UInt8>, from start: Int) {
    var at = start
    _ = separator.fields(text, &at)
    // The first line is often the shortest: its identifiers are small numbers.
    let lines = (text.count - start) / max(1, at - start + 1)
    entries.rowOf.reserveCapacity(min(lines, limit))
    entries.columnOf.reserveCapacity(min(lines, limit))
    entries.values.reserveCapacity(min(lines, limit))
  }

  /// Reads one line; `at` moves to its end.
  @inline(__always)
  private mutating func readLine(_ text: Span<UInt8>, _ at: inout Int) throws(FileError) {
    let line = at
    separator.skipBlanks(text, &at)
    let row = try identifier(text, &at, 1, of: line)
    let column = try identifier(text, &at, 2, of: line)
    entries.rowOf.append(rowTable.number(of: row, in: text))
    entries.columnOf.append(columnTable.number(of: column, in: text))
    entries.values.append(try number(text, &at, 3, of: line))
    var read = 3
    if options.fourthField != .ignored {
      guard separator.next(text, &at) else { throw shortLine(text, line) }
      try readWeight(text, &at, of: line)
      read = 4
    }
    try skipRest(text, &at, read, of: line)
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

  private mutating func readWeight(
    _ text: Span<UInt8>, _ at: inout Int, of line: Int
  ) throws(FileError) {
    let noun = options.fourthField == .sigma ? "sigma" : "weight"
    let value = try number(text, &at, 4, of: line)
    guard value > 0 else { throw bad(text, line, 4, "the \(noun) \(value) is not positive") }
    let weight = options.fourthField == .sigma ? 1 / (value * value) : value
    guard weight.isFinite && weight > 0 else {
      throw bad(text, line, 4, "the weight of \(noun) \(value) is out of range")
    }
    entries.weights?.append(weight)
  }

  /// Skips the fields that mean nothing, and counts them.
  @inline(__always)
  private func skipRest(
    _ text: Span<UInt8>, _ at: inout Int, _ read: Int, of line: Int
  ) throws(FileError) {
    var count = read
    while separator.next(text, &at) {
      _ = separator.field(text, &at)
      count &+= 1
    }
    guard count == width else { throw shortLine(text, line) }
  }

  private func checkShape() throws(FileError) {
    for (count, noun) in [(rowTable.count, "row"), (columnTable.count, "column")]
    where count < options.smallestSide {
      throw .badData(file: file, message: "a single \(noun) is not a matrix to complete")
    }
  }
}

extension TripletReader {
  /// Entries number `first` and `second` have the same place.
  func duplicate(_ first: Int, _ second: Int, in text: Span<UInt8>) -> FileError {
    var at = bodyStart, line = 0, starts = (first: 0, second: 0)
    while line <= second {
      if line == first { starts.first = at }
      if line == second { starts.second = at }
      _ = separator.fields(text, &at)
      DelimitedText.skipLineEnd(text, &at)
      DelimitedText.skipBlankLines(text, &at)
      line += 1
    }
    var place = starts.second
    let fields = separator.fields(text, &place)
    let row = DelimitedText.string(text, fields[0]), column = DelimitedText.string(text, fields[1])
    let earlier = DelimitedText.line(of: starts.first, in: text)
    return bad(
      text, starts.second, nil, "row \(row), column \(column) is on line \(earlier) already")
  }

  private func shortLine(_ text: Span<UInt8>, _ line: Int) -> FileError {
    var at = line
    return tooShort(text, line, separator.fields(text, &at).count, width)
  }

  private func tooShort(_ text: Span<UInt8>, _ line: Int, _ count: Int, _ wanted: Int) -> FileError
  {
    bad(text, line, nil, "\(count) field\(count == 1 ? "" : "s") where \(wanted) are expected")
  }

  private func bad(
    _ text: Span<UInt8>, _ offset: Int, _ column: Int?, _ message: String
  ) -> FileError {
    let line = DelimitedText.line(of: offset, in: text)
    return .badData(file: file, line: line, column: column, message: message)
  }
}
