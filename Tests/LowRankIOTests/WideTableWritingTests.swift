import LinearAlgebra
import LowRankIO
import Testing

@Suite("Wide tables: writing")
struct WideTableWritingTests {
  @Test func everyByteOutsideTheGapsStays() throws {
    let text =
      "\u{FEFF}\"na,me\";a;\"b \"\"q\"\"\"\r\n\r\nx ; 1.50;NA\r\n"
      + "\"y\";\"?\"; \r\nz;+3e0;007\r\n\r\n"
    let table = try WideTable(Array(text.utf8), file: "t.csv")
    let filled = table.filledText(values: [0, 0.1, 1e-7, 1.0 / 3, 0, 0])
    let expected =
      "\u{FEFF}\"na,me\";a;\"b \"\"q\"\"\"\r\n\r\nx ; 1.50;0.1\r\n"
      + "\"y\";1e-07; 0.3333333333333333\r\nz;+3e0;007\r\n\r\n"
    #expect(String(decoding: filled, as: UTF8.self) == expected)
  }

  @Test func nothingToFillGivesTheSameBytes() throws {
    let bytes = Array("a,b\n1.0,\n,2.00\n".utf8)
    let table = try WideTable(bytes, file: "t.csv")
    #expect(table.filledText(values: table.values) == bytes)
  }

  @Test func anotherDelimiterRequotes() throws {
    let text = "n,\"a,b\",c\td\r\n\"x\ty\",,2\r\nz,3,4\r\n"
    let table = try WideTable(Array(text.utf8), file: "t.csv", options: .init(delimiter: 0x2C))
    let filled = table.filledText(values: [1.5, 0, 0, 0], delimiter: 0x09)
    let expected = "n\t\"a,b\"\t\"c\td\"\r\n\"x\ty\"\t1.5\t2\r\nz\t3\t4\r\n"
    #expect(String(decoding: filled, as: UTF8.self) == expected)
  }

  @Test func newTableReadsBack() throws {
    let values: [Double] = [
      1, .nan, -0.1, 1e300, Double.leastNonzeroMagnitude, 123_456_789.123_456_79,
    ]
    let text = WideTable.text(
      values: values, columns: 3, rowNames: ["x,1", "y\"2"], columnNames: ["a", "b\nc", "d"])
    let table = try WideTable(text, file: "t.csv")
    #expect(isSame(table.values, values))
    #expect(table.rowNames == ["x,1", "y\"2"])
    #expect(table.columnNames == ["a", "b\nc", "d"])
  }

  /// Random tables of random form: what is read is what was meant, and filling changes gaps only.
  @Test(arguments: 0..<60)
  func randomTables(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let sample = RandomTable(using: &random)
    let table = try WideTable(Array(sample.text.utf8), file: "t.csv")
    #expect(isSame(table.values, sample.values))
    #expect(table.columnNames == sample.columnNames)
    #expect(table.rowNames == sample.rowNames)
    let filled = table.filledText(values: sample.values.map { $0.isNaN ? 0.125 : 99 })
    #expect(String(decoding: filled, as: UTF8.self) == sample.text(gap: "0.125"))
  }
}

/// A table with random numbers, gaps, names, delimiter and line ends, and its text.
private struct RandomTable {
  var values: [Double] = []
  var columnNames: [String]?
  var rowNames: [String]?
  private var pieces: [String?] = []

  /// The text with `gap` in place of every gap; nil leaves them as they were.
  func text(gap: String) -> String { pieces.map { $0 ?? gap }.joined() }
  var text: String

  init(using random: inout SeededGenerator) {
    let rows = Int.random(in: 2...12, using: &random)
    let columns = Int.random(in: 2...9, using: &random)
    let delimiter = [",", ";", "\t"].randomElement(using: &random)!
    let lineEnd = ["\n", "\r\n"].randomElement(using: &random)!
    let gaps = ["", "NA", "NaN", "null", "?", "\"\""]
    rowNames = Bool.random(using: &random) ? (0..<rows).map { "row \($0)" } : nil
    if Bool.random(using: &random) {
      columnNames = (0..<columns).map { "c\($0)" }
      let corner = rowNames == nil ? "" : "name" + delimiter
      pieces.append(corner + columnNames!.joined(separator: delimiter) + lineEnd)
    }
    text = pieces.map { $0! }.joined()
    for row in 0..<rows {
      if let rowNames { append("\"\(rowNames[row])\"" + delimiter) }
      for column in 0..<columns {
        if column > 0 { append(delimiter) }
        // The first column stays observed: a row of gaps alone may be a blank line.
        if column > 0 && random.uniform() < 0.3 {
          values.append(.nan)
          pieces.append(nil)
          text += gaps.randomElement(using: &random)!
        } else {
          let scale = [1e-9, 1, 1e12].randomElement(using: &random)!
          values.append(random.normal() * scale)
          append("\(values.last!)")
        }
      }
      append(lineEnd)
    }
  }

  private mutating func append(_ piece: String) {
    pieces.append(piece)
    text += piece
  }
}
