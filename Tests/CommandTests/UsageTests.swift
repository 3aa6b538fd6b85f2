import Testing

@Suite("Usage")
struct UsageTests {
  @Test func version() throws {
    try Lowrank.inFolder { lowrank in
      let outcome = try lowrank("--version")
      #expect(outcome.status == 0)
      #expect(outcome.output == "0.1.0\n")
    }
  }
}
