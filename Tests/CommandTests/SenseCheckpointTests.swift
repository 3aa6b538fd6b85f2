import Foundation
import LinearAlgebra
import LowRank
import LowRankIO
import Testing

/// What checkpoints promise of completions holds of recoveries from measurements.
@Suite("Checkpoints of measurements")
struct SenseCheckpointTests {
  private static func archive(noise: Double, count: Int = 95) -> [UInt8] {
    var random = SeededGenerator(seed: 5)
    let truth = LowRankMatrix(
      left: .gaussian(rows: 10, columns: 2, using: &random),
      right: .gaussian(rows: 9, columns: 2, using: &random))
    let map = GaussianEnsemble(rows: 10, columns: 9, count: count, seed: 3).stored()
    var y = [Double](repeating: 0, count: count)
    map.apply(truth, into: &y)
    return NPZ([
      "y": NPY(shape: [count], numbers: y.map { $0 + noise * random.normal() }),
      "A": NPY(shape: [count, 10, 9], numbers: map.matrices.elements),
    ]).encoded()
  }

  private static func arguments(_ more: [String]) -> [String] {
    ["sense", "m.npz", "-o", "W.npy", "--trace", "t.csv", "-q"] + more
  }

  /// The matrix, and the trace without its clock.
  private func written(_ lowrank: Lowrank) throws -> ([UInt8], [String]) {
    let trace = try lowrank.text("t.csv").split(separator: "\n").map {
      $0.split(separator: ",").dropLast().joined(separator: ",")
    }
    return (try lowrank.bytes("W.npy"), trace)
  }

  /// Stopped after every rank in turn and resumed: the files of a run in one piece.
  @Test(arguments: [0, 0.1])
  func interruptedAfterEveryRank(_ noise: Double) throws {
    try Lowrank.inFolder { lowrank in
      try AtomicFile.write(lowrank.folder + "/m.npz", Self.archive(noise: noise))
      #expect(try lowrank.run(Self.arguments([])).status == 0)
      let whole = try written(lowrank)
      let spent = try whole.1.dropFirst().map {
        try #require(Int($0.split(separator: ",", omittingEmptySubsequences: false)[2]))
      }
      #expect(spent.count >= 2)
      for limit in spent.dropLast() {
        let stopped = try lowrank.run(
          Self.arguments(["--checkpoint", "c", "--iterations", "\(limit)"]))
        #expect(stopped.status == 2)
        let resumed = try lowrank.run(Self.arguments(["--resume", "c"]))
        #expect(resumed.status == 0, "\(resumed.complaint)")
        #expect(try written(lowrank) == whole, "\(limit)")
      }
    }
  }

  @Test func othersAreRefused() throws {
    try Lowrank.inFolder { lowrank in
      try AtomicFile.write(lowrank.folder + "/m.npz", Self.archive(noise: 0.1))
      try AtomicFile.write(lowrank.folder + "/other.npz", Self.archive(noise: 0.1, count: 94))
      #expect(
        try lowrank.run(Self.arguments(["--checkpoint", "c", "--iterations", "1"])).status == 2)
      for (arguments, sentence) in [
        (["sense", "other.npz", "--resume", "c"], "c: the checkpoint is one of other data"),
        (
          ["sense", "m.npz", "--resume", "c", "--seed", "2"],
          "c: the checkpoint was made with other options"
        ),
      ] {
        let outcome = try lowrank.run(arguments)
        #expect(outcome.status == 65 && outcome.complaint == "lowrank: \(sentence)\n")
      }
      let study = try lowrank.run(
        ["sense", "m.npz", "--method", "descent", "--checkpoint", "c"])
      #expect(study.status == 64)
    }
  }
}
