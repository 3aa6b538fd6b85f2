import LinearAlgebra
import LowRank
import LowRankTesting
import LowRankTheory
import Testing

@Suite struct ReweightedLeastSquaresTests {
  /// MatrixIRLS with the right rank finds well and badly conditioned matrices from twice as many
  /// entries as degrees of freedom: 4 of 4 seeds at 300 × 300 in the reference implementation.
  @Test(arguments: [10, 1e5], [UInt64(0), 1, 2])
  func findsFromTwiceTheDegreesOfFreedom(_ condition: Double, _ seed: UInt64) {
    let problem = CompletionProblem(
      rows: 100, columns: 100, rank: 4, conditionNumber: condition, oversampling: 2, seed: seed)
    let fit = problem.fit(over: Asymmetric.self)
    let end = fit.solve(
      from: fit.start(.zeroRank, rank: 0), by: ReweightedLeastSquares<Completion>(rank: 4),
      until: .loss(0.5e-20 * fit.target.dot(fit.target)) || .iterations(100))
    show("irls", (end.record.iteration, problem.relativeError(of: end.point.matrix)))
    // A residual of 1e-10 ‖b‖, and the tangent problem's condition below 1e4.
    #expect(end.converged && end.record.rank == 4)
    #expect(problem.relativeError(of: end.point.matrix) < 1e-6)
  }

  @Test func laws() {
    let problem = CompletionProblem(rows: 20, columns: 15, rank: 2, oversampling: 3, seed: 1)
    let fit = problem.fit(over: Asymmetric.self)
    let solver = ReweightedLeastSquares<Completion>(rank: 2)
    #expect(checkSolver(solver, on: fit, from: fit.start(.zeroRank, rank: 0)).isRight)
    #expect(checkSolver(solver, on: fit, from: fit.start(.gaussian(scale: 0.3), rank: 2)).isRight)
  }

  /// The smoothing falls to the noise and no further: nothing is fitted beyond the rank.
  @Test func smoothingStopsAtTheNoise() {
    let problem = CompletionProblem(
      rows: 60, columns: 50, rank: 2, oversampling: 5, noise: 0.05, seed: 3)
    let fit = problem.fit(over: Asymmetric.self)
    var run = fit.iterates(
      from: fit.start(.zeroRank, rank: 0), by: ReweightedLeastSquares<Completion>(rank: 2))
    var before = Double.infinity
    for _ in 0..<30 {
      _ = run.next()
      #expect(run.state.smoothing <= before)
      before = run.state.smoothing
    }
    // Ideal: noise √(dof/p) = 0.05 √(1/5) = 0.022 of the norm; twice that for the surrogate.
    #expect(problem.relativeError(of: run.current.point.matrix) < 0.045)
    #expect(run.current.record.rank == 2)
  }
}
