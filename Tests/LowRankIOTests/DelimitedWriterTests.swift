import LinearAlgebra
import LowRankIO
import Testing

@Suite("Lines of fields: writing")
struct DelimitedWriterTests {
  private func text(_ lines: DelimitedWriter) -> String {
    String(decoding: lines.bytes, as: UTF8.self)
  }

  @Test(arguments: [",", "\t", ";"] as [Unicode.Scalar])
  func textsAreQuotedWhereTheyMustBe(delimiter: Unicode.Scalar) {
    var lines = DelimitedWriter(delimiter: UInt8(ascii: delimiter))
    let bare =
      ["", "a", " a ", "é🐟", "a|b", "'a'"] + [",", "\t", ";"].filter { $0 != "\(delimiter)" }
    lines.line(bare)
    let special = [
      "\(delimiter)", "x\(delimiter)y", "\"", "\"\"", "a \"b\" c", "a\nb", "a\rb", "\r\n",
    ]
    lines.line(special)
    let quoted = special.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }
    let expected = [bare, quoted].map { $0.joined(separator: "\(delimiter)") + "\n" }.joined()
    #expect(text(lines) == expected)
  }

  @Test func numbers() {
    var lines = DelimitedWriter()
    lines.line("a", [0.1, -0.0, 1, 1e300, .leastNonzeroMagnitude, .nan, .infinity])
    lines.line([2.5])
    lines.append(-7)
    lines.append(nil as Double?)
    lines.append(3.0 as Double?)
    lines.append("")
    lines.endLine()
    lines.append(nil as Double?)
    lines.append(nil as Double?)
    lines.endLine()
    #expect(text(lines) == "a,0.1,-0.0,1.0,1e+300,5e-324,nan,inf\n2.5\n-7,,3.0,\n,\n")
  }

  @Test func nothingIsNothing() { #expect(DelimitedWriter().bytes.isEmpty) }

  /// What is written as names of a table or of triplets is read back, whatever is in it.
  @Test(arguments: 0..<40)
  func namesReadBack(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let delimiter = UInt8(ascii: [",", "\t", ";"].randomElement(using: &random)!)
    func name(_ k: Int) -> String {
      let letters = ["a", "é", "\"", ",", ";", "'", "\n", "\r", " ", "|", "#", "1"]
      // Blanks at the ends are not read, and the number tells names apart.
      return "<" + (0..<5).map { _ in letters.randomElement(using: &random)! }.joined() + ">\(k)"
    }
    let rows = (0..<4).map(name), columns = (0..<3).map(name)
    let values = (0..<12).map { _ in random.normal() }
    let table = try WideTable(
      WideTable.text(
        values: values, columns: 3, rowNames: rows, columnNames: columns, delimiter: delimiter),
      file: "t", options: TableOptions(delimiter: delimiter))
    #expect(table.rowNames == rows)
    #expect(table.columnNames == columns)
    #expect(table.values == values)
  }

  @Test func tripletsWithAHeaderReadBack() throws {
    let names = ["Abilene, TX", "say \"x\"", "a;b"]
    let triplets = Triplets(
      rowNames: names, columnNames: names,
      pattern: SparsityPattern(rows: 3, columns: 3, rowStart: [0, 2, 3, 4], column: [0, 2, 1, 0]),
      values: [1, 2, 3, 4], weights: [1, 2, 4, 8])
    let bytes = triplets.text(header: ["row", "column,", "value", "weight"])
    #expect(bytes.starts(with: "row,\"column,\",value,weight\n".utf8))
    let read = try Triplets(
      bytes, file: "t", options: TripletOptions(fourthField: .weight, header: true))
    #expect(Set(read.rowNames) == Set(names))
    #expect(read.values == triplets.values)
    #expect(read.weights == triplets.weights)
  }
}
