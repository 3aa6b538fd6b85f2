import LowRankIO
import Testing

@Suite("Convert")
struct ConvertTests {
  /// From every form into every other and back to a wide table: the same cells and gaps.
  @Test(
    arguments: ["csv", "tsv", "txt", "npy", "npz", "mtx"], ["csv", "tsv", "txt", "npy", "mtx"])
  func keepsCells(_ first: String, _ second: String) throws {
    // Triplets number rows and columns as they come: in order where the first of each is full.
    let table = Planted(7, 5, rank: 2, share: 1, seed: 71).hiding { i, j in
      i > 0 && j > 0 && (i + j) % 3 == 0
    }
    try Lowrank.inFolder { lowrank in
      try lowrank.write(table.csv, to: "t.csv")
      #expect(try lowrank("convert", "t.csv", "a.\(first)").status == 0)
      #expect(try lowrank("convert", "a.\(first)", "b.\(second)").status == 0)
      #expect(try lowrank("convert", "b.\(second)", "c.csv").status == 0)
      let back = try WideTable(contentsOf: lowrank.path("c.csv"))
      let cells = table.values.indices.map { table.isShown[$0] ? table.values[$0] : .nan }
      #expect((back.rows, back.columns) == (7, 5))
      #expect(back.values.map { "\($0)" } == cells.map { "\($0)" })
    }
  }

  /// Names go along with commas, tabs, quotes and blanks in them; observed cells keep their text.
  @Test func keepsNamesAndText() throws {
    let text = "name,\"a, b\",\"say \"\"c\"\"\"\nx y,1.50,\n\"z\tw\",,2e0\n"
    try Lowrank.inFolder { lowrank in
      try lowrank.write(text, to: "t.csv")
      #expect(try lowrank("convert", "t.csv", "t.tsv").status == 0)
      #expect(
        try lowrank.text("t.tsv")
          == "name\t\"a, b\"\t\"say \"\"c\"\"\"\nx y\t1.50\t\n\"z\tw\"\t\t2e0\n")
      #expect(try lowrank("convert", "t.csv", "l.txt").status == 0)
      let listed = try Triplets(contentsOf: lowrank.path("l.txt"))
      #expect(listed.rowNames == ["x y", "z\tw"])
      #expect(listed.columnNames == ["a, b", "say \"c\""])
      #expect(listed.values == [1.5, 2])
      #expect(try lowrank("convert", "t.csv", "l.csv", "--triplets").status == 0)
      #expect(try lowrank.text("l.csv").hasPrefix("x y,\"a, b\",1.5\n"))
    }
  }

  /// Zeros are what they are: nobody is asked about them.
  @Test func zerosAreData() throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write("1,0,0\n0,2,3\n", to: "t.csv")
      #expect(try lowrank("convert", "t.csv", "t.mtx").status == 0)
      #expect(
        try lowrank.text("t.mtx")
          == "%%MatrixMarket matrix array real general\n2 3\n1.0\n0.0\n0.0\n2.0\n0.0\n3.0\n")
    }
  }

  static let mistakes: [(arguments: [String], status: Int32, sentence: String)] = [
    (
      ["t.csv", "o.foo"], 64,
      "Error: o.foo: the extension must be one of .csv, .tsv, .txt, .npy, .npz, .mtx"
    ),
    (
      ["t.csv", "o.mtx", "--triplets"], 64,
      "Error: o.mtx: the extension must be one of .csv, .tsv, .txt"
    ),
    (
      ["t.csv", "o.csv", "--fold", "2"], 64,
      "Error: convert changes the form alone: leave --weights, --sigma and --fold out"
    ),
    (["absent", "o.csv"], 66, "lowrank: absent: cannot open: no such file or directory"),
    (["t.csv", "no/o.csv"], 73, "lowrank: no/o.csv: cannot write: no such file or directory"),
    (["bad.csv", "o.csv"], 65, "lowrank: bad.csv:2: column 2: \"x\" is not a number"),
    (
      ["huge.mtx", "o.csv"], 73,
      "lowrank: o.csv: cannot write: the full 1000000 × 1000000 matrix takes 8000 GB; "
        + "convert it to triplets (.txt) or Matrix Market (.mtx)"
    ),
  ]

  @Test(arguments: mistakes)
  func isSaid(_ each: (arguments: [String], status: Int32, sentence: String)) throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(Planted.small.csv, to: "t.csv")
      try lowrank.write("1,2\n3,x\n", to: "bad.csv")
      try lowrank.write(
        "%%MatrixMarket matrix coordinate real general\n1000000 1000000 1\n1 1 1\n",
        to: "huge.mtx")
      let outcome = try lowrank.run(["convert"] + each.arguments)
      #expect(outcome.status == each.status)
      #expect(outcome.complaint.split(separator: "\n").first.map(String.init) == each.sentence)
      #expect(try lowrank.files() == ["bad.csv", "huge.mtx", "t.csv"])
    }
  }
}
