import Foundation
import LinearAlgebra
import LowRank
import LowRankIO
import Testing

/// What `sense` takes beside plain measurements: counts, accuracies, methods of study.
@Suite("Sense: counts, weights, studies")
struct SenseInputTests {
  /// 2000 shots of each setting of (|00⟩ + |11⟩)/√2: XX and ZZ agree, YY disagrees, others are
  /// even.
  private static func counts(_ setting: String) -> [Int] {
    switch setting {
    case "XX", "ZZ": [1000, 0, 0, 1000]
    case "YY": [0, 1000, 1000, 0]
    default: [500, 500, 500, 500]
    }
  }
  private static let settings = "XYZ".flatMap { a in "XYZ".map { "\(a)\($0)" } }
  private static let outcomes = ["00", "01", "10", "11"]

  private static var files: [(name: String, text: String)] {
    let lines = settings.flatMap { s in
      zip(outcomes, counts(s)).map { "\(s),\($0),\($1)\n" }
    }
    let named = settings.map { s in
      "\"\(s)\": {"
        + zip(outcomes, counts(s)).map { "\"\($0)\": \($1)" }.joined(separator: ", ") + "}"
    }
    let listed = settings.map { "\"\($0)\": \(counts($0))" }
    // The product of the letters: +1 where the outcomes agree.
    let signs = settings.map { s in
      let c = counts(s)
      return "\(s) \(c[0] + c[3]) \(c[1] + c[2])\n"
    }
    let singles = "IXYZ".dropFirst().flatMap { ["I\($0) 1000 1000\n", "\($0)I 1000 1000\n"] }
    return [
      ("o.csv", "setting,outcome,count\n" + lines.joined()),
      ("o.json", "{" + named.joined(separator: ",\n") + "}"),
      ("l.json", "{" + listed.joined(separator: ",\n") + "}"),
      ("s.txt", signs.joined() + singles.joined()),
    ]
  }

  /// 2000 shots err by 1/√2000 = 0.022 an expectation; of 16 the state's entries err by half of
  /// that.
  @Test(arguments: files.indices)
  func countsOfAState(_ k: Int) throws {
    try Lowrank.inFolder { lowrank in
      let file = Self.files[k]
      try lowrank.write(file.text, to: file.name)
      let outcome = try lowrank("sense", file.name, "-o", "rho.npz", "--json")
      #expect(outcome.status == 0, "\(outcome.output)\(outcome.complaint)")
      #expect(try outcome.object()["rank"] as? Int == 1)
      let arrays = try NPZ(contentsOf: lowrank.folder + "/rho.npz").arrays
      let real = try #require(try arrays["real"]?.numbers(file: "rho"))
      let bell = (0..<16).map { [0, 3, 12, 15].contains($0) ? 0.5 : 0 }
      #expect(zip(real, bell).allSatisfy { abs($0 - $1) < 0.03 }, "\(real)")
      #expect(try lowrank("certify", "rho.npz", file.name).status != 65)
    }
  }

