import LowRankIO
import LowRankTheory
import Testing

/// Options whose effect is seen in the report or in what was read; those about files, limits and
/// ranks have tests of their own.
@Suite("Options")
struct OptionTests {
  private func report(
    _ text: String, _ options: [String], file: String = "t.csv"
  ) throws -> [String: Any] {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(text, to: file)
      let outcome = try lowrank.run(["complete", file, "--json", "--max-rank", "2"] + options)
      #expect([0, 2].contains(outcome.status), "\(outcome.complaint)")
      return try outcome.object()
    }
  }

  private func shape(_ report: [String: Any]) -> [Int] {
    let data = report["data"] as? [String: Any]
    return ["rows", "columns", "observed"].compactMap { data?[$0] as? Int }
  }

  /// How a text is read under some options: rows, columns, observed cells.
  static let readings: [(options: [String], text: String, shape: [Int])] = [
    (["--form", "wide"], "1,1,3\n1,2,4\n2,1,5\n", [3, 3, 9]),
    (["--form", "triplets"], "1,1,3\n1,2,4\n2,1,5\n", [2, 2, 3]),
    (["--header"], "1,2\n3,4\n5,6\n7,8\n", [3, 2, 6]),
    (["--no-header"], "1,2\n3,4\n5,6\n7,8\n", [4, 2, 8]),
    (["--index-columns", "1"], "1,2,3\n3,4,5\n5,6,8\n", [3, 2, 6]),
    (["--index-columns", "0"], "1,2,3\n3,4,5\n5,6,8\n", [3, 3, 9]),
    (["--index-column"], "1,2,3\n3,4,5\n5,6,8\n", [3, 2, 6]),
    (["--no-index-column"], "1,2,3\n3,4,5\n5,6,8\n", [3, 3, 9]),
    (["--missing", "4"], "1,2,3\n3,4,5\n5,6,8\n", [3, 3, 8]),
    (["--missing", "4,8"], "1,2,3\n3,4,5\n5,6,8\n", [3, 3, 7]),
    (["--missing", "4", "--missing", "-5"], "1,2,3\n3,4,-5\n5,6,8\n", [3, 3, 7]),
    (["--missing", "0"], "1,0,3\n0,4,0\n5,6,8\n", [3, 3, 6]),
    (["--missing", "none"], "1,0,3\n0,4,0\n5,6,8\n", [3, 3, 9]),
    (["--duplicates", "mean"], "a,x,1\na,y,2\nb,x,3\na,x,2\n", [2, 2, 3]),
    (["--duplicates", "last"], "a,x,1\na,y,2\nb,x,3\na,x,2\n", [2, 2, 3]),
    (["--fourth-field", "ignore"], "a x 1 0\na y 2 0\nb x 3 0\n", [2, 2, 3]),
    (["--fold", "3"], "t,x\n1,1\n2,2\n3,\n4,4\n5,5\n6,6\n7,7\n", [3, 3, 6]),
  ]

  @Test(arguments: readings)
  func reading(_ each: (options: [String], text: String, shape: [Int])) throws {
    var options = each.options
    if options[0] == "--fold" { options += ["--index-columns", "1"] }
    #expect(try shape(report(each.text, options)) == each.shape)
  }

  @Test(arguments: [
    ("entry", "entry"), ("row", "row"), ("column", "column"), ("block=3", "block=3"),
    ("tail=2", "tail=2"), ("auto", "entry"),
  ])
  func holdout(_ each: (option: String, name: String)) throws {
    let report = try report(Planted.small.csv, ["--holdout", each.option])
    #expect((report["heldout"] as? [String: Any])?["pattern"] as? String == each.name)
  }

  /// Gaps in runs down the columns are imitated without being told.
  @Test func runsOfGapsAreImitated() throws {
    let table = Planted(60, 12, rank: 1, noise: 0.1, share: 1, seed: 51)
      .hiding { i, j in (i + 7 * j) % 60 < 12 }
    let report = try report(table.csv, [])
    let pattern = try #require((report["heldout"] as? [String: Any])?["pattern"] as? String)
    #expect(pattern.hasPrefix("block="))
  }

  @Test func holdoutFraction() throws {
    let counts = try ["0.05", "0.1", "0.3"].map { fraction in
      let report = try report(Planted.small.csv, ["--holdout-fraction", fraction])
      return try #require((report["heldout"] as? [String: Any])?["count"] as? Int)
    }
    let shown = Double(Planted.small.isShown.count { $0 })
    // Five folds of 5 and 10 %, one of 30 % (two would not leave half of the cells visible).
    let expected = [(0.05, 5), (0.1, 5), (0.3, 1)].map { Int((shown * $0).rounded()) * $1 }
    #expect(counts == expected)
  }

  /// Zeros of an array are gaps or data as told, and a question as long as nobody says.
  @Test func zerosOfAnArray() throws {
    let array = NPY(shape: [3, 3], numbers: [1, 0, 3, 0, 4, 5, 5, 6, 8]).encoded()
    try Lowrank.inFolder { lowrank in
      try lowrank.write(array, to: "t.npy")
      for (tokens, observed) in [("0", 7), ("none", 9)] {
        let outcome = try lowrank("complete", "t.npy", "--json", "--missing", tokens)
        #expect(try shape(outcome.object()) == [3, 3, observed])
      }
      let silent = try lowrank("complete", "t.npy")
      #expect(silent.status == 65)
      #expect(silent.complaint.contains("22 % of the cells are exactly zero and none is a gap"))
    }
  }

  /// A Matrix Market file in, and one out that is full.
  @Test func matrixMarket() throws {
    let text =
      "%%MatrixMarket matrix coordinate real general\n3 3 7\n1 1 1\n1 2 2\n2 1 2\n2 2 4\n3 3 3\n"
      + "1 3 1\n3 1 3\n"
    try Lowrank.inFolder { lowrank in
      try lowrank.write(text, to: "t.mtx")
      let outcome = try lowrank("complete", "t.mtx", "--json", "-o", "o.mtx", "--rank", "1")
      #expect(try shape(outcome.object()) == [3, 3, 7])
      guard case .array(let table) = try MatrixMarket(lowrank.bytes("o.mtx"), file: "o.mtx") else {
        Issue.record("not full")
        return
      }
      // Observed cells are as they were.
      #expect([0, 1, 2, 3, 4, 6, 8].map { table.values[$0] } == [1, 2, 1, 2, 4, 3, 3])
    }
  }

  /// With effects, an additive table needs no factors; without them it needs two.
  @Test func centring() throws {
    let noise = Planted.noise(count: 24 * 16 + 40, seed: 52)
    let values = (0..<24 * 16).map { k in
      let row = noise[k / 16], column = noise[24 + k % 16]
      return 3 * (row + column) + 0.1 * noise[40 + k]
    }
    let additive = Planted(24, 16, values: values)
    #expect(try report(additive.csv, ["--center"])["rank"] as? Int == 0)
    #expect(try report(additive.csv, ["--no-center"])["rank"] as? Int == 2)
  }

  @Test func method() throws {
    let exact = Planted(30, 20, rank: 2, share: 0.7).csv
    #expect(try report(exact, [])["method"] as? String == "pursuit")
    #expect(try report(exact, ["--method", "pursuit"])["method"] as? String == "pursuit")
    #expect(try report(exact, ["--method", "variational"])["method"] as? String == "variational")
  }

  /// A residual that would be noise at the default tolerance is exact at a looser one.
  @Test func tolerance() throws {
    let table = Planted(30, 20, rank: 2, noise: 1e-6, share: 0.7, seed: 53).csv
    #expect(try report(table, ["--method", "pursuit"])["method"] as? String == "variational")
    let loose = try report(table, ["--method", "pursuit", "--tolerance", "1e-4"])
    #expect(loose["method"] as? String == "pursuit")
    #expect(loose["rank"] as? Int == 2)
  }

  @Test(arguments: ["none", "log", "log1p", "sqrt", "logit=0:100", "box=0:90"])
  func link(_ link: String) throws {
    let positive = Planted.small.map { 10 + $0 }
    let report = try report(positive.csv, ["--link", link])
    #expect(report["converged"] as? Bool == true)
    let heldOut = try #require(report["heldout"] as? [String: Any])
    #expect(try #require(heldOut["rmse"] as? Double) < 0.4)
  }

  /// An option in the help without a test would be an option nobody has tried.
  @Test func everyOptionOfTheHelpIsNamedInATest() throws {
    let tested: Set<String> = [
      "--form", "--header", "--no-header", "--index-columns",
      "--index-column", "--no-index-column", "--missing", "--duplicates",
      "--fourth-field", "--weights", "--sigma", "--fold", "--rank", "--max-rank", "--tolerance",
      "--iterations", "--time-limit", "--holdout", "--holdout-fraction", "--link", "--center",
      "--no-center", "--method", "--factorization", "--init", "--init-scale", "--step", "--width",
      "--output", "--intervals", "--model", "--report", "--trace",
      "--checkpoint", "--resume", "--progress", "--seed", "--threads", "--json", "--quiet",
      "--verbose", "--version", "--help",
    ]
    let options = HelpTexts.complete.matches(of: /(?m)^  (?:-. ?, )?(--[a-z-]+)(?:\/(--[a-z-]+))?/)
    let named = options.flatMap { [String($0.output.1)] + ($0.output.2.map { [String($0)] } ?? []) }
    #expect(Set(named) == tested)
  }
}
