import Foundation
import LowRankIO
import Testing

@Suite("Ending early")
struct LimitTests {
  private static let large = Planted(400, 300, rank: 6, noise: 0.3, share: 0.7, seed: 41)

  private func warning(_ outcome: Lowrank.Outcome) throws -> String {
    let report = try outcome.object()
    #expect(report["converged"] as? Bool == false)
    return try #require((report["warnings"] as? [String])?.last)
  }

  /// Ctrl-C or SIGTERM while a large table is at work: what there is is written, and said to be
  /// that.
  @Test(arguments: [SIGINT, SIGTERM])
  func interrupt(_ signal: Int32) throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(Self.large.csv, to: "t.csv")
      let running = try lowrank.start(
        ["complete", "t.csv", "-o", "o.csv", "--json", "--progress", "json"])
      let patience = Date(timeIntervalSinceNow: 60)
      while !running.complaint.contains("noisy"), running.process.isRunning, Date() < patience {
        usleep(20_000)
      }
      running.interrupt(by: signal)
      let outcome = try running.finish()
      #expect(outcome.status == 130)
      #expect(try outcome.object()["reason"] as? String == "interrupted")
      #expect(
        try warning(outcome)
          == "the search ended early because it was interrupted: other ranks may be better")
      #expect(try WideTable(contentsOf: lowrank.path("o.csv")).gapCount == 0)
      #expect(try lowrank.files() == ["o.csv", "t.csv"])
    }
  }

  @Test func timeLimit() throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(Self.large.csv, to: "t.csv")
      let outcome = try lowrank(
        "complete", "t.csv", "-o", "o.csv", "--json", "--time-limit", "0.01")
      #expect(outcome.status == 2)
      #expect(try warning(outcome).contains("the time limit was reached"))
      #expect(try WideTable(contentsOf: lowrank.path("o.csv")).gapCount == 0)
    }
  }

  @Test func iterations() throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(Planted.small.csv, to: "t.csv")
      let options = ["complete", "t.csv", "--json", "--method", "variational", "--trace", "t.out"]
      let outcome = try lowrank.run(options + ["--iterations", "9"])
      #expect(outcome.status == 2)
      #expect(try warning(outcome).contains("the iteration limit was reached"))
      let lines = try lowrank.text("t.out").split(separator: "\n").dropFirst()
      let spent = try lines.map { try #require(Int($0.split(separator: ",")[2])) }
      // The rank in which the limit was passed is the last.
      #expect(try #require(spent.last) >= 9)
      #expect(spent.dropLast().allSatisfy { $0 < 9 })
    }
  }

  @Test func anExactFitThatThereIsNot() throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(Planted.small.csv, to: "t.csv")
      let outcome = try lowrank("complete", "t.csv", "--json", "--method", "pursuit")
      #expect(outcome.status == 2)
      #expect(try warning(outcome).hasPrefix("no exact fit of low rank was found"))
    }
  }
}
