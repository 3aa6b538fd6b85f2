import Testing

@Suite("Check")
struct CheckTests {
  /// The summary of a table, as a dictionary of its first words, and the exit code.
  private func check(_ text: String, _ options: [String] = []) throws -> (String, Int32) {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(text, to: "t.csv")
      let outcome = try lowrank.run(["check", "t.csv"] + options)
      #expect(outcome.complaint == "")
      #expect(try lowrank.files() == ["t.csv"])
      return (outcome.output, outcome.status)
    }
  }

  @Test func aTableToComplete() throws {
    let rows = (0..<12).map { i in
      (0..<8).map { (i + 3 * $0) % 5 == 0 ? "" : "\(i * $0 + 1)" }.joined(separator: ",")
    }
    let text = "a,b,c,d,e,f,g,h\n" + rows.joined(separator: "\n") + "\n"
    let (summary, status) = try check(text)
    #expect(status == 0)
    #expect(
      summary == """
        data         t.csv: 12 × 8, 77 cells observed (80.2 %)
        rows         6 to 7 cells each, 6 in the median
        columns      9 to 10 cells each, 10 in the median
        values       from 1 to 78, 1 constant column
        gaps         at random; `--holdout` would be entry
        budget       cells for the unknowns of rank 5 at most (75)

        """)
    #expect(try check(text, ["-q"]) == ("", 0))
  }

  static let dangers: [(text: String, options: [String], warnings: [String])] = [
    (
      "a,b,c\n1,,\n,2,\n,,3\n", [],
      [
        "the cells fall into 3 parts that share no row and no column: "
          + "between them nothing is known",
        "fewer cells than the unknowns of rank 1",
      ]
    ),
    (
      "a,b,c\n1,2,\n,,\n3,4,\n5,7,\n", [],
      [
        "1 of 4 rows have no observed cell to learn from",
        "1 of 3 columns have no observed cell to learn from",
      ]
    ),
    (
      "a,b\n1,2000\n2,1000\n3,3500\n4,\n", [],
      [
        "the columns' spreads differ by a factor of 918.9: "
          + "if their units differ, bring them to one scale first"
      ]
    ),
  ]

  @Test(arguments: dangers)
  func areWarnedOf(_ each: (text: String, options: [String], warnings: [String])) throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(each.text, to: "t.csv")
      let outcome = try lowrank.run(["check", "t.csv", "--json"] + each.options)
      #expect(outcome.status == 2)
      let report = try outcome.object()
      #expect(report["command"] as? String == "check")
      #expect(report["warnings"] as? [String] == each.warnings)
      let remarks = try #require(report["remarks"] as? [[String: Any]])
      #expect(remarks.map { $0["sentence"] as? String } == each.warnings)
      #expect((report["data"] as? [String: Any])?["sha256"] is String)
    }
  }

  @Test func badInput() throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write("1,2\n3,x\n", to: "t.csv")
      let outcome = try lowrank("check", "t.csv")
      #expect(outcome.status == 65)
      #expect(outcome.complaint == "lowrank: t.csv:2: column 2: \"x\" is not a number\n")
      #expect(try lowrank("check", "absent").status == 66)
    }
  }
}
