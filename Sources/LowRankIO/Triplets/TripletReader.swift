/// One pass over the text of a file of triplets.
struct TripletReader {
  private let lines: TripletLines
  private(set) var rowTable = NameTable()
  private(set) var columnTable = NameTable()
  private(set) var entries = TripletEntries()

  /// - Parameter limit: the most entries there may be.
  init(
    _ text: Span<UInt8>, file: String, options: TripletOptions, limit: Int
  ) throws(FileError) {
    lines = try TripletLines(text, file: file, options: options)
    let isWeighted = options.fourthField != .ignored
    if isWeighted { entries.weights = [] }
    reserve(text, limit)
    var at = lines.start
    while at < text.count {
      guard entries.values.count < limit else {
        throw .badData(file: file, message: "more than \(limit) entries")
      }
      let entry = try lines.read(text, &at)
      entries.rowOf.append(rowTable.number(of: entry.row, in: text))
      entries.columnOf.append(columnTable.number(of: entry.column, in: text))
      entries.values.append(entry.value)
      if isWeighted { entries.weights?.append(entry.weight) }
    }
    (entries.rows, entries.columns) = (rowTable.count, columnTable.count)
    for (count, noun) in [(rowTable.count, "row"), (columnTable.count, "column")]
    where count < options.smallestSide {
      throw .badData(file: file, message: "a single \(noun) is not a matrix to complete")
    }
  }

  private mutating func reserve(_ text: Span<UInt8>, _ limit: Int) {
    var at = lines.start
    _ = lines.separator.fields(text, &at)
    // The first line is often the shortest: its identifiers are small numbers.
    let count = min(limit, (text.count - lines.start) / max(1, at - lines.start + 1))
    entries.rowOf.reserveCapacity(count)
    entries.columnOf.reserveCapacity(count)
    entries.values.reserveCapacity(count)
  }

  /// Entries number `first` and `second` have the same place.
  func duplicate(_ first: Int, _ second: Int, in text: Span<UInt8>) -> FileError {
    var at = lines.start, starts = (first: 0, second: 0)
    for line in 0...second {
      if line == first { starts.first = at }
      if line == second { starts.second = at }
      _ = lines.separator.fields(text, &at)
      lines.skipToNext(text, &at)
    }
    var place = starts.second
    let fields = lines.separator.fields(text, &place)
    let row = DelimitedText.string(text, fields[0]), column = DelimitedText.string(text, fields[1])
    let earlier = DelimitedText.line(of: starts.first, in: text)
    return lines.bad(
      text, starts.second, nil, "row \(row), column \(column) is on line \(earlier) already")
  }
}
