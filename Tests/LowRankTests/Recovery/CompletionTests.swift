import LinearAlgebra
import LowRankTesting
import LowRankTheory
import Testing

@testable import LowRank

@Suite struct CompletionTests {
  /// Exact data are found to round-off, whatever rank they have, and by no other method.
  @Test(arguments: [1, 3])
  func exactData(_ rank: Int) throws {
    let problem = CompletionProblem(
      rows: 60, columns: 50, rank: rank, conditionNumber: 10, oversampling: 4, seed: 2)
    let recovery = Observations(pattern: problem.pattern, values: problem.target).complete()
    #expect(recovery.method == .pursuit && recovery.rank == rank && recovery.isTrustworthy)
    #expect(recovery.reason == .exactFit && recovery.residual < 1e-11)
    #expect(problem.relativeError(of: recovery.model.factors) < 1e-8)
    #expect(try #require(recovery.uniqueness).isUnique)
    // Found again without the hidden tenth.
    #expect(try #require(recovery.heldOut).error.rmse < 1e-8 * problem.truth.frobeniusNorm)
  }

  /// 200 × 100, rank 3, signal to noise 3, 30 % of gaps. The intervals of the 6000 cells never seen
  /// cover them with a standard error of 0.4 %; calibration on 1400 × 3 hidden cells adds 0.5 %.
  /// The wide bounds are for the model error of the refit, which sees a tenth more data.
  @Test func noisyTables() throws {
    let table = PlantedTable(200, 100, rank: 3, noise: 0.6, gaps: 0.3, seed: 1)
    let recovery = table.observed.complete(), intervals = try #require(recovery.intervals)
    #expect(recovery.method == .variational && recovery.rank == 3 && recovery.isTrustworthy)
    let covered = table.gaps.count { i, j in
      let (lower, upper) = recovery.interval(i, j)
      return lower <= table.noisy[i, j] && table.noisy[i, j] <= upper
    }
    let coverage = Double(covered) / Double(table.gaps.count)
    #expect(coverage > 0.85 && coverage < 0.95, "\(coverage)")
    #expect(abs(intervals.coverage - 0.9) < 0.03)
    // Ideal: 0.6 √(3 × 297/14000) = 0.15. The reported error contains the noise of the cell.
    #expect(table.rmse(against: table.truth) { recovery.predict($0, $1) } < 0.2)
    let reported = try #require(recovery.heldOut).error.rmse
    let actual = table.rmse(against: table.noisy) { recovery.predict($0, $1) }
    #expect(abs(reported / actual - 1) < 0.06, "\(reported) \(actual)")
  }

  /// One cell in ten is wrong by 30 standard deviations and has a millionth of the weight.
  @Test func weightsTakeCorruptedCellsOut() {
    let table = PlantedTable(80, 50, rank: 2, noise: 0.3, gaps: 0.3, seed: 3)
    let clean = table.observed
    let isBad = (0..<clean.count).map { $0 % 10 == 3 }
    let spoilt = Observations(
      pattern: clean.pattern,
      values: clean.values.indices.map { clean.values[$0] + (isBad[$0] ? 30 : 0) },
      weights: isBad.map { $0 ? 1e-6 : 1 })
    func error(_ data: Observations) -> Double {
      let recovery = data.complete()
      return table.rmse(against: table.truth) { recovery.predict($0, $1) }
    }
    let without = error(clean.filter { !isBad[$0] }), weighted = error(spoilt)
    let unweighted = error(Observations(pattern: clean.pattern, values: spoilt.values))
    #expect(weighted < 1.1 * without, "\(weighted) \(without)")
    #expect(unweighted > 2 * without)
  }

