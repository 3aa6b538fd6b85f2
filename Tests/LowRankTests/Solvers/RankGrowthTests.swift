import LinearAlgebra
import LowRank
import LowRankTheory
import Testing

@Suite struct RankGrowthTests {
  /// Li, Luo and Lyu's 4 × 4 example: observed (1,3) = 1, (1,4) = (2,3) = R and their mirror
  /// images.
  ///
  /// The nuclear norm is least at a matrix of rank 2; greedy growth finds v vᵀ, v = (1, R, 1, R).
  @Test(arguments: [3.0, 10])
  func findsRankOneWhereTheNuclearNormDoesNot(_ r: Double) {
    let (pattern, order) = SparsityPattern.sorting(
      rows: 4, columns: 4, rowOf: [0, 0, 1, 2, 3, 2], columnOf: [2, 3, 2, 0, 0, 1])
    let target = order.map { [1, r, r, 1, r, r][Int($0)] }
    let fit = Fit(EntrySampling(pattern), target: target, loss: SquaredLoss(), over: Symmetric.self)
    let v = Matrix(rows: 4, columns: 1, elements: [1, r, 1, r])
    let truth = LowRankMatrix(left: v, right: v)

    let inner = Descent<Fit<Symmetric, EntrySampling, SquaredLoss>, HeavyBall<Symmetric>>(
      along: .heavyBall(beta: 0.95), step: .exact)
    let growth = RankGrowth(
      inner, scale: 1e-16, threshold: 1e-3, phase: .gradientNorm(1e-9) || .loss(1e-20))
    let solution = fit.solve(
      from: fit.start(.zeroRank, rank: 0), by: growth, until: .loss(1e-18) || .iterations(20_000))
    #expect(solution.converged && solution.record.rank == 1)
    // The fits of rank 1 are a curve, (s, R s, 1/s, R/s), on which only symmetry singles out s = 1:
    // the 1e-10 to which the first eigenvector is known is magnified by the condition number 5e3.
    #expect(solution.point.matrix.distance(to: truth) < 1e-4 * truth.frobeniusNorm)
  }

  /// One phase a rank: three singular values, three phases, then the gain is below the threshold.
  @Test func growsToTheTrueRankAndStops() {
    let problem = CompletionProblem(
      rows: 30, columns: 25, rank: 3, conditionNumber: 4, oversampling: 5, seed: 4)
    let fit = problem.fit(over: Asymmetric.self)
    let growth = RankGrowth(
      PlainDescent(along: .steepest(), step: .exact), scale: 1e-6, threshold: 1e-4,
      phase: .gradientNorm(1e-6))
    var run = fit.iterates(from: fit.start(.zeroRank, rank: 0), by: growth)
    var ranks: [Int] = []
    let solution = run.finish(at: .gradientNorm(1e-6) || .iterations(5000)) {
      if ranks.last != $0.record.rank { ranks.append($0.record.rank!) }
    }
    #expect(ranks == [1, 2, 3])
    #expect(run.state.isComplete)
    #expect(solution.reason == .converged(.gradientNorm(1e-6)))
    #expect(problem.relativeError(of: solution.point.matrix) < 1e-4)
  }

  /// A bare gradient test would end every phase at its first step, √scale away from a saddle.
  @Test func aPhaseIsNotOverBeforeItHasBegun() {
    let problem = CompletionProblem(
      rows: 30, columns: 25, rank: 2, oversampling: 5, seed: 4)
    let fit = problem.fit(over: Asymmetric.self)
    // A constant step, for an exact one leaves the saddle at once.
    let growth = RankGrowth(
      PlainDescent(along: .steepest(), step: .constant(0.1)), scale: 1e-12, threshold: 1e-4,
      phase: .gradientNorm(1e-3))
    var run = fit.iterates(from: fit.start(.zeroRank, rank: 0), by: growth)
    let first = run.next()!.record
    #expect(first.rank == 1 && first.gradientNorm > 0.1)
    let early = run.finish(at: .iterations(3))
    #expect(early.record.rank == 1)
  }

  @Test func maximumRankHolds() {
    let problem = CompletionProblem(rows: 20, columns: 20, rank: 4, oversampling: 2, seed: 4)
    let fit = problem.fit(over: Asymmetric.self)
    let growth = RankGrowth(
      PlainDescent(along: .steepest(), step: .exact), scale: 1e-3, threshold: 0,
      phase: .gradientNorm(1e-2), maximumRank: 2)
    let end = fit.solve(
      from: fit.start(.zeroRank, rank: 0), by: growth, until: .iterations(400))
    #expect(end.record.rank == 2)
  }
}
