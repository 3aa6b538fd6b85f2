import Testing

@Suite("Same input, same bytes")
struct ReproducibilityTests {
  private static let outputs = ["o.csv", "o.lower.csv", "o.upper.csv", "m.npz"]

  private func outputs(of table: String, _ options: [String]) throws -> [[UInt8]] {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(table, to: "t.csv")
      let arguments = [
        "complete", "t.csv", "-o", "o.csv", "--intervals", "0.9", "--model", "m.npz",
      ]
      #expect(try lowrank.run(arguments + options).status == 0)
      return try Self.outputs.map(lowrank.bytes)
    }
  }

  static let tables = [
    Planted(60, 40, rank: 3, noise: 0.2, seed: 3).csv,
    Planted(40, 30, rank: 2, share: 0.6).triplets,
  ]

  @Test(arguments: tables)
  func whateverTheThreads(table: String) throws {
    let first = try outputs(of: table, ["--threads", "1"])
    #expect(try outputs(of: table, ["--threads", "1"]) == first)
    #expect(try outputs(of: table, ["--threads", "2"]) == first)
    #expect(try outputs(of: table, ["--threads", "3"]) == first)
    #expect(try outputs(of: table, ["--seed", "1"]) == first)
  }

  @Test func anotherSeedHidesOtherCells() throws {
    let table = Self.tables[0]
    #expect(try outputs(of: table, ["--seed", "2"]) != outputs(of: table, ["--seed", "1"]))
  }
}
