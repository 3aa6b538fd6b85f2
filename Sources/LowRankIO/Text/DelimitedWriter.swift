/// Lines of fields after RFC 4180, written in memory: what `DelimitedText` reads back.
///
/// The one rule of quoting: a text that holds the delimiter, a quote, CR or LF stands in quotes,
/// its own quotes doubled. Numbers are the shortest decimals that read back as the same double.
///
///     var lines = DelimitedWriter()
///     lines.line(["name", "value"])
///     lines.append("Abilene, TX")
///     lines.append(0.1)
///     lines.endLine()
///     lines.bytes  // name,value⏎"Abilene, TX",0.1⏎
///
/// Readers of triplets take quotes between single bytes only. Between blanks or `::` they are text,
/// so write triplets between tabs, commas or semicolons.
public struct DelimitedWriter: Sendable {
  public let delimiter: UInt8
  public private(set) var bytes: [UInt8] = []
  private var isAtLineStart = true

  public init(delimiter: UInt8 = UInt8(ascii: ",")) { self.delimiter = delimiter }

  /// A writer that goes on behind `start`, at the start of a line.
  init(delimiter: UInt8, after start: some Collection<UInt8>, capacity: Int) {
    self.delimiter = delimiter
    bytes.reserveCapacity(capacity)
    bytes.append(contentsOf: start)
  }

  /// A field of text.
  public mutating func append(_ text: String) {
    separate()
    bytes.append(name: text.utf8, delimiter: delimiter)
  }

  /// A field with a number. NaN and infinities are `nan` and `inf`.
  public mutating func append(_ number: Double) {
    separate()
    bytes.append(shortest: number)
  }

  /// A field with a number; nil is an empty field.
  public mutating func append(_ number: Double?) {
    if let number { append(number) } else { separate() }
  }

  public mutating func append(_ number: Int) {
    separate()
    bytes.append(contentsOf: number.description.utf8)
  }

  /// Ends the line, with LF.
  public mutating func endLine() { endLine(CollectionOfOne(0x0A)) }

  /// A whole line of texts.
  public mutating func line(_ texts: some Sequence<String>) {
    for text in texts { append(text) }
    endLine()
  }

  /// A whole line: a name and numbers.
  public mutating func line(_ name: String, _ numbers: some Sequence<Double>) {
    append(name)
    line(numbers)
  }

  /// A whole line of numbers.
  public mutating func line(_ numbers: some Sequence<Double>) {
    for number in numbers { append(number) }
    endLine()
  }

  /// A cell as it stands in a text: with its quotes if it has them, and else as a text.
  mutating func append(cell: some Collection<UInt8>) {
    separate()
    if cell.first == DelimitedText.quote && cell.count > 1 {
      bytes.append(contentsOf: cell)
    } else {
      bytes.append(name: cell, delimiter: delimiter)
    }
  }

  /// Ends the line as another text does.
  mutating func endLine(_ end: some Collection<UInt8>) {
    bytes.append(contentsOf: end)
    isAtLineStart = true
  }

  private mutating func separate() {
    if !isAtLineStart { bytes.append(delimiter) }
    isAtLineStart = false
  }
}

extension [UInt8] {
  /// The shortest decimal that reads back as the same double.
  mutating func append(shortest value: Double) { append(contentsOf: value.description.utf8) }

  /// What a field says, in quotes if it holds the delimiter, a quote or a line end.
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
