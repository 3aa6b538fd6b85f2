import Foundation
import LowRankIO
import Testing

@Suite("What is recovered")
struct RecoveryTests {
  /// The report and the filled table, of `rows` × `columns` in the order of `planted`.
  private func complete(
    _ text: String, _ options: [String] = [], status: Int32? = 0
  ) throws -> (report: [String: Any], filled: WideTable) {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(text, to: "t.csv")
      let outcome = try lowrank.run(["complete", "t.csv", "-o", "o.csv", "--json"] + options)
      if let status { #expect(outcome.status == status, "\(outcome.complaint)") }
      // A folded series is a single column.
      let filled = try WideTable(
        contentsOf: lowrank.path("o.csv"), options: TableOptions(smallestSide: 1))
      return (try outcome.object(), filled)
    }
  }

  private func heldOut(_ report: [String: Any]) throws -> [String: Any] {
    try #require(report["heldout"] as? [String: Any])
  }

  @Test func exactTriplets() throws {
    let truth = Planted(60, 50, rank: 3, share: 0.5, seed: 21)
    let (report, filled) = try complete(truth.triplets)
    #expect(report["method"] as? String == "pursuit")
    #expect(report["rank"] as? Int == 3)
    #expect(report["converged"] as? Bool == true)
    // Rows and columns come in the order in which the triplets name them.
    let names = (try #require(filled.rowNames), try #require(filled.columnNames))
    let row = Dictionary(uniqueKeysWithValues: zip(names.0, 0...))
    let column = Dictionary(uniqueKeysWithValues: zip(names.1, 0...))
    let error = truth.errorWhereHidden { i, j in
      filled.values[row["r\(i)"]! * filled.columns + column["c\(j)"]!]
    }
    #expect(error < 1e-8)
  }

  @Test func noisyTable() throws {
    let truth = Planted(60, 40, rank: 2, noise: 0.1, seed: 22)
    let (report, filled) = try complete(truth.csv)
    #expect(report["method"] as? String == "variational")
    let heldOut = try heldOut(report)
    let rmse = try #require(heldOut["rmse"] as? Double)
    // The noise is 0.1, and no answer can be better on cells that carry it.
    #expect(rmse > 0.09 && rmse < 0.13)
    #expect(try #require(heldOut["baseline_effects_rmse"] as? Double) > 1)
    // √2 is the root mean square of what is planted.
    #expect(truth.errorWhereHidden { filled.values[$0 * 40 + $1] } < 0.13 / 1.2)
  }

  @Test(arguments: [31, 32, 33, 34])
  func noiseIsNeverClaimedToBeMore(seed: UInt64) throws {
    let flat = Planted(24, 20, values: Planted.noise(count: 480, seed: seed), seed: seed)
    let (report, _) = try complete(flat.csv, status: 2)
    #expect(report["converged"] as? Bool == false)
    let warnings = try #require(report["warnings"] as? [String])
    #expect(warnings.contains { $0.hasPrefix("hidden cells are predicted") })
  }

  @Test func constantTable() throws {
    let constant = Planted(12, 8, values: Array(repeating: 5.25, count: 96))
    let (report, filled) = try complete(constant.csv)
    #expect(filled.values.allSatisfy { abs($0 - 5.25) < 1e-12 })
    #expect(try #require(report["rank"] as? Int) <= 1)
  }

  @Test func linesWithoutACell() throws {
    let table = Planted(24, 16, rank: 2, noise: 0.1, seed: 5).hiding { $0 == 4 || $1 == 7 }
    let (report, filled) = try complete(table.csv)
    let warnings = try #require(report["warnings"] as? [String])
    #expect(warnings.contains("1 of 24 rows have no observed cell to learn from"))
    #expect(warnings.contains("1 of 16 columns have no observed cell to learn from"))
    #expect(filled.gapCount == 0)
    let known = table.values.indices.filter { $0 / 16 != 4 && $0 % 16 != 7 }
    let largest = known.map { abs(table.values[$0]) }.max()!
    #expect((0..<16).allSatisfy { abs(filled.values[4 * 16 + $0]) <= largest })
  }

  @Test func twoByTwo() throws {
    let (report, filled) = try complete("1,2\n3,\n", status: 2)
    #expect(filled.values[3].isFinite)
    #expect(try !#require(report["warnings"] as? [String]).isEmpty)
  }

  /// Columns whose units differ by nineteen orders of magnitude: filled well, or not trusted.
  @Test func unitsOfTheirOwn() throws {
    let truth = Planted(
      40, 20, rank: 2, noise: 0.05, seed: 23, scale: { pow(10, Double($0) - 10) })
    let (report, filled) = try complete(truth.csv, status: nil)
    #expect(report["method"] as? String == "variational")
    let bad = (0..<20).count { j in
      let hidden = (0..<40).filter { !truth.isShown[$0 * 20 + j] }
      let error = hidden.map { pow(filled.values[$0 * 20 + j] - truth.value($0, j), 2) }
      let energy = hidden.map { pow(truth.value($0, j), 2) }
      return error.reduce(0, +) > 4 * energy.reduce(0, +)
    }
    let warnings = try #require(report["warnings"] as? [String])
    let isSaid = warnings.contains { $0.contains("columns are predicted worse than by their own") }
    #expect(bad <= 2 || isSaid && report["converged"] as? Bool == false)
  }

  @Test(arguments: [1, 2, 4])
  func theRankThatWasAskedFor(rank: Int) throws {
    let table = Planted(40, 30, rank: 4, noise: 0.1, seed: 24)
    let (report, _) = try complete(table.csv, ["--rank", "\(rank)", "--model", "m.npz"])
    #expect(report["rank"] as? Int == rank)
    #expect((report["singular_values"] as? [Double])?.count == rank)
    let scaled = Planted(40, 30, rank: 4, noise: 0.1, seed: 24, scale: { pow(3, Double($0)) })
    #expect(
      try complete(scaled.csv, ["--rank", "\(rank)"], status: nil).report["rank"] as? Int == rank)
  }

