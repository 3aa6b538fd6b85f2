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
    var result: [UInt8] = [], at = DelimitedText.start(of: text)
    result.reserveCapacity(filled.count)
    result.append(contentsOf: filled[..<at])
    while at < text.count {
      // The quotes were closed when the table was read, and filling adds none.
      let cell = DelimitedText.cell(text, &at, delimiter: delimiter) ?? at..<text.count
      result.append(cell: filled[cell], delimiter: new)
      while at < text.count {
        let byte = text[at]
        guard byte == delimiter || DelimitedText.isLineEnd(byte) else { break }
        result.append(byte == delimiter ? new : byte)
        at += 1
        if byte == delimiter { break }
      }
    }
    return result
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
    var text: [UInt8] = []
    if let columnNames {
      let corner = rowNames == nil ? [] : [""]
      for (k, name) in (corner + columnNames).enumerated() {
        if k > 0 { text.append(delimiter) }
        text.append(name: name.utf8, delimiter: delimiter)
      }
      text.append(0x0A)
    }
    for row in 0..<values.count / max(columns, 1) {
      if let rowNames {
        text.append(name: rowNames[row].utf8, delimiter: delimiter)
        text.append(delimiter)
      }
      for column in 0..<columns {
        if column > 0 { text.append(delimiter) }
        let value = values[row * columns + column]
        if !value.isNaN { text.append(shortest: value) }
      }
      text.append(0x0A)
    }
    return text
  }
}

extension [UInt8] {
  /// The shortest decimal that reads back as the same double.
  mutating func append(shortest value: Double) { append(contentsOf: value.description.utf8) }

  /// A cell as it stands in a text: with its quotes if it has them, and else as `append(name:)`.
  mutating func append(cell: some Collection<UInt8>, delimiter: UInt8) {
    if cell.first == DelimitedText.quote && cell.count > 1 { return append(contentsOf: cell) }
    append(name: cell, delimiter: delimiter)
  }

  /// What a cell says, in quotes if it holds the delimiter, a quote or a line end.
  public mutating func append(name: some Collection<UInt8>, delimiter: UInt8) {
    let quote = DelimitedText.quote
    let needsQuotes = name.contains {
      $0 == delimiter || $0 == quote || DelimitedText.isLineEnd($0)
    }
    guard needsQuotes else { return append(contentsOf: name) }
    append(quote)
    for byte in name { append(contentsOf: byte == quote ? [quote, quote] : [byte]) }
    append(quote)
  }
}
