import Foundation
import LinearAlgebra
import LowRank
import LowRankIO
import LowRankTheory
import Testing

@Suite("Sense and factor")
struct SenseTests {
  private let truth = planted(12, 12, rank: 2)

  private static func planted(_ rows: Int, _ columns: Int, rank: Int) -> LowRankMatrix {
    var random = SeededGenerator(seed: 5)
    return LowRankMatrix(
      left: .gaussian(rows: rows, columns: rank, using: &random),
      right: .gaussian(rows: columns, columns: rank, using: &random))
  }

  private func archive(count: Int, noise: Double = 0) throws -> [UInt8] {
    let map = GaussianEnsemble(rows: 12, columns: 12, count: count, seed: 3).stored()
    var y = [Double](repeating: 0, count: count)
    map.apply(truth, into: &y)
    var random = SeededGenerator(seed: 6)
    y = y.map { $0 + noise * random.normal() }
    return NPZ([
      "y": NPY(shape: [count], numbers: y),
      "A": NPY(shape: [count, 12, 12], numbers: map.matrices.elements),
    ]).encoded()
  }

  @Test func exactMeasurements() throws {
    try Lowrank.inFolder { lowrank in
      try AtomicFile.write(lowrank.folder + "/m.npz", archive(count: 80))
      let outcome = try lowrank("sense", "m.npz", "-o", "W.npy", "--report", "r.json", "--json")
      #expect(outcome.status == 0, "\(outcome.complaint)")
      let object = try outcome.object()
      #expect(object["command"] as? String == "sense" && object["rank"] as? Int == 2)
      #expect((object["singular_values"] as? [Double])?.count == 2)
      #expect((object["certificate"] as? [String: Any])?["verdict"] as? String == "locally unique")
      #expect(((object["heldout"] as? [String: Any])?["rmse"] as? Double ?? 1) < 1e-8)
      let written = try NPY(contentsOf: lowrank.folder + "/W.npy")
      let gap = zip(try written.numbers(file: "W"), truth.dense().elements).map { abs($0 - $1) }
      #expect(written.shape == [12, 12] && gap.max()! < 1e-8)
      let report = try Data(contentsOf: URL(fileURLWithPath: lowrank.folder + "/r.json"))
      #expect(String(decoding: report, as: UTF8.self).contains("\"command\""))
    }
  }

  @Test func tooFewMeasurementsEndWithStatusTwo() throws {
    try Lowrank.inFolder { lowrank in
      try AtomicFile.write(lowrank.folder + "/m.npz", archive(count: 40))
      let outcome = try lowrank("sense", "m.npz")
      #expect(outcome.status == 2)
      #expect(outcome.output.contains("not trustworthy"))
    }
  }

  /// The Bell state (|00⟩ + |11⟩)/√2 from its stabilisers.
  @Test func quantumStates() throws {
    try Lowrank.inFolder { lowrank in
      let strings = "IXYZ".flatMap { a in "IXYZ".map { "\(a)\($0)" } }
      let known = ["II": 1.0, "XX": 1, "YY": -1, "ZZ": 1]
      let lines = strings.map { "\($0) \(known[$0] ?? 0)\n" }.joined()
      try AtomicFile.write(lowrank.folder + "/bell.txt", Array(lines.utf8))
      let outcome = try lowrank("sense", "bell.txt", "-o", "rho.npz", "--json")
      #expect(outcome.status == 0, "\(outcome.complaint)")
      #expect(try outcome.object()["rank"] as? Int == 1)
      let arrays = try NPZ(contentsOf: lowrank.folder + "/rho.npz").arrays
      let real = try #require(try arrays["real"]?.numbers(file: "rho"))
      let imaginary = try #require(try arrays["imaginary"]?.numbers(file: "rho"))
      let bell = (0..<16).map { [0, 3, 12, 15].contains($0) ? 0.5 : 0 }
      #expect(zip(real, bell).allSatisfy { abs($0 - $1) < 1e-9 })
      #expect(imaginary.allSatisfy { abs($0) < 1e-9 })
      #expect(try lowrank("sense", "bell.txt", "-o", "rho.npy", "-q").status == 0)
      #expect(try lowrank("sense", "bell.txt", "-o", "rho.csv").status == 73)
    }
  }