  /// With a logarithm: multiplicative data, of which the model is exactly low-rank plus noise.
  @Test func linksKeepTheirFactors() throws {
    let base = PlantedTable(
      60, 40, rank: 2, strength: 0.5, effects: 0.5, noise: 0.05, gaps: 0.3, seed: 4)
    let positive = Matrix(rows: 60, columns: 40) { Link.log.invert(5 + base.noisy[$0, $1]) }
    let table = PlantedTable(truth: positive, noisy: positive, isSeen: base.isSeen)
    var options = RecoveryOptions()
    options.link = .log
    let linked = try table.observed.complete(options)
    #expect(linked.rank >= 2, "\(linked.rank) \(linked.method)")
    let relative = table.gaps.map { i, j in abs(linked.predict(i, j) / positive[i, j] - 1) }
    // Noise of 5 % and the error of the estimate; clipping spoils the extreme cells of a column.
    #expect(relative.reduce(0, +) / Double(relative.count) < 0.1)
  }

  /// The seed decides everything, and the number of threads nothing.
  @Test(arguments: [true, false])
  func isDeterministic(_ noisy: Bool) throws {
    let table = PlantedTable(70, 50, rank: 2, noise: noisy ? 0.3 : 0, gaps: 0.3, seed: 5)
    func run(threads: Int, seed: UInt64 = 1) throws -> Recovery {
      var options = RecoveryOptions()
      options.seed = seed
      return try Execution(threads: threads).run { try table.observed.complete(options) }
    }
    let one = try run(threads: 1), two = try run(threads: 2)
    #expect(one.model == two.model && one.intervals == two.intervals)
    #expect(one.heldOut == two.heldOut && one.interval(3, 4) == two.interval(3, 4))
    #expect(try run(threads: 1).model == one.model)
    if noisy { #expect(try run(threads: 1, seed: 2).heldOut != one.heldOut) }
  }
}

@Suite struct DegenerateTableTests {
  static let tables: [(name: String, data: Observations)] = [
    ("2 × 2", table(2, 2, { i, j in Double(1 + i + 2 * j) })),
    ("2 × 2 with a gap", table(2, 2, { i, j in Double(1 + i + 2 * j) }, where: { $0 + $1 < 2 })),
    ("1 × 1", table(1, 1, { _, _ in 3 })),
    ("one row", table(1, 12, { _, j in Double(j) }, where: { _, j in j != 4 })),
    ("one column", table(12, 1, { i, _ in Double(i % 5) }, where: { i, _ in i != 4 })),
    ("one cell a row", table(8, 6, { i, j in Double(i + j) }, where: { i, j in j == i % 6 })),
    ("constant", table(9, 7, { _, _ in 5 }, where: { i, j in (i + j) % 3 != 0 })),
    ("zero", table(9, 7, { _, _ in 0 }, where: { i, j in (i + j) % 3 != 0 })),
    ("nothing", table(4, 3, { _, _ in 0 }, where: { _, _ in false })),
    ("one cell", table(4, 3, { _, _ in 2 }, where: { i, j in i == 1 && j == 1 })),
    (
      "empty row and column",
      table(9, 8, { i, j in gaussian(9, 8)[i, j] }, where: { i, j in i != 2 && j != 5 })
    ),
    ("full noise", table(9, 8, { i, j in gaussian(9, 8)[i, j] })),
    ("full square noise", table(5, 5, { i, j in gaussian(5, 5)[i, j] })),
    ("full rank 1", table(9, 8, { i, j in Double((i + 1) * (j + 2)) })),
    ("huge", table(9, 8, { i, j in 1e150 * gaussian(9, 8)[i, j] }, where: { $0 != $1 })),
    ("tiny", table(9, 8, { i, j in 1e-150 * gaussian(9, 8)[i, j] }, where: { $0 != $1 })),
    (
      "an outlier",
      table(9, 8, { i, j in i == 3 && j == 4 ? 1e12 : gaussian(9, 8)[i, j] }, where: { $0 != $1 })
    ),
  ]

