import Foundation
import LowRankIO
import Testing

@Suite("Filled tables")
struct FilledTableTests {
  /// A table in several guises: what the file holds, and between what its cells stand.
  private static func guise(
    cell: String, line: String = "\n", start: String = "", quoted: Bool = false
  ) -> String {
    let table = Planted.small
    func quote(_ text: String) -> String { quoted ? "\"\(text)\"" : text }
    let header = ["na\(quoted ? cell : "")me"] + (0..<table.columns).map { "c\($0)" }
    var lines = [header.map(quote).joined(separator: cell)]
    for i in 0..<table.rows {
      lines.append(([quote("row \(i)")] + table.cells(ofRow: i)).joined(separator: cell))
    }
    return start + lines.joined(separator: line) + line
  }

  static let guises: [(name: String, cell: Character, text: String)] = [
    ("t.csv", ",", guise(cell: ",")),
    ("t.csv", ",", guise(cell: ",", line: "\r\n")),
    ("t.csv", ",", guise(cell: ",", start: "\u{FEFF}")),
    ("t.csv", ",", guise(cell: ",", line: "\r\n", start: "\u{FEFF}", quoted: true)),
    ("t.csv", ";", guise(cell: ";")),
    ("t.tsv", "\t", guise(cell: "\t", line: "\r\n")),
  ]