  @Test(arguments: [
    ("XX 00 5\nXX 00 6\n", "the outcome 00 of XX is given twice"),
    ("XX 00 5\nXI 01 6\n", "the setting XI leaves a qubit unmeasured"),
    ("XX 00 5.5\nXZ 01 6\n", ":1: XX gave 00 5.5 times"),
    ("XX 00 0\nXX 01 0\n", "XX was never measured"),
    ("XX 0 0\nXZ 7 2\n", "XX was never measured"),
    ("XX 0.5 0\nXZ 0.5 0.1\n", "XX has the standard deviation 0.0"),
    ("label,value,weight\nXX 0.5 -1\n", "XX has the weight -1.0"),
    ("XX 0.5 0.1\nXZ 0.5\n", "has no standard deviation or counts"),
    ("{\"XX\": {\"00\": 5}, \"XZ\": 0.5}", "make two files"),
    ("{\"XX\": [1, 2, 3]}", "XX has neither an expectation nor counts"),
    ("XX 0.5 one\n", "\"one\" is not a number"),
  ])
  func badCounts(_ text: String, _ sentence: String) throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(text, to: "m.txt")
      let outcome = try lowrank("sense", "m.txt", "-o", "rho.npz")
      #expect(outcome.status == 65 && outcome.complaint.contains(sentence), "\(outcome.complaint)")
      #expect(outcome.complaint.split(separator: "\n").count == 1)
      #expect(try lowrank.files() == ["m.txt"])
    }
  }

  private func archive(_ extra: [String: NPY] = [:], count: Int = 90) -> [UInt8] {
    let map = GaussianEnsemble(rows: 10, columns: 10, count: count, seed: 3).stored()
    var random = SeededGenerator(seed: 5)
    let truth = LowRankMatrix(
      left: .gaussian(rows: 10, columns: 2, using: &random),
      right: .gaussian(rows: 10, columns: 2, using: &random))
    var y = [Double](repeating: 0, count: count)
    map.apply(truth, into: &y)
    // Half of the measurements are a hundred times less accurate.
    for k in y.indices { y[k] += Self.sigma(k) * random.normal() }
    return NPZ(
      [
        "y": NPY(shape: [count], numbers: y),
        "A": NPY(shape: [count, 10, 10], numbers: map.matrices.elements),
        "truth": NPY(shape: [10, 10], numbers: truth.dense().elements),
      ].merging(extra) { $1 }
    ).encoded()
  }
  private static func sigma(_ k: Int) -> Double { k % 2 == 0 ? 0.01 : 1 }
  private static let sigmas = NPY(shape: [160], numbers: (0..<160).map(sigma))

  /// Told how accurate each measurement is, it errs far less: by about 0.01 in place of 0.5.
  @Test func accuracies() throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(archive(count: 160), to: "plain.npz")
      try lowrank.write(archive(["sigma": Self.sigmas], count: 160), to: "sigma.npz")
      let weights = NPY(shape: [160], numbers: (0..<160).map { 1 / pow(Self.sigma($0), 2) })
      try lowrank.write(archive(["w": weights], count: 160), to: "w.npz")
      try lowrank.write((0..<160).map { "\(Self.sigma($0))\n" }.joined(), to: "sigma.txt")
      let truth = try #require(
        try NPZ(contentsOf: lowrank.path("plain.npz")).arrays["truth"]?.numbers(file: "truth"))
      func error(_ arguments: String...) throws -> Double {
        let outcome = try lowrank.run(["sense"] + arguments + ["--rank", "2", "-o", "W.npy", "-q"])
        #expect([0, 2].contains(outcome.status), "\(outcome.complaint)")
        let found = try NPY(contentsOf: lowrank.path("W.npy")).numbers(file: "W")
        return zip(found, truth).reduce(0) { $0 + pow($1.0 - $1.1, 2) }.squareRoot()
      }
      let plain = try error("plain.npz"), told = try error("sigma.npz")
      #expect(told < 0.2 * plain, "\(told) \(plain)")
      #expect(try error("w.npz") == told)
      #expect(try error("plain.npz", "--sigma", "sigma.txt") == told)
    }
  }

  @Test(arguments: [
    (["sense", "m.npz", "--method", "descent", "--factorization", "hermitian"], "hermitian", 64),
    (
      ["sense", "bell.txt", "--factorization", "symmetric"], "does not go with a quantum state", 64
    ),
    (["sense", "m.npz", "--factorization", "deep=3"], "is for study", 64),
    (["sense", "m.npz", "--width", "3"], "is for study", 64),
    (["sense", "m.npz", "--method", "irls", "--step", "1"], "does not go with --method irls", 64),
    (["sense", "bell.txt", "--method", "scaled"], "does not go with --method scaled", 64),
    (["sense", "m.npz", "--method", "variational"], "for tables with gaps", 64),
    (["sense", "m.npz", "--sphere-radius", "3957"], "is for lists of distances", 64),
    (["sense", "m.npz", "--distances", "d.csv"], "is for lists of distances", 64),
    (["sense", "d.txt", "--sphere-radius", "0"], "a positive length", 64),
    (["sense", "d.txt", "--sphere-radius", "1"], "half the way around", 65),
    (["sense", "d.txt", "--sigma", "short.txt"], "last field of its lines", 65),
    (["sense", "m.npz", "--sigma", "short.txt"], "holds 2 numbers for 90 measurements", 65),
    (["sense", "m.npz", "--intervals", "2"], "a level between 0 and 1", 64),
    (["complete", "t.csv", "--factorization", "symmetric"], "is for study", 64),
    (["complete", "t.csv", "--factorization", "hermitian"], "see `lowrank sense`", 64),
  ])
  func refusals(_ arguments: [String], _ sentence: String, _ status: Int32) throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(archive(), to: "m.npz")
      try lowrank.write("XX 1\nZZ 1\n", to: "bell.txt")
      try lowrank.write("a b 3\nb c 4\nc a 5\n", to: "d.txt")
      try lowrank.write("1\n2\n", to: "short.txt")
      try lowrank.write("1,2,3\n4,,6\n7,8,9\n", to: "t.csv")
      let before = try lowrank.files()
      let outcome = try lowrank.run(arguments + ["-o", "out.npz"])
      #expect(
        outcome.status == status && outcome.complaint.contains(sentence), "\(outcome.complaint)")
      #expect(try lowrank.files() == before)
    }
  }

  /// Each parameterisation and a method that it allows, to the report and the trace.
  @Test(arguments: [
    ("m.npz", ["descent", "--width", "2"]), ("m.npz", ["scaled", "--width", "2"]),
    ("m.npz", ["als", "--width", "2"]), ("m.npz", ["greedy", "--max-rank", "3"]),
    ("m.npz", ["descent", "--factorization", "deep=3", "--width", "3"]),
    ("m.npz", ["irls", "--max-rank", "3"]), ("m.npz", ["nuclear"]),
    ("bell.csv", ["greedy", "--max-rank", "2"]), ("bell.csv", ["descent", "--width", "2"]),
    ("d.txt", ["descent", "--width", "2", "--init", "spectral"]),
  ])
  func studies(_ file: String, _ options: [String]) throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(archive(), to: "m.npz")
      try lowrank.write(Self.files[0].text, to: "bell.csv")
      var random = SeededGenerator(seed: 4)
      let x = Matrix.gaussian(rows: 12, columns: 2, using: &random)
      let pairs = (0..<12).flatMap { i in
        (0..<i).map { j in "p\(i) p\(j) \(hypot(x[i, 0] - x[j, 0], x[i, 1] - x[j, 1]))\n" }
      }
      try lowrank.write(pairs.joined(), to: "d.txt")
      let outcome = try lowrank.run(
        ["sense", file, "--method"] + options + ["--trace", "t.csv", "--json", "-o", "o.npz"])
      #expect([0, 2].contains(outcome.status), "\(outcome.complaint)")
      let report = try outcome.object()
      #expect(report["method"] as? String == options[0])
      let heldOut = try #require(report["heldout"] as? [String: Any])
      let error = try #require(heldOut["rmse"] as? Double)
      #expect(error < (try #require(heldOut["baseline_mean_rmse"] as? Double)), "\(report)")
      #expect((report["intervals"] as? [String: Any])?["level"] as? Double == 0.9)
      let lines = try lowrank.text("t.csv").split(separator: "\n").dropFirst()
      #expect(!lines.isEmpty && lines.allSatisfy { $0.hasPrefix("study,\(options[0]),") })
    }
  }

  /// More columns than the data support, by a preconditioned method: said before it starts.
  @Test func theOverRankTrap() throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(archive(), to: "m.npz")
      try lowrank.write(Planted(20, 15, rank: 2, noise: 0.1, share: 1, seed: 3).csv, to: "full.csv")
      try lowrank.write(Planted.small.csv, to: "gaps.csv")
      // 90 measurements of 10 × 10; 300 of 20 × 15 are all there are, so that no width is too
      // large.
      func complaint(_ arguments: String...) throws -> String {
        try lowrank.run(arguments + ["--iterations", "60", "-q"]).complaint
      }
      for method in ["scaled", "modified"] {
        let sensed = try complaint("sense", "m.npz", "--method", method, "--width", "8")
        #expect(sensed.contains("warning: 8 columns have 96 degrees of freedom and the 90"))
        let filled = try complaint("complete", "gaps.csv", "--method", method, "--width", "30")
        #expect(filled.contains("a preconditioned method will fit them with a wrong matrix"))
        #expect(try complaint("sense", "m.npz", "--method", method, "--width", "2").isEmpty)
        #expect(try complaint("factor", "full.csv", "--method", method, "--width", "9").isEmpty)
      }
      #expect(try complaint("sense", "m.npz", "--method", "descent", "--width", "8").isEmpty)
    }
  }
}
