import LowRankIO
import Testing

@Suite("Predict")
struct PredictTests {
  /// A model of `text`, in a folder with the filled table.
  private func withModel(
    _ text: String, _ options: [String] = [], _ body: (Lowrank) throws -> Void
  ) throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(text, to: "t.csv")
      let arguments = ["complete", "t.csv", "-o", "o.csv", "--model", "m.npz"]
      #expect(try lowrank.run(arguments + options).status == 0)
      try body(lowrank)
    }
  }

  @Test(arguments: [[], ["--link", "box=-1.5:1.5"], ["--rank", "1"]])
  func givesTheNumbersOfTheFilledTable(options: [String]) throws {
    let table = Planted.small
    try withModel(table.csv, options) { lowrank in
      let filled = try WideTable(contentsOf: lowrank.path("o.csv"))
      let gaps = table.values.indices.filter { !table.isShown[$0] }
      let pairs = gaps.map { "r\($0 / 16),c\($0 % 16)" }
      let answer = try lowrank.run(
        ["predict", "m.npz", "-"], input: Array(pairs.joined(separator: "\n").utf8))
      let expected = zip(pairs, gaps).map { "\($0),\(filled.values[$1])\n" }.joined()
      #expect(answer.output == "row,column,prediction\n" + expected)
      #expect(answer.status == 0)
    }
  }

  @Test func tripletsMayBeAskedAgain() throws {
    let table = Planted(30, 20, rank: 2, share: 0.7)
    try withModel(table.triplets) { lowrank in
      let answer = try lowrank("predict", "m.npz", "t.csv", "-o", "p.csv")
      #expect(answer.output == "" && answer.status == 0)
      let lines = try lowrank.text("p.csv").split(separator: "\n").dropFirst()
      let asked = table.triplets.split(separator: "\n")
      #expect(lines.count == asked.count)
      for (line, pair) in zip(lines, asked) {
        let told = line.split(separator: ","), given = pair.split(separator: ",")
        #expect(told[0] == given[0] && told[1] == given[1])
        #expect(abs(Double(told[2])! - Double(given[2])!) < 1e-10)
      }
    }
  }

  @Test func awkwardNamesAndNumbers() throws {
    let lines = Planted.small.csv.split(separator: "\n").map(String.init)
    let odd = [lines[0], "\"Smith, \"\"J\"\"\"" + lines[1].dropFirst(2)] + lines.dropFirst(2)
    try withModel(odd.joined(separator: "\n")) { lowrank in
      try lowrank.write("row,column\n\"Smith, \"\"J\"\"\",c3\n", to: "p.csv")
      let answer = try lowrank("predict", "m.npz", "p.csv")
      #expect(answer.output.hasPrefix("row,column,prediction\n\"Smith, \"\"J\"\"\",c3,"))
    }
    let bare = (0..<24).map { Planted.small.cells(ofRow: $0).joined(separator: ",") }
    try withModel(bare.joined(separator: "\n")) { lowrank in
      try lowrank.write("0 3\n23 15\n", to: "p.txt")
      #expect(try lowrank("predict", "m.npz", "p.txt").output.contains("\n23,15,"))
      try lowrank.write("24 3\n", to: "p.txt")
      let beyond = try lowrank("predict", "m.npz", "p.txt", "-o", "p.csv")
      #expect(beyond.complaint == "lowrank: p.txt: no pairs in it\n" || beyond.status == 65)
    }
  }

  @Test(arguments: [
    ("r0,c0\nr99,c0\n", "p.csv:2: column 1: the model has no row called \"r99\""),
    ("r0,c0\n\nr1,c99\n", "p.csv:3: column 2: the model has no column called \"c99\""),
    ("r0,c0\nr1\n", "p.csv:2: a row and a column are needed"),
    ("row,column\n", "p.csv: no pairs in it"),
    ("", "p.csv: no pairs in it"),
  ])
  func badPairs(_ each: (text: String, sentence: String)) throws {
    try withModel(Planted.small.csv, ["--rank", "1"]) { lowrank in
      try lowrank.write(each.text, to: "p.csv")
      let outcome = try lowrank("predict", "m.npz", "p.csv", "-o", "a.csv")
      #expect(outcome.status == 65)
      #expect(outcome.complaint == "lowrank: \(each.sentence)\n")
      #expect(try lowrank.files() == ["m.npz", "o.csv", "p.csv", "t.csv"])
    }
  }

  /// Rows that the model has not seen: exact data come back exactly, whatever the order of columns.
  @Test func newRowsOfAnExactMatrix() throws {
    let table = Planted(40, 12, rank: 2, share: 1, seed: 61).hiding { i, j in (i + 5 * j) % 4 == 0 }
    let lines = table.csv.split(separator: "\n").map(String.init)
    try withModel(lines[...30].joined(separator: "\n")) { lowrank in
      // The last nine rows, columns from behind.
      let turned = (lines[...0] + lines[31...]).map { line in
        let cells = line.split(separator: ",", omittingEmptySubsequences: false)
        return ([cells[0]] + cells.dropFirst().reversed()).joined(separator: ",")
      }
      try lowrank.write(turned.joined(separator: "\n"), to: "n.csv")
      let answer = try lowrank("predict", "m.npz", "--rows", "n.csv", "-o", "f.csv")
      #expect(answer.status == 0)
      let filled = try WideTable(contentsOf: lowrank.path("f.csv"))
      #expect(filled.rowNames == (30..<40).map { "r\($0)" })
      for i in 0..<10 {
        for j in 0..<12 {
          #expect(abs(filled.values[i * 12 + 11 - j] - table.value(30 + i, j)) < 1e-6)
        }
      }
    }
  }

  /// Noisy rows, one without a single cell: near what the whole table would have said, and far
  /// nearer to the truth than the means of the columns.
  @Test func newRowsOfANoisyTable() throws {
    let table = Planted(120, 20, rank: 2, noise: 0.3, share: 0.7, seed: 62)
    let lines = table.csv.split(separator: "\n").map(String.init)
    try withModel(lines[...100].joined(separator: "\n")) { lowrank in
      let empty = "empty" + String(repeating: ",", count: 20)
      try lowrank.write(
        (lines[...0] + lines[101...] + [empty]).joined(separator: "\n"), to: "n.csv")
      #expect(try lowrank("predict", "m.npz", "--rows", "n.csv", "-o", "f.csv").status == 0)
      let filled = try WideTable(contentsOf: lowrank.path("f.csv"))
      var error = 0.0, energy = 0.0
      for i in 0..<20 {
        for j in 0..<20 where !table.isShown[(100 + i) * 20 + j] {
          let truth = table.value(100 + i, j), difference = filled.values[i * 20 + j] - truth
          error += difference * difference
          energy += truth * truth
        }
      }
      // The noise alone makes a share of about 0.2.
      #expect((error / energy).squareRoot() < 0.35)
      #expect(filled.values[400...].allSatisfy { abs($0) < 1 })
    }
  }

  @Test(arguments: [
    ("name,c0,cx\nn,1,\n", "n.csv: the model has no column called \"cx\""),
    ("name,c0,c0\nn,1,\n", "n.csv: a column stands in it twice"),
    (
      "1,2\n3,\n", "n.csv: has 2 columns where the model has 16, and no names say which"
    ),
    ("name,c0,c1\nn,x,1\nm,2,1\nk,3,1\n", "n.csv:2: column 2: \"x\" is not a number"),
  ])
  func badRows(_ each: (text: String, sentence: String)) throws {
    try withModel(Planted.small.csv, ["--rank", "1"]) { lowrank in
      try lowrank.write(each.text, to: "n.csv")
      let outcome = try lowrank("predict", "m.npz", "--rows", "n.csv", "-o", "a.csv")
      #expect(outcome.status == 65)
      #expect(outcome.complaint == "lowrank: \(each.sentence)\n")
      #expect(try lowrank.files() == ["m.npz", "n.csv", "o.csv", "t.csv"])
    }
  }

  @Test func theBestColumns() throws {
    let table = Planted.small
    try withModel(table.csv) { lowrank in
      let all = (0..<24 * 16).map { "r\($0 / 16),c\($0 % 16)" }.joined(separator: "\n")
      let answer = try lowrank.run(["predict", "m.npz", "-"], input: Array(all.utf8))
      let lines = answer.output.split(separator: "\n").dropFirst().map(String.init)
      func value(_ line: String) -> Double { Double(line.split(separator: ",")[2])! }
      func best(_ lines: [String]) -> [String] {
        (0..<24).flatMap { i in
          lines.filter { $0.hasPrefix("r\(i),") }.sorted { value($0) > value($1) }.prefix(3)
        }
      }
      let top = try lowrank("predict", "m.npz", "--top", "3")
      #expect(top.status == 0)
      #expect(top.output.split(separator: "\n").dropFirst().map(String.init) == best(lines))
      // Without those that are known already.
      let shown = (0..<24 * 16).filter { table.isShown[$0] }
      let known = shown.map { "r\($0 / 16),c\($0 % 16),1\n" }.joined()
      try lowrank.write(known, to: "k.csv")
      let rest = try lowrank("predict", "m.npz", "--top", "3", "--except", "k.csv")
      let gaps = lines.indices.filter { !table.isShown[$0] }.map { lines[$0] }
      #expect(rest.output.split(separator: "\n").dropFirst().map(String.init) == best(gaps))
    }
  }

  @Test(arguments: [
    ([], "Error: one of PAIRS, --rows and --top is needed, and no more than one"),
    (
      ["p.csv", "--top", "3"],
      "Error: one of PAIRS, --rows and --top is needed, and no more than one"
    ),
    (["--top", "0"], "Error: --top 0: at least 1 is needed"),
    (["p.csv", "--except", "p.csv"], "Error: --except goes with --top"),
  ])
  func wrongUse(_ each: (arguments: [String], sentence: String)) throws {
    try Lowrank.inFolder { lowrank in
      let outcome = try lowrank.run(["predict", "m.npz"] + each.arguments)
      #expect(outcome.status == 64)
      #expect(outcome.complaint.split(separator: "\n").first.map(String.init) == each.sentence)
    }
  }

  @Test func notAModel() throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write("1,2\n3,4\n", to: "p.csv")
      let table = try lowrank("predict", "p.csv", "p.csv")
      #expect(table.status == 65)
      #expect(table.complaint == "lowrank: p.csv: is not a model: those are .npz archives\n")
      let absent = try lowrank("predict", "m.npz", "p.csv")
      #expect(absent.status == 66)
      try lowrank.write(NPZ(["x": NPY(shape: [2], numbers: [1, 2])]).encoded(), to: "m.npz")
      let archive = try lowrank("predict", "m.npz", "p.csv")
      #expect(archive.status == 65)
      #expect(archive.complaint.hasPrefix("lowrank: m.npz: "))
    }
  }
}
