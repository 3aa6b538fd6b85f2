internal import LinearAlgebra

/// One pass over the text of a Matrix Market file.
struct MatrixMarketReader {
  let file: String
  let header: MatrixMarketHeader

  init(_ text: Span<UInt8>, file: String) throws(FileError) {
    self.file = file
    header = try MatrixMarketHeader(text, file: file)
  }

  /// Moves over blank lines and comments.
  static func skipComments(_ text: Span<UInt8>, _ at: inout Int) {
    FieldSeparator.blanks.skipBlanks(text, &at)
    DelimitedText.skipBlankLines(text, &at)
    while at < text.count, text[at] == UInt8(ascii: "%") {
      while at < text.count, !DelimitedText.isLineEnd(text[at]) { at += 1 }
      DelimitedText.skipLineEnd(text, &at)
      DelimitedText.skipBlankLines(text, &at)
    }
  }

  /// The entries of a sparse matrix; of a symmetric one those above the diagonal too.
  func triplets(
    _ text: Span<UInt8>, _ duplicates: TripletOptions.Duplicates
  ) throws(FileError) -> Triplets {
    guard header.count > 0 else { throw bad("no entry is stored") }
    for (side, noun) in [(header.rows, "row"), (header.columns, "column")] where side < 2 {
      throw bad("a single \(noun) is not a matrix to complete")
    }
    var entries = TripletEntries()
    (entries.rows, entries.columns) = (header.rows, header.columns)
    try forEachEntry(text) { _, i, j, value in
      entries.rowOf.append(i)
      entries.columnOf.append(j)
      entries.values.append(value)
    }
    guard entries.values.count <= Int(Int32.max) else {
      throw bad("more than \(Int32.max) entries")
    }
    let pattern = try entries.merge(duplicates) { first, second throws(FileError) in
      throw try repeated(first, second, text)
    }
    return Triplets(
      rowNames: (1...header.rows).map(String.init),
      columnNames: (1...header.columns).map(String.init), pattern: pattern, values: entries.values)
  }

  /// Calls `body` with the line, the place from 0 and the value of every entry.
  private func forEachEntry(
    _ text: Span<UInt8>, _ body: (_ start: Int, Int32, Int32, Double) -> Void
  ) throws(FileError) {
    var at = header.start
    for read in 0..<header.count {
      Self.skipComments(text, &at)
      guard at < text.count else {
        throw bad("ends after \(read) of \(header.count) entries")
      }
      let start = at
      let i = try index(text, &at, 1, start, "row", header.rows)
      let j = try index(text, &at, 2, start, "column", header.columns)
      let value = try number(text, &at, 3, start)
      FieldSeparator.blanks.skipBlanks(text, &at)
      guard at == text.count || DelimitedText.isLineEnd(text[at]) else {
        throw bad("more than row, column and value", text, start)
      }
      body(start, i, j, value)
      if header.symmetry != .general, i != j {
        body(start, j, i, header.symmetry == .skew ? -value : value)
      }
    }
    Self.skipComments(text, &at)
    guard at >= text.count else {
      throw bad("more entries than the \(header.count) announced", text, at)
    }
  }

  /// The cells of a full matrix, row by row; they are stored column by column.
  func cells(_ text: Span<UInt8>) throws(FileError) -> [Double] {
    let (rows, columns) = (header.rows, header.columns)
    // A number and what separates it take two bytes: a size that lies does not reserve memory.
    guard header.count <= text.count / 2 + 1 else {
      throw bad("has no room for the \(header.count) values that \(rows) × \(columns) needs")
    }
    var cells = [Double](repeating: 0, count: rows * columns), at = header.start
    for j in 0..<columns {
      for i in firstStored(j)..<rows {
        Self.skipComments(text, &at)
        guard at < text.count else { throw bad("ends early: \(header.count) values are needed") }
        let value = try number(text, &at, 1, at)
        cells[i * columns + j] = value
        if header.symmetry != .general {
          cells[j * columns + i] = header.symmetry == .skew ? -value : value
        }
      }
    }
    Self.skipComments(text, &at)
    guard at >= text.count else {
      throw bad("more values than the \(header.count) announced", text, at)
    }
    return cells
  }
}

extension MatrixMarketReader {
  /// The first row of column j that an array stores.
  private func firstStored(_ j: Int) -> Int {
    switch header.symmetry {
    case .general: 0
    case .symmetric: j
    case .skew: j + 1
    }
  }

  /// A row or column, made to count from 0.
  private func index(
    _ text: Span<UInt8>, _ at: inout Int, _ field: Int, _ line: Int, _ noun: String, _ side: Int
  ) throws(FileError) -> Int32 {
    let value = try number(text, &at, field, line)
    guard let index = Int32(exactly: value), index >= 1, index <= side else {
      let words = value.rounded() == value && value.magnitude < 1e15 ? "\(Int(value))" : "\(value)"
      throw bad("\(noun) \(words) is not from 1 to \(side)", text, line, field)
    }
    return index - 1
  }

  private func number(
    _ text: Span<UInt8>, _ at: inout Int, _ field: Int, _ line: Int
  ) throws(FileError) -> Double {
    FieldSeparator.blanks.skipBlanks(text, &at)
    let range = FieldSeparator.blanks.field(text, &at)
    var end = range.lowerBound
    let value = DecimalNumber.scan(text, &end)
    if let value, end == range.upperBound, value.isFinite { return value }
    let words = DelimitedText.string(text, range)
    let isNumber = value != nil && end == range.upperBound
    throw bad(
      "\"\(words)\" is \(isNumber ? "too large for a double" : "not a number")", text, line, field)
  }

  /// Entries number `first` and `second`, mirrored ones counted, have the same place.
  private func repeated(
    _ first: Int, _ second: Int, _ text: Span<UInt8>
  ) throws(FileError) -> FileError {
    var read = 0, starts = (first: 0, second: 0), place = (Int32(0), Int32(0))
    try forEachEntry(text) { start, i, j, _ in
      if read == first { starts.first = start }
      if read == second { (starts.second, place) = (start, (i, j)) }
      read += 1
    }
    let earlier = DelimitedText.line(of: starts.first, in: text)
    return bad(
      "row \(place.0 + 1), column \(place.1 + 1) is on line \(earlier) already", text, starts.second
    )
  }

  private func bad(_ message: String) -> FileError { .badData(file: file, message: message) }

  private func bad(
    _ message: String, _ text: Span<UInt8>, _ offset: Int, _ column: Int? = nil
  ) -> FileError {
    let line = DelimitedText.line(of: offset, in: text)
    return .badData(file: file, line: line, column: column, message: message)
  }
}
