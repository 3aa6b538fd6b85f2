import LinearAlgebra
import LowRankIO
import Testing

/// Lines of mostly equal numbers of odd but mostly valid cells, and now and then a stray byte.
private func randomText(widths: ClosedRange<Int>, using random: inout SeededGenerator) -> [UInt8] {
  let cells = [
    "1", "-2.5", "\"3\"", " 4 ", "1e5", "0", "6", "7", "8.", "", "NA", "\"\"", "\"?\"", "x",
    "\"a,b;c\"", "\"a\n\"\"1\"",
  ]
  let width = Int.random(in: widths, using: &random)
  let delimiter = [",", ";", "\t"].randomElement(using: &random)!
  let lineEnd = ["\n", "\r\n", "\r", "\n\n"].randomElement(using: &random)!
  // Texts in few cases only: most of them are an error.
  let choices = random.uniform() < 0.2 ? cells.count : cells.count - 3
  var text = random.uniform() < 0.1 ? "\u{FEFF}" : ""
  for _ in 0..<Int.random(in: 1...6, using: &random) {
    let line = (0..<width).map { _ in cells[Int.random(in: 0..<choices, using: &random)] }
    text += line.joined(separator: delimiter) + lineEnd
  }
  var bytes = Array(text.utf8)
  if random.uniform() < 0.3 {
    let stray = Array(",;\t\"\n\r .e-0:".utf8).randomElement(using: &random)!
    bytes.insert(stray, at: Int.random(in: 0...bytes.count, using: &random))
  }
  return bytes
}

@Suite("Random text is read or reported")
struct RandomTextTests {
  @Test(arguments: 0..<20)
  func asTable(seed: UInt64) {
    var random = SeededGenerator(seed: seed), read = 0
    for _ in 0..<500 {
      let text = randomText(widths: 2...6, using: &random)
      let options = TableOptions(smallestSide: 1)
      guard let table = try? WideTable(text, file: "t", options: options) else { continue }
      read += 1
      #expect(table.values.count == table.rows * table.columns)
      #expect(table.gapCount == table.values.count { $0.isNaN })
      #expect(table.filledText(values: table.values) == text)
      // Filled and read again, no gap is left and the values are those meant.
      let values = table.values.map { $0.isNaN ? 0.5 : $0 }
      let again = TableOptions(
        header: table.hasHeader, indexColumns: table.indexColumns, delimiter: table.delimiter,
        smallestSide: 1)
      let filled = try? WideTable(table.filledText(values: values), file: "f", options: again)
      let shown = String(decoding: text, as: UTF8.self).debugDescription
      #expect(filled?.values == values, "\(shown)")
    }
    #expect(read > 10, "too few texts were tables for this to be a test")
  }

  @Test(arguments: 0..<20)
  func asTriplets(seed: UInt64) {
    var random = SeededGenerator(seed: seed), read = 0
    for _ in 0..<500 {
      let text = randomText(widths: 3...4, using: &random)
      _ = detectForm(text, path: "t")
      let options = TripletOptions(duplicates: .last, smallestSide: 1)
      guard let triplets = try? Triplets(text, file: "t", options: options) else { continue }
      read += 1
      let areFinite = triplets.values.allSatisfy { $0.isFinite }
      #expect(areFinite)
      #expect(triplets.rowNames.count == triplets.rows)
    }
    #expect(read > 10, "too few texts were triplets for this to be a test")
  }
}
