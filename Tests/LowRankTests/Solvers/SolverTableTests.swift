import LinearAlgebra
import LowRank
import LowRankTheory
import Testing

@Suite struct SolverTableTests {
  static let completion: [SolverRow] = {
    let problem = CompletionProblem(
      rows: 40, columns: 30, rank: 2, conditionNumber: 5, oversampling: 5, seed: 7)
    let fit = problem.fit(over: Asymmetric.self)
    return SolverProblem(
      name: "completion", fit: fit, start: fit.start(.spectral, rank: 2), truth: problem.truth,
      plainStep: 0.7, scaledStep: 0.8, measured: [400, 149, 172, 87, 68, 222, 77, 98, 50, 51]
    ).rows
  }()

  static let semidefinite: [SolverRow] = {
    let problem = CompletionProblem.positiveSemidefinite(
      size: 40, rank: 2, conditionNumber: 5, oversampling: 4, seed: 3)
    let fit = problem.fit(over: Symmetric.self)
    return SolverProblem(
      name: "semidefinite", fit: fit, start: fit.start(.spectral, rank: 2), truth: problem.truth,
      plainStep: 0.35, scaledStep: 0.6, measured: [773, 224, 237, 129, 84, 446, 75, 111, 79, 78]
    ).rows
  }()

  static let factorisation: [SolverRow] = {
    let truth = CompletionProblem(
      rows: 25, columns: 35, rank: 3, conditionNumber: 10, oversampling: 1, seed: 5
    ).truth
    let map = FullObservation(rows: 25, columns: 35)
    let fit = Fit(
      map, target: observations(of: truth, by: map), loss: SquaredLoss(), over: Asymmetric.self)
    return SolverProblem(
      name: "factorisation", fit: fit, start: fit.start(.gaussian(scale: 0.3), rank: 3, seed: 2),
      truth: truth, plainStep: 0.4, scaledStep: 0.5,
      measured: [729, 205, 544, 113, 56, 240, 82, 21, 13, 15]
    ).rows
  }()

  @Test(arguments: completion + semidefinite + factorisation)
  func reachesTheTruth(_ row: SolverRow) {
    let outcome = row.solve(row.bound)
    guard case .converged(.loss) = outcome.reason else {
      Issue.record("\(outcome.reason) after \(outcome.iterations) iterations")
      return
    }
    #expect(outcome.relativeError < 1e-4)
    #expect(outcome.startIsUnchanged)
    // A bound far above what is needed would not notice anything.
    #expect(outcome.iterations * 3 > row.measured, "measured now: \(outcome.iterations)")
  }

  /// Scaling makes the count independent of the condition number; plain descent slows down in
  /// proportion to it (Tong, Ma, Chi 2021). Measured from κ = 3 to 1000: 18 and 17 steps against 88 and
  /// more than 2000.
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
