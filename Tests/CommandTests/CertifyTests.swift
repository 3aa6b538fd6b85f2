import Foundation
import LinearAlgebra
import LowRank
import LowRankIO
import Testing

@Suite("Certify")
struct CertifyTests {
  /// Rank 2 of 30 × 20, seven tenths of it shown.
  private static let exact = Planted(30, 20, rank: 2, share: 0.7)

  private static var truth: Matrix { Matrix(rows: 30, columns: 20, elements: exact.values) }

  private func npy(_ m: Matrix) -> [UInt8] {
    NPY(shape: [m.rows, m.columns], numbers: m.elements).encoded()
  }

  private func factors(_ left: Matrix, _ right: Matrix) -> [UInt8] {
    NPZ([
      "left": NPY(shape: [left.rows, left.columns], numbers: left.elements),
      "right": NPY(shape: [right.rows, right.columns], numbers: right.elements),
    ]).encoded()
  }

  private func leading(_ kept: [Int], of m: Matrix) -> [UInt8] {
    let svd = SmallSVD(m)
    let left = Matrix(rows: m.rows, columns: kept.count) {
      svd.u[$0, kept[$1]] * svd.singularValues[kept[$1]]
    }
    return factors(left, Matrix(rows: m.columns, columns: kept.count) { svd.v[$0, kept[$1]] })
  }

  private func verdicts(_ outcome: Lowrank.Outcome) throws -> [String: String] {
    let checks = try #require(try outcome.object()["checks"] as? [[String: Any]])
    return Dictionary(
      uniqueKeysWithValues: checks.map { ($0["kind"] as! String, $0["verdict"] as! String) })
  }

