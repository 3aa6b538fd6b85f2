/// One pass over the text of a wide table.
///
/// The loop reads a number where a cell starts and looks whether the cell ends behind it; all
/// other cells (quoted, spaced, gaps, wrong) take the slow way of `readSpecialCell`.
struct TableReader {
  let file: String
  let options: TableOptions
  private let gapTokens: GapTokens
  private(set) var columnNames: [String] = []
  private(set) var rowNames: [String] = []
  private(set) var values: [Double] = []
  private(set) var gaps: [Range<Int>] = []
  private(set) var rows = 0

  init(file: String, options: TableOptions) {
    self.file = file
    self.options = options
    gapTokens = GapTokens(missing: options.missing)
  }

  /// Reads the whole text into the properties and says how it is laid out.
  mutating func read(_ text: Span<UInt8>) throws(FileError) -> TableLayout {
    var at = DelimitedText.start(of: text)
    DelimitedText.skipBlankLines(text, &at)
    guard at < text.count else { throw .badData(file: file, message: "the file is empty") }
    let layout = try TableLayout(text, from: at, file: file, options: options)
    if layout.hasHeader { readHeader(text, &at, layout) }
    guard at < text.count else {
      throw .badData(file: file, message: "there is a header and no row below it")
    }
    reserve(text, from: at, layout)
    while at < text.count {
      let line = at
      try readIndex(text, &at, layout)
      try readLine(text, &at, layout, from: line)
      rows += 1
      DelimitedText.skipBlankLines(text, &at)
    }
    try checkShape(layout)
    return layout
  }

  private mutating func readHeader(_ text: Span<UInt8>, _ at: inout Int, _ layout: TableLayout) {
    // The layout has read this line already: its quotes are closed.
    let cells = DelimitedText.record(text, &at, delimiter: layout.delimiter) ?? []
    for cell in cells.dropFirst(layout.indexColumns) {
      columnNames.append(DelimitedText.string(text, cell))
    }
  }

  /// Room for as many rows as there would be if all were as long as the first, and a tenth more:
  /// pages that are never touched cost nothing, growing once costs a copy of everything.
  private mutating func reserve(_ text: Span<UInt8>, from start: Int, _ layout: TableLayout) {
    var at = start
    _ = DelimitedText.record(text, &at, delimiter: layout.delimiter)
    let rows = (text.count - start) / max(1, at - start) + 1
    values.reserveCapacity((rows + rows / 10) * (layout.width - layout.indexColumns))
  }

  /// Reads the cells that name the row; `at` moves to its first value.
  private mutating func readIndex(
    _ text: Span<UInt8>, _ at: inout Int, _ layout: TableLayout
  ) throws(FileError) {
    guard layout.indexColumns > 0 else { return }
    let line = at
    var names: [String] = []
    for column in 0..<layout.indexColumns {
      guard let cell = DelimitedText.cell(text, &at, delimiter: layout.delimiter) else {
        throw bad(text, line, nil, "a quote is opened and never closed")
      }
      names.append(DelimitedText.string(text, cell))
      if column + 1 < layout.width {
        try step(text, &at, layout, over: column + 1, of: line)
      }
    }
    rowNames.append(names.joined(separator: " "))
  }

  /// Reads the values of one line; `at` moves to the next line.
  @inline(__always)
  private mutating func readLine(
    _ text: Span<UInt8>, _ at: inout Int, _ layout: TableLayout, from line: Int
  ) throws(FileError) {
    let zeroMayBeGap = !gapTokens.numbers.isEmpty
    for column in layout.indexColumns..<layout.width {
      let start = at
      if let value = DecimalNumber.scan(text, &at), value.isFinite, !zeroMayBeGap,
        endsCell(text, at, layout.delimiter)
      {
        values.append(value)
      } else {
        at = start
        try readSpecialCell(text, &at, layout, column, of: line)
      }
      if column + 1 < layout.width { try step(text, &at, layout, over: column + 1, of: line) }
    }
    guard at == text.count || DelimitedText.isLineEnd(text[at]) else {
      let width = countCells(text, from: line, layout)
      throw bad(text, line, nil, "\(width) cells where \(layout.width) are expected")
    }
    DelimitedText.skipLineEnd(text, &at)
  }

  @inline(__always)
  private func endsCell(_ text: Span<UInt8>, _ at: Int, _ delimiter: UInt8) -> Bool {
    if at == text.count { return true }
    let byte = text[unchecked: at]
    return byte == delimiter || DelimitedText.isLineEnd(byte)
  }

  /// Moves over the delimiter behind a cell that is not the line's last.
  @inline(__always)
  private func step(
    _ text: Span<UInt8>, _ at: inout Int, _ layout: TableLayout, over cells: Int, of line: Int
  ) throws(FileError) {
    guard at < text.count, text[unchecked: at] == layout.delimiter else {
      let noun = cells == 1 ? "cell" : "cells"
      throw bad(text, line, nil, "\(cells) \(noun) where \(layout.width) are expected")
    }
    at &+= 1
  }

  /// Reads a cell that is not a bare number.
  private mutating func readSpecialCell(
    _ text: Span<UInt8>, _ at: inout Int, _ layout: TableLayout, _ column: Int, of line: Int
  ) throws(FileError) {
    guard let cell = DelimitedText.cell(text, &at, delimiter: layout.delimiter) else {
      throw bad(text, line, column, "a quote is opened and never closed")
    }
    let content = DelimitedText.content(text, cell)
    var end = content.lowerBound
    let value = DecimalNumber.scan(text, &end)
    if gapTokens.contains(text, content) {
      addGap(text, cell)
    } else if let value, end == content.upperBound {
      if gapTokens.numbers.contains(value) { return addGap(text, cell) }
      guard value.isFinite else { throw tooLarge(text, cell, column) }
      values.append(value)
    } else {
      let words = DelimitedText.string(text, cell)
      throw bad(text, cell.lowerBound, column, "\"\(words)\" is not a number")
    }
  }

  private mutating func addGap(_ text: Span<UInt8>, _ cell: Range<Int>) {
    values.append(.nan)
    gaps.append(DelimitedText.trimmed(text, cell))
  }

  private func checkShape(_ layout: TableLayout) throws(FileError) {
    let columns = layout.width - layout.indexColumns
    for (count, noun) in [(rows, "row"), (columns, "column")] where count < options.smallestSide {
      let number = count == 0 ? "no \(noun) of values" : "a single \(noun)"
      throw .badData(file: file, message: "\(number) is not a matrix to complete")
    }
    guard gaps.count < values.count else {
      throw .badData(file: file, message: "every cell is a gap")
    }
  }

  private func countCells(_ text: Span<UInt8>, from line: Int, _ layout: TableLayout) -> Int {
    var at = line
    return DelimitedText.record(text, &at, delimiter: layout.delimiter)?.count ?? 0
  }

  private func tooLarge(_ text: Span<UInt8>, _ cell: Range<Int>, _ column: Int) -> FileError {
    let words = DelimitedText.string(text, cell)
    return bad(text, cell.lowerBound, column, "\"\(words)\" is too large for a double")
  }

  /// - Parameter column: counted from 0.
  private func bad(
    _ text: Span<UInt8>, _ offset: Int, _ column: Int?, _ message: String
  ) -> FileError {
    let line = DelimitedText.line(of: offset, in: text)
    return .badData(file: file, line: line, column: column.map { $0 + 1 }, message: message)
  }
}
