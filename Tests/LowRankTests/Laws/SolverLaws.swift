import LinearAlgebra
import LowRank
import LowRankTesting
import LowRankTheory
import Testing

@Suite struct DirectionLaws {
  private let problem = CompletionProblem(
    rows: 20, columns: 15, rank: 2, conditionNumber: 10, oversampling: 3, seed: 1)

  @Test func descend() {
    let fit = problem.fit(over: Asymmetric.self), start = fit.start(.gaussian(scale: 0.3), rank: 4)
    #expect(checkDirection(Steepest(), on: fit, from: start, step: 0.1) > 1 - 1e-14)
    for damping in [0.0, 1e-3, .residual(factor: 1)] as [Damping] {
      #expect(checkDirection(GramScaled(damping: damping), on: fit, from: start, step: 0.1) > 0)
    }
  }

  /// With a step this large the velocity overshoots the minimum and points uphill.
  @Test func heavyBallIsTheException() {
    let fit = problem.fit(over: Asymmetric.self), start = fit.start(.gaussian(scale: 0.3), rank: 2)
    #expect(checkDirection(HeavyBall(beta: 0), on: fit, from: start, step: 0.1) > 1 - 1e-14)
    #expect(checkDirection(HeavyBall(beta: 0.95), on: fit, from: start, step: 0.5, steps: 60) < 0)
  }

  @Test func scalingInvariance() {
    // A Gram-scaled step commutes with every rotation of the columns.
    let fit = problem.fit(over: Asymmetric.self), start = fit.start(.gaussian(scale: 0.3), rank: 2)
    let scaled = Descent<Completion, GramScaled<Asymmetric>>(
      along: .gramScaled(), step: .constant(0.1))
    let plain = PlainDescent(along: .steepest(), step: .exact)
    #expect(checkInvariance(of: scaled, on: fit, from: start) < 1e-12)
    #expect(checkInvariance(of: plain, on: fit, from: start) < 1e-12)
  }
}

@Suite struct SolverLaws {
  private let fit = CompletionProblem(
    rows: 20, columns: 15, rank: 2, conditionNumber: 3, oversampling: 3, seed: 1
  ).fit(over: Asymmetric.self)
  private var start: Asymmetric { fit.start(.gaussian(scale: 0.3), rank: 2) }

  @Test(
    arguments: [
      .constant(0.1), .backtracking(initial: 2), .polyak(target: 0), .barzilaiBorwein(initial: 0.1),
    ] as [StepSize])
  func stepSizes(_ step: StepSize) {
    #expect(checkSolver(Descent(along: .steepest(), step: step), on: fit, from: start).isRight)
    #expect(checkSolver(Descent(along: .heavyBall(), step: step), on: fit, from: start).isRight)
    #expect(checkSolver(Descent(along: .gramScaled(), step: step), on: fit, from: start).isRight)
  }

  /// f(θ − η ∇f) ≤ f(θ) − c η ‖∇f‖² at every step, with c = 0.4 so large that steps must shrink.
  @Test func backtrackingKeepsItsInequality() {
    var run = fit.iterates(
      from: start,
      by: PlainDescent(along: .steepest(), step: .backtracking(initial: 4, sufficient: 0.4)))
    var before = run.current.record, shrunk = false
    for _ in 0..<40 {
      let record = run.next()!.record
      let gain = 0.4 * record.stepSize * before.gradientNorm * before.gradientNorm
      #expect(record.loss <= before.loss - gain * (1 - 1e-12))
      #expect(record.stepSize > 0 && record.stepSize <= 4)
      shrunk = shrunk || record.stepSize < 4
      before = record
    }
    #expect(shrunk)
  }

  @Test func exactSteps() {
    #expect(checkSolver(Descent(along: .heavyBall(), step: .exact), on: fit, from: start).isRight)
  }

  @Test func growth() {
    let inner = PlainDescent(along: .steepest(), step: .exact)
    let growth = RankGrowth(
      inner, scale: 1e-3, threshold: 1e-6, phase: .gradientNorm(1e-2))
    #expect(checkSolver(growth, on: fit, from: start, steps: 40).isRight)
    #expect(checkSolver(growth, on: fit, from: fit.start(.zeroRank, rank: 0), steps: 40).isRight)
  }
}
