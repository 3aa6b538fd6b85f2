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