  @Test func aLowerRankThanAskedForIsExplained() throws {
    let (report, _) = try complete(Planted.small.csv, ["--rank", "9"])
    let rank = try #require(report["rank"] as? Int)
    let reason = "the rank is \(rank), not 9: the data support no more components than that"
    #expect(rank <= 9)
    #expect(report["warnings"] as? [String] == (rank < 9 ? [reason] : []))
    let wide = try complete("1,2,5\n3,,7\n", ["--rank", "5"], status: 2).report
    let warnings = try #require(wide["warnings"] as? [String])
    #expect(warnings.contains { $0.hasSuffix("not 5: a 2 × 3 matrix has no more than 2") })
  }

  @Test func noRankAboveTheLargest() throws {
    let table = Planted(40, 30, rank: 4, noise: 0.1, seed: 24)
    let report = try complete(table.csv, ["--max-rank", "2"]).report
    #expect(report["rank"] as? Int == 2)
    let path = try #require(report["path"] as? [[String: Any]])
    #expect(path.map { $0["rank"] as? Int } == [1, 2])
  }

  @Test func aLinkForMultiplicativeData() throws {
    let truth = Planted(30, 20, rank: 1, noise: 0.05, seed: 25).map { exp($0) }
    let plain = try complete(truth.csv, status: nil)
    let log = try complete(truth.csv, ["--link", "log"], status: nil)
    let errors = [plain, log].map { run in
      truth.errorWhereHidden { run.filled.values[$0 * 20 + $1] }
    }
    #expect(errors[1] < 0.7 * errors[0], "\(errors)")
    #expect(log.filled.values.allSatisfy { $0 > 0 })
  }

  @Test func aBoxHoldsThePredictions() throws {
    let truth = Planted(24, 16, rank: 2, noise: 0.1, seed: 26).map { min(max($0, -1), 1) }
    let free = try complete(truth.csv).filled.values
    let boxed = try complete(truth.csv, ["--link", "box=-1:1"]).filled.values
    #expect(free.contains { abs($0) > 1 })
    #expect(boxed.allSatisfy { abs($0) <= 1 })
  }

  @Test func foldingIsCompletingTheFoldedMatrix() throws {
    let days = Planted(30, 24, rank: 1, noise: 0.05, seed: 27)
    let cells = (0..<30).flatMap { days.cells(ofRow: $0) }
    let series = "hour,load\n" + cells.indices.map { "h\($0),\(cells[$0])\n" }.joined()
    let folded = try complete(series, ["--fold", "24"])
    let byHand = try complete(days.csv)
    #expect(folded.filled.values == byHand.filled.values)
    #expect(folded.report["rank"] as? Int == byHand.report["rank"] as? Int)
    #expect(folded.filled.rows == 720 && folded.filled.columnNames == ["load"])
  }

  /// Half of the cells are a hundred times noisier: told so, the answer must be better.
  @Test(arguments: ["--sigma", "--weights"])
  func cellsOfUnequalWorth(option: String) throws {
    let quiet = Planted(40, 24, rank: 1, seed: 28), noise = Planted.noise(count: 960, seed: 29)
    let isLoud = noise.indices.map { ($0 / 24 + $0) % 2 == 0 }
    let values = noise.indices.map { quiet.values[$0] + (isLoud[$0] ? 2 : 0.02) * noise[$0] }
    let table = Planted(40, 24, values: values, isShown: quiet.isShown)
    let worth = values.indices.map { k in
      option == "--sigma" ? (isLoud[k] ? "2" : "0.02") : (isLoud[k] ? "0.25" : "2500")
    }
    let text = (0..<40).map { worth[$0 * 24..<($0 + 1) * 24].joined(separator: ",") + "\n" }
      .joined()
    try Lowrank.inFolder { lowrank in
      try lowrank.write(table.csv, to: "t.csv")
      try lowrank.write(text, to: "w.csv")
      var errors: [Double] = []
      for options in [[], [option, "w.csv"]] {
        _ = try lowrank.run(["complete", "t.csv", "-o", "o.csv", "--rank", "1"] + options)
        let filled = try WideTable(contentsOf: lowrank.path("o.csv")).values
        errors.append(quiet.errorWhereHidden { filled[$0 * 24 + $1] })
      }
      #expect(errors[1] < 0.7 * errors[0], "\(errors)")
    }
  }
}
