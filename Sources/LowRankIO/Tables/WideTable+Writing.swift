extension WideTable {
  /// The table's text with its gaps filled, and every byte outside the gaps as it was.
  ///
  /// - Parameter values: row by row; only those at gaps are looked at. Where one is NaN the gap
  ///   stays as it is.
  public func filledText(values: [Double]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count + 20 * gaps.count)
    var copied = 0
    forEachFilling(values) { gap, value in
      text.append(contentsOf: bytes[copied..<gap.lowerBound])
      text.append(shortest: value)
      copied = gap.upperBound
    }
    text.append(contentsOf: bytes[copied...])
    return text
  }

  /// The filled table between other delimiters: cells keep their text, and are quoted where the
  /// new delimiter occurs in them.
  public func filledText(values: [Double], delimiter new: UInt8) -> [UInt8] {
    let filled = filledText(values: values)
    if new == delimiter { return filled }
    let text = filled.span
    var at = DelimitedText.start(of: text)
    var lines = DelimitedWriter(delimiter: new, after: filled[..<at], capacity: filled.count)
    while at < text.count {
      repeat {
        // The quotes were closed when the table was read, and filling adds none.
        let cell = DelimitedText.cell(text, &at, delimiter: delimiter) ?? at..<text.count
        lines.append(cell: filled[cell])
      } while skipDelimiter(text, &at)
      let end = at
      while at < text.count, DelimitedText.isLineEnd(text[at]) { at += 1 }
      lines.endLine(filled[end..<at])
    }
    return lines.bytes
  }

  /// Whether a delimiter stands at `at`, which moves behind it.
  private func skipDelimiter(_ text: Span<UInt8>, _ at: inout Int) -> Bool {
    guard at < text.count, text[at] == delimiter else { return false }
    at += 1
    return true
  }

  private func forEachFilling(_ values: [Double], _ body: (Range<Int>, Double) -> Void) {
    precondition(values.count == rows * columns, "one value per cell")
    var next = 0
    for (k, value) in self.values.enumerated() where value.isNaN {
      if !values[k].isNaN { body(gaps[next], values[k]) }
      next += 1
    }
  }

  /// A table as text: a header and row names where given, LF line ends, blanks where `values` is
  /// NaN, full precision elsewhere.
  public static func text(
    values: [Double], columns: Int, rowNames: [String]? = nil, columnNames: [String]? = nil,
    delimiter: UInt8 = UInt8(ascii: ",")
  ) -> [UInt8] {
    var lines = DelimitedWriter(delimiter: delimiter)
    if let columnNames { lines.line((rowNames == nil ? [] : [""]) + columnNames) }
    for row in 0..<values.count / max(columns, 1) {
      if let rowNames { lines.append(rowNames[row]) }
      for value in values[row * columns..<(row + 1) * columns] {
        lines.append(value.isNaN ? nil : value)
      }
      lines.endLine()
    }
    return lines.bytes
  }
}
