import LowRank
import LowRankIO

/// The samples of README.md, as they stand there; `ReadmeTests` holds the two texts together.
enum ReadmeSamples {
  static func memory() -> LowRank.Recovery {
    // 40 × 12, every seventh cell a gap.
    let table = Matrix(rows: 40, columns: 12) { i, j in
      (i + 2 * j) % 7 == 0 ? .nan : Double((i + 1) * (j + 2) + i * i)
    }
    let recovery = Observations(table: table).complete()
    print("rank", recovery.rank, "trustworthy", recovery.isTrustworthy)
    print("the gap in the first row:", recovery.predict(0, 0))
    for remark in recovery.remarks { print(remark.severity, remark.code, remark) }
    return recovery
  }

  static func completion() throws -> (recovery: LowRank.Recovery, filled: [UInt8]) {
    let table = try WideTable(contentsOf: "Examples/benchmark-scores/benchmark-scores.csv")
    let observed = Observations(
      table: Matrix(rows: table.rows, columns: table.columns, elements: table.values))
    let recovery = observed.complete()
    print("rank", recovery.rank, "held-out RMSE", recovery.heldOut?.error.rmse ?? .nan)
    let filled = table.filledText(values: recovery.model.predictAll())  // bytes to be written
    return (recovery, filled)
  }

  /// The distance to the truth.
  static func pieces() -> Double {
    // A 60 × 50 matrix of rank 2, and 1500 of its entries.
    var random = SeededGenerator(seed: 1)
    let truth = LowRankMatrix(
      left: Matrix(rows: 60, columns: 2) { _, _ in random.normal() },
      right: Matrix(rows: 50, columns: 2) { _, _ in random.normal() })
    let places = Array(0..<3000).shuffled(using: &random).prefix(1500)
    let (pattern, _) = SparsityPattern.sorting(
      rows: 60, columns: 50,
      rowOf: places.map { Int32($0 / 50) }, columnOf: places.map { Int32($0 % 50) })
    let entries = EntrySampling(pattern)
    var observed = [Double](repeating: 0, count: entries.count)
    entries.apply(truth, into: &observed)

    // What to minimise, where to begin, how to go down, when to stop.
    let fit = Fit(entries, target: observed, loss: SquaredLoss(), over: Asymmetric.self)
    let start = Asymmetric(
      u: Matrix(rows: 60, columns: 2) { _, _ in random.normal() },
      v: Matrix(rows: 50, columns: 2) { _, _ in random.normal() })
    let solution = fit.solve(
      from: start, by: Descent(along: .gramScaled(), step: .backtracking(initial: 2)),
      until: .loss(1e-20) || .iterations(2000))

    print(solution.reason, "after", solution.record.iteration, "steps")
    print("distance to the truth:", solution.point.matrix.distance(to: truth))
    return solution.point.matrix.distance(to: truth)
  }
}