  /// Our own model, bare factors and the full matrix say the same of the same answer.
  @Test func acceptsTheTruthInEveryForm() throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(Self.exact.csv, to: "t.csv")
      #expect(try lowrank("complete", "t.csv", "--model", "m.npz", "-q").status == 0)
      try lowrank.write(npy(Self.truth), to: "w.npy")
      try lowrank.write(leading([0, 1], of: Self.truth), to: "f.npz")
      for model in ["m.npz", "w.npy", "f.npz"] {
        let outcome = try lowrank("certify", model, "t.csv", "--json")
        #expect(outcome.status == 0, "\(outcome.complaint)")
        let object = try outcome.object()
        #expect(object["command"] as? String == "certify" && object["rank"] as? Int == 2)
        #expect(object["converged"] as? Bool == true)
        #expect((object["residual"] as? Double ?? 1) < 1e-9)
        #expect(
          try verdicts(outcome) == ["uniqueness": "locally unique", "stationarity": "optimal"])
        let main = try #require(object["certificate"] as? [String: Any])
        #expect(Set(main.keys).isSubset(of: ["kind", "gap", "relative_gap", "verdict"]))
      }
      let said = try lowrank("certify", "m.npz", "t.csv").output.split(separator: "\n")
      #expect(
        said.map { $0.prefix(14).filter { $0 != " " } } == [
          "model", "data", "residual", "uniqueness", "stationarity", "verdict",
        ])
      #expect(said.last?.contains("certified: the data are fitted exactly") == true)
    }
  }

  /// A point beside the truth, and an exact fit that is one of many: a row of which one cell is
  /// seen.
  @Test func rejectsAPerturbedAndAnOpenAnswer() throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(Self.exact.csv, to: "t.csv")
      var beside = Self.truth
      beside.add(
        Matrix(rows: 30, columns: 20, elements: Planted.noise(count: 600, seed: 4)), scaledBy: 1e-3)
      try lowrank.write(leading([0, 1], of: beside), to: "b.npz")
      let near = try lowrank("certify", "b.npz", "t.csv", "--json")
      #expect(near.status == 2)
      #expect(
        try verdicts(near) == ["uniqueness": "locally unique", "stationarity": "not stationary"])
      try lowrank.write(Self.exact.hiding { i, j in i == 3 && j != 5 }.csv, to: "open.csv")
      try lowrank.write(leading([0, 1], of: Self.truth), to: "f.npz")
      let open = try lowrank("certify", "f.npz", "open.csv", "--json")
      let verdicts = try verdicts(open)
      #expect(open.status == 2 && verdicts["uniqueness"] == "not unique")
      #expect((try open.object()["reason"] as? String)?.contains("fit as well") == true)
    }
  }

  /// Everything observed: the two leading triples are the best of rank 2, the first and third a
  /// saddle, and both are unlike the data.
  @Test func tellsAMinimumFromASaddle() throws {
    try Lowrank.inFolder { lowrank in
      let full = Planted(12, 9, rank: 3, share: 1)
      let whole = Matrix(rows: 12, columns: 9, elements: full.values)
      try lowrank.write(full.csv, to: "t.csv")
      try lowrank.write(leading([0, 1], of: whole), to: "best.npz")
      try lowrank.write(leading([0, 2], of: whole), to: "saddle.npz")
      let best = try lowrank("certify", "best.npz", "t.csv", "--kind", "factor", "--json")
      #expect(best.status == 0)
      #expect(try verdicts(best)["stationarity"] == "locally optimal")
      let saddle = try lowrank("certify", "saddle.npz", "t.csv", "--kind", "factor")
      #expect(saddle.status == 2)
      #expect(
        saddle.output.contains("stationarity  saddle: along one direction the misfit falls by"))
      #expect(saddle.output.contains("not certified: a better matrix of rank 2 is near"))
    }
  }

  /// Shrunk by λ the spectrum of a fully observed matrix is the optimum of the penalty λ, exactly.
  @Test func judgesAPenalty() throws {
    try Lowrank.inFolder { lowrank in
      let full = Planted(12, 9, rank: 3, share: 1),
        whole = Matrix(
          rows: 12, columns: 9, elements: full.values)
      try lowrank.write(full.csv, to: "t.csv")
      let svd = SmallSVD(whole)
      let left = Matrix(rows: 12, columns: 3) { svd.u[$0, $1] * (svd.singularValues[$1] - 0.5) }
      try lowrank.write(factors(left, svd.v.prefix(columns: 3)), to: "m.npz")
      let right = try lowrank("certify", "m.npz", "t.csv", "--strength", "0.5", "--json")
      #expect(right.status == 0)
      #expect(try verdicts(right)["nuclear-gap"] == "optimal")
      let main = try #require(try right.object()["certificate"] as? [String: Any])
      #expect(main["kind"] as? String == "nuclear-gap")
      #expect((main["relative_gap"] as? Double ?? 1) < 1e-10 && main["gap"] != nil)
      #expect(try lowrank("certify", "m.npz", "t.csv", "--strength", "0.6").status == 2)
      #expect(try lowrank("certify", "m.npz", "t.csv").status == 2)
    }
  }

  @Test func measurementsStatesAndPoints() throws {
    try Lowrank.inFolder { lowrank in
      var random = SeededGenerator(seed: 5)
      let truth = LowRankMatrix(
        left: .gaussian(rows: 12, columns: 2, using: &random),
        right: .gaussian(rows: 12, columns: 2, using: &random))
      let map = GaussianEnsemble(rows: 12, columns: 12, count: 80, seed: 3).stored()
      var y = [Double](repeating: 0, count: 80)
      map.apply(truth, into: &y)
      try lowrank.write(
        NPZ([
          "y": NPY(shape: [80], numbers: y),
          "A": NPY(shape: [80, 12, 12], numbers: map.matrices.elements),
        ]).encoded(), to: "y.npz")
      try lowrank.write(factors(truth.left, truth.right), to: "f.npz")
      let exact = try lowrank("certify", "f.npz", "y.npz", "--json")
      #expect(exact.status == 0, "\(exact.complaint)\(exact.output)")
      #expect(try verdicts(exact)["uniqueness"] == "locally unique")

      let strings = "IXYZ".flatMap { a in "IXYZ".map { "\(a)\($0)" } }
      let known = ["II": 1.0, "XX": 1, "YY": -1, "ZZ": 1]
      try lowrank.write(strings.map { "\($0) \(known[$0] ?? 0)\n" }.joined(), to: "bell.txt")
      #expect(try lowrank("sense", "bell.txt", "-o", "rho.npz", "-q").status == 0)
      let state = try lowrank("certify", "rho.npz", "bell.txt", "--json")
      #expect(state.status == 0, "\(state.complaint)\(state.output)")
      #expect(try state.object()["rank"] as? Int == 1)
      #expect(try verdicts(state)["semidefinite-gap"] == "optimal")

      try lowrank.write(
        "a b 3\nb c 4\nc d 3\nd a 4\na c 5\nb d 5\na m 2.5\nb m 2.5\nc m 2.5\n", to: "d.txt")
      #expect(try lowrank("sense", "d.txt", "--rank", "2", "-o", "p.npz", "-q").status == 0)
      let points = try lowrank("certify", "p.npz", "d.txt", "--kind", "sense")
      #expect(points.output.contains("5 × 5, rank 2") && points.output.contains("an exact fit"))
      #expect(points.status == 0, "\(points.complaint)\(points.output)")
    }
  }

  /// Names decide which row is which: shuffled data agree, strangers are refused.
  @Test func namesArePlaced() throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(Self.exact.csv, to: "t.csv")
      #expect(try lowrank("complete", "t.csv", "--model", "m.npz", "-q").status == 0)
      let lines = Self.exact.csv.split(separator: "\n").map(String.init)
      try lowrank.write(
        ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n") + "\n", to: "back.csv")
      #expect(try lowrank("certify", "m.npz", "back.csv").status == 0)
      try lowrank.write(Self.exact.triplets, to: "few.csv")
      #expect(try lowrank("certify", "m.npz", "few.csv").status == 0)
      try lowrank.write(Self.exact.csv.replacingOccurrences(of: "r7,", with: "s7,"), to: "s.csv")
      let strange = try lowrank("certify", "m.npz", "s.csv")
      #expect(strange.status == 65 && strange.output == "")
      #expect(strange.complaint == "lowrank: s.csv: the model has no row called \"s7\"\n")
    }
  }

  static let refusals: [(arguments: [String], status: Int32, sentence: String?)] = [
    (["f.npz", "none.csv"], 66, nil), (["none.npz", "t.csv"], 66, nil),
    (["t.csv", "t.csv"], 65, "t.csv: is neither a model (.npz) nor a matrix (.npy)"),
    (["small.npy", "t.csv"], 65, "t.csv: is 30 × 20, but the model is 4 × 3"),
    (["small.npy", "y.npz"], 65, "y.npz: measures 3 × 3 matrices, but the model is 4 × 3"),
    (["small.npy", "bell.txt"], 65, nil), (["state.npz", "t.csv"], 65, nil),
    (["nan.npy", "t.csv"], 65, "nan.npy: the matrix holds NaN or infinity"),
    (["other.npz", "t.csv"], 65, nil), (["odd.npz", "t.csv"], 65, nil),
    (["small.npy", "t.csv", "--kind", "sense"], 65, nil),
    (["f.npz", "t.csv", "--strength", "-1"], 64, nil),
    (["f.npz", "t.csv", "--tolerance", "2"], 64, nil), (["f.npz"], 64, nil),
    (["f.npz", "t.csv", "--weights", "w.csv"], 64, nil), (["-", "-"], 64, nil),
    (["f.npz", "t.csv", "--kind", "x"], 64, nil),
  ]

  @Test(arguments: refusals)
  func refuses(_ each: (arguments: [String], status: Int32, sentence: String?)) throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(Self.exact.csv, to: "t.csv")
      try lowrank.write(leading([0, 1], of: Self.truth), to: "f.npz")
      let small = Matrix(rows: 4, columns: 3) { Double($0 * $1 + 1) }
      try lowrank.write(npy(small), to: "small.npy")
      try lowrank.write(npy(Matrix(rows: 30, columns: 20) { _, _ in .nan }), to: "nan.npy")
      try lowrank.write("XX 1\nZZ 1\n", to: "bell.txt")
      let three = NPY(shape: [3, 3], numbers: Array(repeating: 1, count: 9))
      try lowrank.write(NPZ(["real": three, "imaginary": three]).encoded(), to: "state.npz")
      try lowrank.write(NPZ(["values": three]).encoded(), to: "other.npz")
      try lowrank.write(factors(small, Matrix(rows: 5, columns: 2)), to: "odd.npz")
      try lowrank.write(
        NPZ([
          "y": NPY(shape: [2], numbers: [1, 2]),
          "A": NPY(shape: [2, 3, 3], numbers: Array(repeating: 1, count: 18)),
        ]).encoded(), to: "y.npz")
      let outcome = try lowrank.run(["certify"] + each.arguments)
      #expect(outcome.status == each.status, "\(outcome.complaint)")
      #expect(outcome.output == "")
      if each.status != 64 { #expect(outcome.complaint.split(separator: "\n").count == 1) }
      if let sentence = each.sentence { #expect(outcome.complaint == "lowrank: \(sentence)\n") }
    }
  }
}
