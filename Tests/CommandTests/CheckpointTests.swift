import Foundation
import Testing

@Suite("Checkpoints")
struct CheckpointTests {
  private static let outputs = ["o.csv", "o.lower.csv", "m.npz", "r.json", "t.out"]

  private static func arguments(_ more: [String]) -> [String] {
    [
      "complete", "t.csv", "-o", "o.csv", "--intervals", "0.9", "--model", "m.npz", "--report",
      "r.json", "--trace", "t.out", "-q",
    ] + more
  }

  /// What was written, without clocks and memory.
  private func written(_ lowrank: Lowrank) throws -> [String] {
    try Self.outputs.map { name in
      let text = String(decoding: try lowrank.bytes(name), as: Unicode.ASCII.self)
      switch name {
      case "t.out":
        return text.split(separator: "\n").map { $0.split(separator: ",").dropLast().joined() }
          .joined(separator: "\n")
      case "r.json":
        let clocks = /"(seconds|peak_memory_mb|read|solve|write|total)" ?: ?[-+.e0-9]+/
        return text.replacing(clocks, with: "")
      default: return text
      }
    }
  }

  /// Stopped after every rank in turn and resumed: the files of a run in one piece.
  @Test(arguments: [
    (Planted(20, 14, rank: 2, noise: 0.1, seed: 5).csv, []),
    (Planted(24, 16, rank: 3, share: 0.8, seed: 6).csv, ["--method", "pursuit"]),
  ])
  func interruptedAfterEveryRank(_ each: (table: String, options: [String])) throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(each.table, to: "t.csv")
      #expect(try lowrank.run(Self.arguments(each.options)).status == 0)
      let whole = try written(lowrank)
      let spent = try lowrank.text("t.out").split(separator: "\n").dropFirst().map {
        try #require(Int($0.split(separator: ",", omittingEmptySubsequences: false)[2]))
      }
      #expect(spent.count >= 3)
      for limit in spent.dropLast() {
        let stopped = try lowrank.run(
          Self.arguments(each.options + ["--checkpoint", "c", "--iterations", "\(limit)"]))
        #expect(stopped.status == 2)
        #expect(try written(lowrank) != whole)
        let resumed = try lowrank.run(Self.arguments(each.options + ["--resume", "c"]))
        #expect(resumed.status == 0, "\(resumed.complaint)")
        #expect(try written(lowrank) == whole, "\(limit)")
      }
    }
  }

  /// Ctrl-C, then on in the same file, interrupted and not.
  @Test func interrupt() throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(Planted(200, 150, rank: 5, noise: 0.3, seed: 41).csv, to: "t.csv")
      #expect(try lowrank.run(Self.arguments([])).status == 0)
      let whole = try written(lowrank)
      let running = try lowrank.start(
        Self.arguments(["--checkpoint", "c", "--progress", "json"]))
      let patience = Date(timeIntervalSinceNow: 60)
      while !running.complaint.contains("noisy"), running.process.isRunning, Date() < patience {
        usleep(5_000)
      }
      running.interrupt()
      #expect(try running.finish().status == 130)
      let resumed = try lowrank.run(
        Self.arguments(["--resume", "c", "--checkpoint", "c"]))
      #expect(resumed.status == 0, "\(resumed.complaint)")
      #expect(try written(lowrank) == whole)
    }
  }

  @Test func othersAreRefused() throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(Planted.small.csv, to: "t.csv")
      let other = Planted(24, 16, rank: 2, noise: 0.1, seed: 6)
      try lowrank.write(other.csv, to: "other.csv")
      let kept = try lowrank("complete", "t.csv", "-q", "--checkpoint", "c", "--iterations", "9")
      #expect(kept.status == 2)
      let bytes = try lowrank.bytes("c")
      try lowrank.write(Array(bytes.dropLast(9)), to: "cut")
      let refusals = [
        (["other.csv", "--resume", "c"], 65, "c: the checkpoint is one of other data"),
        (
          ["t.csv", "--resume", "c", "--seed", "2"], 65,
          "c: the checkpoint was made with other options"
        ),
        (["t.csv", "--resume", "cut"], 65, "cut: the checkpoint is damaged or was cut off"),
        (["t.csv", "--resume", "t.csv"], 65, "t.csv: is not a checkpoint"),
        (["t.csv", "--resume", "none"], 66, "none: cannot open: no such file or directory"),
      ]
      let before = try lowrank.files()
      for (arguments, status, sentence) in refusals {
        let outcome = try lowrank.run(["complete", "-o", "o.csv"] + arguments)
        #expect(outcome.status == Int32(status))
        #expect(outcome.complaint == "lowrank: \(sentence)\n")
        #expect(try lowrank.files() == before)
        #expect(try lowrank.bytes("c") == bytes)
      }
    }
  }
}
