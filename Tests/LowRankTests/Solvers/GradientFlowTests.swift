import Foundation
import LinearAlgebra
import LowRank
import LowRankTesting
import LowRankTheory
import Testing

@Suite struct GradientFlowTests {
  /// ½ (u² − 1)² over the 1 × 1 matrices U Uᵀ: u′ = 2 u (1 − u²), so u² is a logistic curve.
  private let logistic = Fit(
    FullObservation(rows: 1, columns: 1), target: [1], loss: SquaredLoss(), over: Symmetric.self)
  private func scalar(_ u: Double) -> Symmetric {
    Symmetric(Matrix(rows: 1, columns: 1) { _, _ in u })
  }
  private func exact(_ u: Double, _ time: Double) -> Double {
    (1 / (1 + (1 / (u * u) - 1) * exp(-4 * time))).squareRoot()
  }

  private func worstError<S: Solver>(_ solver: S, time: KeyPath<S.State, Double>) -> (Double, Int)
  where S.Objective == Fit<Symmetric, FullObservation, SquaredLoss> {
    var run = logistic.iterates(from: scalar(0.01), by: solver), worst = 0.0, steps = 0
    while run.state[keyPath: time] < 4 {
      _ = run.next()
      steps += 1
      let u = run.state.point.u[0, 0]
      worst = max(worst, abs(u - exact(0.01, run.state[keyPath: time])))
    }
    return (worst, steps)
  }

  /// The error follows the tolerance, and the number of steps its fifth (fourth) root.
  @Test func explicitFollowsTheExactFlow() {
    typealias Flow = GradientFlow<Fit<Symmetric, FullObservation, SquaredLoss>>
    let runs = [1e-5, 1e-10].map {
      worstError(
        Flow(tolerance: FlowTolerance(relative: $0, absolute: 1e-14)), time: \.time)
    }
    show("explicit flow errors, steps", runs)
    #expect(runs[0].0 < 1e-4 && runs[1].0 < 1e-9)
    #expect(runs[1].1 > 4 * runs[0].1 && runs[1].1 < 25 * runs[0].1)
  }

  @Test func stiffFollowsTheExactFlow() {
    typealias Flow = StiffGradientFlow<Fit<Symmetric, FullObservation, SquaredLoss>>
    let runs = [1e-5, 1e-9].map {
      worstError(
        Flow(tolerance: FlowTolerance(relative: $0, absolute: 1e-14)), time: \.time)
    }
    show("stiff flow errors, steps", runs)
    #expect(runs[0].0 < 1e-4 && runs[1].0 < 1e-8)
    // Fourth order: 1e4 times the accuracy at ten times the steps.
    #expect(runs[1].1 < 20 * runs[0].1)
  }

  /// Both integrators and small descent steps agree, and the flow keeps UᵀU − VᵀV.
  @Test func flowsAgreeAndKeepTheBalance() {
    let problem = CompletionProblem(
      rows: 8, columns: 6, rank: 2, conditionNumber: 2, oversampling: 1.5, seed: 3)
    let fit = problem.fit(over: Asymmetric.self)
    let start = fit.start(.gaussian(scale: 0.4), rank: 2), horizon = 3.0
    let tolerance = FlowTolerance(relative: 1e-9, absolute: 1e-13)
    var explicit = fit.iterates(from: start, by: GradientFlow(tolerance: tolerance))
    while explicit.state.time < horizon { _ = explicit.next() }
    var stiff = fit.iterates(from: start, by: StiffGradientFlow(tolerance: tolerance))
    while stiff.state.time < horizon { _ = stiff.next() }
    let a = explicit.state.segment.point(at: horizon), b = stiff.state.segment.point(at: horizon)
    let size = a.matrix.frobeniusNorm
    // Between steps of 0.1 to 0.3 a cubic errs by h⁴/384 times a fourth derivative.
    show("flows differ by", a.matrix.distance(to: b.matrix) / size)
    #expect(a.matrix.distance(to: b.matrix) < 1e-4 * size)
    var drift = explicit.state.point.balances[0]
    drift.add(start.balances[0], scaledBy: -1)
    #expect(drift.norm < 1e-7 * start.u.dot(start.u), "\(drift.norm)")
    let descent = fit.solve(
      from: start, by: Descent(along: .steepest(), step: .constant(horizon / 30_000)),
      until: .iterations(30_000))
    // Euler's method errs by a multiple of its step, 1e-4.
    #expect(descent.point.matrix.distance(to: a.matrix) < 1e-3 * size)
  }

  @Test func keepTheLaws() {
    let fit = CompletionProblem(
      rows: 8, columns: 6, rank: 2, oversampling: 1.5, seed: 3
    ).fit(over: Asymmetric.self)
    let start = fit.start(.gaussian(scale: 0.4), rank: 2)
    // 1e-9: a slope from four values of a piece of length 1e-3 and more.
    let explicit = checkFlow(GradientFlow(), on: fit, from: start)
    let stiff = checkFlow(StiffGradientFlow(), on: fit, from: start)
    #expect(explicit.worst < 1e-9 && stiff.worst < 1e-9, "\(explicit), \(stiff)")
  }
}
