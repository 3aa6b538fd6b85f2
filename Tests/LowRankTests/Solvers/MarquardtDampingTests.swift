import LinearAlgebra
import LowRankTheory
import Testing

@testable import LowRankOptimization

@Suite struct MarquardtDampingTests {
  @Test func fallsBySuccessAndRisesByFailure() {
    var damping = MarquardtDamping(1), taken = damping.accepts(1, over: 2)
    #expect(taken && damping.value == 0.3)
    // No gain is a failure, and so is what cannot be compared.
    for (after, before) in [(3, 2), (2, 2), (.nan, 2), (2, .nan)] as [(Double, Double)] {
      let value = damping.value
      taken = damping.accepts(after, over: before)
      #expect(!taken && damping.value == 8 * value)
    }
  }

  @Test func staysAboveItsFloorAndBelowItsLimit() {
    var damping = MarquardtDamping(1e-11)
    for _ in 0..<5 { _ = damping.accepts(1, over: 2) }
    #expect(damping.value == 1e-12)
    damping.limit(to: 1e-9)
    #expect(damping.value == 1e-12)
    for _ in 0..<5 { _ = damping.accepts(2, over: 1) }
    damping.limit(to: 1e-9)
    #expect(damping.value == 1e-9)
  }

  private let fit = CompletionProblem(
    rows: 20, columns: 15, rank: 2, conditionNumber: 3, oversampling: 3, seed: 1
  ).fit(over: Asymmetric.self)

  /// Both methods follow the rule, until at round-off some of their steps fail.
  @Test func bothMethodsFollowTheRule() {
    let start = fit.start(.gaussian(scale: 0.3), rank: 2)
    check(Run(fit, from: start, by: LevenbergMarquardt()))
    check(Run(fit, from: start, by: GaussNewton()))
  }

  private func check<S: Solver>(_ run: consuming Run<S>) {
    var run = run, last = run.current.record, failures = 0
    for _ in 0..<40 {
      let record = run.next()!.record
      let hasFallen = record.loss < last.loss
      #expect(record.damping == (hasFallen ? max(0.3 * last.damping, 1e-12) : 8 * last.damping))
      #expect(hasFallen || record.relativeResidual == last.relativeResidual)
      failures += hasFallen ? 0 : 1
      last = record
    }
    #expect(failures > 0 && failures < 40, "\(failures) of 40 steps fail")
  }

  @Test func theLimitHoldsWhateverTheRunHasBeenThrough() {
    let start = fit.start(.gaussian(scale: 1), rank: 2)
    let state = LevenbergMarquardt(damping: 1).start(fit, at: start)
    var run = Run(fit, resuming: state, by: LevenbergMarquardt(largestDamping: 1e-9))
    let record = run.next()!.record
    #expect(record.damping == (record.loss < state.record.loss ? 0.3 * 1e-9 : 8 * 1e-9))
  }
}