  /// Whatever comes in, numbers come out, with bounds around them.
  @Test(arguments: tables.indices)
  func numbersComeOut(_ k: Int) throws {
    let data = Self.tables[k].data
    for method in [nil, .pursuit, .variational] as [Recovery.Method?] {
      var options = RecoveryOptions()
      options.method = method
      let recovery = try data.complete(options),
        name = "\(Self.tables[k].name), \(method?.rawValue ?? "any")"
      #expect(recovery.model.predictAll().allSatisfy { $0.isFinite }, "\(name)")
      #expect(recovery.residual.isFinite, "\(name)")
      for i in 0..<data.rows {
        for j in 0..<data.columns {
          let (lower, upper) = recovery.interval(i, j)
          #expect(lower <= upper && lower.isFinite && upper.isFinite, "\(name)")
        }
      }
    }
  }

  @Test func constantsAreRecovered() {
    for value in [5.0, 0] {
      let recovery = table(9, 7, { _, _ in value }, where: { i, j in (i + j) % 3 != 0 }).complete()
      #expect(recovery.model.predictAll().allSatisfy { abs($0 - value) < 1e-9 })
    }
  }

  @Test func emptyLinesAreReported() {
    let recovery = table(
      9, 8, { i, j in gaussian(9, 8)[i, j] }, where: { i, j in i != 2 && j > 1 }
    ).complete()
    #expect(recovery.remarks.contains(.rowsWithoutCells(rows: [2], of: 9)))
    #expect(recovery.remarks.contains(.columnsWithoutCells(columns: [0, 1], of: 8)))
  }
}

@Suite struct WeightedChoiceTests {
  /// A column of garbage, a thousand times larger than the rest, with a billionth of the weight: it
  /// drives neither the scale of the table nor the choice of model and rank.
  ///
  /// The same table with that column all gaps is the reference. What the garbage still says, 1e-9
  /// times a square of 1e6 in one of thirty columns, is a thousandth of the noise's 0.09; a fifth
  /// is for the folds, which its cells make others.
  @Test func garbageOfLowWeightDoesNotDriveTheChoice() throws {
    let table = PlantedTable(80, 30, rank: 3, effects: 1, noise: 0.3, gaps: 0.3, seed: 12)
    let clean = table.observed, isGarbage = clean.pattern.column.map { $0 == 7 }
    var random = SeededGenerator(seed: 5)
    let values = zip(clean.values, isGarbage).map { $1 ? 1000 * random.normal() : $0 }
    func error(_ recovery: Recovery) -> Double {
      let gaps = table.gaps.filter { $0.1 != 7 }
      let squares = gaps.map { i, j in
        (recovery.predict(i, j) - table.truth[i, j]) * (recovery.predict(i, j) - table.truth[i, j])
      }
      return (squares.reduce(0, +) / Double(gaps.count)).squareRoot()
    }
    let reference = clean.filter { !isGarbage[$0] }.complete()
    let weighted = Observations(
      pattern: clean.pattern, values: values, weights: isGarbage.map { $0 ? 1e-9 : 1 }
    ).complete()
    let unweighted = Observations(pattern: clean.pattern, values: values).complete()
    // The planted rank, or one above it, as records of the choice say.
    #expect((3...4).contains(weighted.rank), "\(weighted.rank) \(reference.rank)")
    #expect(weighted.isTrustworthy, "\(weighted.remarks)")
    #expect(error(weighted) < 1.2 * error(reference), "\(error(weighted)) \(error(reference))")
    #expect(error(unweighted) > 2 * error(reference))
    let heldOut = try #require(weighted.heldOut?.error.rmse)
    #expect(abs(heldOut / reference.heldOut!.error.rmse - 1) < 0.2, "\(heldOut)")
  }

  @Test func equalWeightsAreNone() {
    let residuals = gaussian(1, 50, seed: 9).elements
    let plain = HeldOutError(residuals)
    let weighted = HeldOutError(residuals, weights: Array(repeating: 0.3, count: 50))
    #expect(abs(plain.rmse - weighted.rmse) < 1e-14 && abs(plain.mae - weighted.mae) < 1e-14)
    #expect(abs(plain.standardError - weighted.standardError) < 1e-14)
    // A residual twice is a residual of weight two.
    let twice = HeldOutError([1, 1, 3], weights: nil),
      once = HeldOutError([1, 3], weights: [2, 1])
    #expect(abs(twice.rmse - once.rmse) < 1e-15)
  }
}
