import LinearAlgebra
import LowRank
import LowRankTesting
import LowRankTheory
import Testing

@Suite struct SolverTableTests {
  @Test(arguments: SolverTable.rows)
  func reachesTheTruth(_ row: SolverRow) {
    let outcome = row.solve(row.bound.iterations)
    show("row", (row.name, outcome.count, outcome.relativeError))
    guard case .converged(.loss) = outcome.reason else {
      Issue.record("\(outcome.reason) after \(outcome.count)")
      return
    }
    #expect(outcome.relativeError < row.error)
    #expect(outcome.count.evaluations <= row.bound.evaluations, "\(outcome.count)")
    // A bound far above what is needed would not notice anything.
    #expect(
      outcome.count.iterations * 3 > row.measured.iterations, "measured now: \(outcome.count)")
  }

  @Test(arguments: SolverTable.rows)
  func keepsTheLaws(_ row: SolverRow) {
    let report = row.laws()
    #expect(report.isRight, "\(report)")
  }

  @Test(
    .enabled(if: countsAllocations), arguments: SolverTable.rows.filter { $0.allocation == .never })
  func allocatesOnce(_ row: SolverRow) { #expect(row.extraAllocations() == 0) }

  /// Scaling makes the count independent of the condition number; plain descent slows down in
  /// proportion to it (Tong, Ma, Chi 2021). Measured from κ = 3 to 1000: 18 and 17 steps against 88
  /// and more than 2000.
  @Test func scalingForgetsTheConditionNumber() {
    func iterations<D: Direction>(_ direction: D, _ conditionNumber: Double) -> Int
    where D.Point == Asymmetric {
      let truth = CompletionProblem(
        rows: 30, columns: 30, rank: 3, conditionNumber: conditionNumber, oversampling: 1, seed: 5
      ).truth
      let map = FullObservation(rows: 30, columns: 30)
      let fit = Fit(
        map, target: observations(of: truth, by: map), loss: SquaredLoss(), over: Asymmetric.self)
      return fit.solve(
        from: fit.start(.gaussian(scale: 0.3), rank: 3, seed: 2),
        by: Descent(along: direction, step: .exact), until: .loss(1e-16) || .iterations(2000)
      ).record.iteration
    }
    let scaled = [3.0, 1000].map { iterations(GramScaled(damping: 0), $0) }
    let plain = [3.0, 1000].map { iterations(Steepest(), $0) }
    #expect(Double(scaled[1]) < 1.5 * Double(scaled[0]), "\(scaled)")
    #expect(plain[1] > 5 * plain[0], "\(plain)")
  }
}