  /// Everything outside the gaps stays byte for byte, and every gap becomes a number.
  @Test(arguments: guises)
  func keepsEveryByteOutsideTheGaps(_ each: (name: String, cell: Character, text: String)) throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(each.text, to: each.name)
      let output = "o." + (each.name as NSString).pathExtension
      let outcome = try lowrank("complete", each.name, "-o", output, "--max-rank", "3")
      #expect(outcome.status == 0, "\(outcome.complaint)")
      let byte = each.cell.asciiValue!, isBoundary = { (b: UInt8) in b == byte || b < 0x20 }
      let before = Array(each.text.utf8).split(
        omittingEmptySubsequences: false, whereSeparator: isBoundary)
      let after = try lowrank.bytes(output).split(
        omittingEmptySubsequences: false, whereSeparator: isBoundary)
      #expect(before.count == after.count)
      // Only gaps are empty: line ends are CRLF at most, and the last line is followed by nothing.
      let table = try WideTable(lowrank.bytes(output), file: output)
      #expect(table.gapCount == 0)
      #expect(table.rows == Planted.small.rows && table.columns == Planted.small.columns)
      #expect(zip(before, after).allSatisfy { $0.isEmpty || $0 == $1 })
      #expect(
        Self.boundaries(Array(each.text.utf8), byte)
          == Self.boundaries(try lowrank.bytes(output), byte))
    }
  }

  private static func boundaries(_ bytes: [UInt8], _ cell: UInt8) -> [UInt8] {
    bytes.filter { $0 == cell || $0 < 0x20 }
  }

  @Test func everyKindOfGapIsFilled() throws {
    try Lowrank.inFolder { lowrank in
      var lines = Planted.small.csv.split(separator: "\n").map(String.init)
      for (k, gap) in ["NA", "NaN", "null", "?", "", "-999", "n/a"].enumerated() {
        var cells = lines[k + 1].split(separator: ",", omittingEmptySubsequences: false)
        cells[3] = Substring(gap)
        lines[k + 1] = cells.joined(separator: ",")
      }
      try lowrank.write(lines.joined(separator: "\n"), to: "t.csv")
      let outcome = try lowrank("complete", "--missing", "-999,n/a", "t.csv", "-o", "o.csv")
      #expect(outcome.status == 0, "\(outcome.complaint)")
      let filled = try WideTable(contentsOf: lowrank.path("o.csv"))
      #expect(filled.gapCount == 0)
      #expect(filled.values.allSatisfy { abs($0) < 20 })
    }
  }

  @Test func anotherFormIsThatOfTheExtension() throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(Planted.small.csv, to: "t.csv")
      for name in ["o.csv", "o.tsv", "o.npy"] {
        #expect(try lowrank("complete", "t.csv", "-q", "-o", name).status == 0)
      }
      let csv = try WideTable(contentsOf: lowrank.path("o.csv"))
      let tsv = try WideTable(contentsOf: lowrank.path("o.tsv"))
      let npy = try DenseTable(NPY(lowrank.bytes("o.npy")[...], file: "o.npy"), file: "o.npy")
      #expect(tsv.delimiter == UInt8(ascii: "\t"))
      #expect(csv.values == tsv.values && csv.values == npy.values)
      #expect(tsv.rowNames == csv.rowNames && tsv.columnNames == csv.columnNames)
    }
  }

  @Test func numPyInAndOut() throws {
    let table = Planted.small
    let shown = table.values.indices.map { table.isShown[$0] ? table.values[$0] : .nan }
    try Lowrank.inFolder { lowrank in
      try lowrank.write(table.csv, to: "t.csv")
      try lowrank.write(NPY(shape: [24, 16], numbers: shown).encoded(), to: "t.npy")
      let archive = NPZ([
        "values": NPY(shape: [24, 16], numbers: table.values),
        "mask": NPY(shape: [24, 16], numbers: table.isShown.map { $0 ? 1 : 0 }),
      ])
      try lowrank.write(archive.encoded(), to: "t.npz")
      var filled: [[UInt8]] = []
      for name in ["t.csv", "t.npy", "t.npz"] {
        #expect(try lowrank("complete", name, "-o", "o.npy").status == 0)
        filled.append(try lowrank.bytes("o.npy"))
      }
      #expect(filled[0] == filled[1] && filled[0] == filled[2])
    }
  }

  @Test func tripletsBecomeATable() throws {
    let table = Planted.small
    try Lowrank.inFolder { lowrank in
      try lowrank.write(table.triplets, to: "t.csv")
      #expect(try lowrank("complete", "t.csv", "-o", "o.csv").status == 0)
      #expect(try lowrank("complete", "t.csv", "-o", "o.npy").status == 0)
      let csv = try WideTable(contentsOf: lowrank.path("o.csv"))
      let npy = try DenseTable(NPY(lowrank.bytes("o.npy")[...], file: "o.npy"), file: "o.npy")
      #expect(csv.values == npy.values)
      #expect(csv.rowNames?.first == table.triplets.split(separator: ",").first.map(String.init))
      for (k, row) in try #require(csv.rowNames).enumerated() {
        for (l, column) in try #require(csv.columnNames).enumerated() {
          let i = try #require(Int(row.dropFirst())), j = try #require(Int(column.dropFirst()))
          if table.isShown[i * table.columns + j] {
            #expect(csv.values[k * csv.columns + l] == table.value(i, j))
          }
        }
      }
    }
  }

  @Test func intervalsLieAroundThePredictions() throws {
    let table = Planted.small
    try Lowrank.inFolder { lowrank in
      try lowrank.write(table.csv, to: "t.csv")
      let outcome = try lowrank("complete", "t.csv", "-o", "o.csv", "--intervals", "0.8", "--json")
      let filled = try WideTable(contentsOf: lowrank.path("o.csv"))
      let lower = try WideTable(contentsOf: lowrank.path("o.lower.csv"))
      let upper = try WideTable(contentsOf: lowrank.path("o.upper.csv"))
      let areAround = filled.values.indices.allSatisfy { k in
        let (l, x, u) = (lower.values[k], filled.values[k], upper.values[k])
        return table.isShown[k] ? l == x && x == u : l < x && x < u
      }
      #expect(areAround)
      let report = try outcome.object()
      let intervals = try #require(report["intervals"] as? [String: Double])
      #expect(intervals["level"] == 0.8)
      #expect(abs(try #require(intervals["coverage"]) - 0.8) < 0.05)
      #expect(try lowrank.files() == ["o.csv", "o.lower.csv", "o.upper.csv", "t.csv"])
    }
  }

  @Test func standardInputAndGzip() throws {
    try Lowrank.inFolder { lowrank in
      let text = Array(Planted.small.csv.utf8)
      try lowrank.write(text, to: "t.csv")
      try lowrank.write(text, to: "g.csv")
      #expect(try lowrank.shell("gzip g.csv && mv g.csv.gz g.dat").status == 0)
      #expect(try lowrank("complete", "t.csv", "-o", "a.csv").status == 0)
      #expect(try lowrank("complete", "g.dat", "-o", "b.csv").status == 0)
      #expect(try lowrank.run(["complete", "-", "-o", "c.csv"], input: text).status == 0)
      let whole = try lowrank.bytes("a.csv")
      let inflated = try lowrank.bytes("b.csv"), piped = try lowrank.bytes("c.csv")
      #expect(whole == inflated && whole == piped)
      let bad = try lowrank.run(["complete", "-"], input: Array("1,2\n3,x\n".utf8))
      #expect(bad.complaint == "lowrank: standard input:2: column 2: \"x\" is not a number\n")
      #expect(bad.status == 65)
    }
  }
}