  @Test func pointsFromDistances() throws {
    try Lowrank.inFolder { lowrank in
      // The corners of a 3 × 4 rectangle and its centre, which is 2.5 from each; d's is left out.
      let text = "a b 3\nb c 4\nc d 3\nd a 4\na c 5\nb d 5\na m 2.5\nb m 2.5\nc m 2.5\n"
      try AtomicFile.write(lowrank.folder + "/d.txt", Array(text.utf8))
      let outcome = try lowrank("sense", "d.txt", "--rank", "2", "-o", "p.npz")
      #expect(outcome.status == 0, "\(outcome.output)\(outcome.complaint)")
      let model = try ModelFile(contentsOf: lowrank.folder + "/p.npz")
      let names = try #require(model.rowNames)
      let (m, d) = (
        try #require(names.firstIndex(of: "m")), try #require(names.firstIndex(of: "d"))
      )
      let left = model.model.factors.left
      let square = (0..<2).reduce(0.0) {
        $0 + (left[m, $1] - left[d, $1]) * (left[m, $1] - left[d, $1])
      }
      #expect(abs(square.squareRoot() - 2.5) < 1e-6)
    }
  }

  @Test(arguments: [
    (["sense", "none.npz"], 66), (["sense", "bad.txt"], 65),
    (["sense", "m.npz", "-o", "W.mat"], 64),
    (["sense", "m.npz", "-o", "/nowhere/W.npy"], 73), (["sense", "m.npz", "--rank", "0"], 64),
    (["factor", "gaps.csv"], 65), (["factor", "none.csv"], 66),
    (["factor", "t.csv", "-o", "f.csv"], 64),
  ])
  func refusals(_ arguments: [String], _ status: Int) throws {
    try Lowrank.inFolder { lowrank in
      try AtomicFile.write(lowrank.folder + "/m.npz", archive(count: 80))
      try AtomicFile.write(lowrank.folder + "/bad.txt", Array("XZ one\nXX 2 3\n".utf8))
      try AtomicFile.write(lowrank.folder + "/gaps.csv", Array("1,2,3\n4,,6\n7,8,10\n".utf8))
      try AtomicFile.write(lowrank.folder + "/t.csv", Array("1,2,3\n4,5,6\n7,8,10\n".utf8))
      let outcome = try lowrank.run(arguments)
      #expect(outcome.status == Int32(status) && outcome.output.isEmpty, "\(outcome.complaint)")
      if status != 64 { #expect(outcome.complaint.split(separator: "\n").count == 1) }
    }
  }

  @Test func factoring() throws {
    try Lowrank.inFolder { lowrank in
      var random = SeededGenerator(seed: 7)
      let clean = Self.planted(40, 30, rank: 3).dense()
      let noisy = clean.elements.map { $0 + 0.1 * random.normal() }
      let bytes = NPY(shape: [40, 30], numbers: noisy).encoded()
      try AtomicFile.write(lowrank.folder + "/m.npy", bytes)
      let outcome = try lowrank("factor", "m.npy", "-o", "f.npz", "--no-center", "--json")
      #expect(outcome.status == 0, "\(outcome.complaint)")
      let object = try outcome.object()
      #expect(object["command"] as? String == "factor" && object["rank"] as? Int == 3)
      #expect((object["singular_values"] as? [Double])?.count == 3)
      let model = try ModelFile(contentsOf: lowrank.folder + "/f.npz").model
      let gap = zip(model.predictAll(), clean.elements).map { ($0 - $1) * ($0 - $1) }
      // 0.1 (201 / 1200)^½ = 0.041 for rank 3 of 40 × 30.
      #expect((gap.reduce(0, +) / 1200).squareRoot() < 0.06)
    }
  }
}
