import Foundation
import LinearAlgebra
import LowRank
import LowRankTesting
import LowRankTheory
import Testing

@Suite struct StoppingTests {
  private let fit = CompletionProblem(
    rows: 20, columns: 15, rank: 2, oversampling: 3, seed: 1
  ).fit(over: Asymmetric.self)

  private func solve(_ step: StepSize = .constant(0.3), until rule: StopRule) -> Solution<
    Asymmetric
  > {
    fit.solve(
      from: fit.start(.gaussian(scale: 0.3), rank: 2),
      by: PlainDescent(along: .steepest(), step: step),
      until: rule)
  }

  /// A record survives JSON, which has no infinities; what diverged comes back as diverged.
  @Test func recordsAreCoded() throws {
    func coded(_ record: StepRecord) throws -> StepRecord {
      try JSONDecoder().decode(StepRecord.self, from: JSONEncoder().encode(record))
    }
    var record = StepRecord()
    #expect(try coded(record) == record)
    (record.iteration, record.loss, record.rank, record.damping) = (7, 0.25, 3, 1e-12)
    (record.relativeResidual, record.stepNorm, record.evaluations) = (1e-9, 2, 11)
    record.elapsed = .milliseconds(5)
    #expect(try coded(record) == record)
    record.loss = .nan
    #expect(try coded(record).loss == .infinity)
  }

  @Test(arguments: [0, 1, 7])
  func iterations(_ limit: Int) {
    let end = solve(until: .iterations(limit))
    #expect(end.reason == .exhausted(.iterations(limit)) && end.record.iteration == limit)
    #expect(!end.converged)
  }

  @Test func loss() {
    let end = solve(until: .loss(1e-3))
    #expect(end.reason == .converged(.loss(1e-3)) && end.record.loss <= 1e-3 && end.converged)
    // The record is that of the point returned, not of the one before it.
    var workspace = fit.makeWorkspace(for: end.point)
    #expect(fit.value(at: end.point, &workspace) == end.record.loss)
    // And no later than necessary.
    #expect(solve(until: .iterations(end.record.iteration - 1)).record.loss > 1e-3)
  }

  @Test func gradientNorm() {
    let end = solve(until: .gradientNorm(1e-2))
    #expect(end.reason == .converged(.gradientNorm(1e-2)) && end.record.gradientNorm <= 1e-2)
  }

  @Test func time() {
    let end = solve(.constant(1e-9), until: .time(.milliseconds(5)))
    #expect(end.reason == .exhausted(.time(.milliseconds(5))))
    #expect(end.record.elapsed >= .milliseconds(5))
  }

  @Test func stalled() {
    let rule = StopRule.stalled(relative: 1e-3, window: 4)
    // Steps of 1e-9 change the loss by far less than 1e-3; the first look back is after 4 of them.
    let end = solve(.constant(1e-9), until: rule)
    #expect(end.reason == .exhausted(rule) && end.record.iteration == 4)
    #expect(solve(until: rule || .loss(1e-3)).reason == .converged(.loss(1e-3)))
  }

  /// fₖ₋₂ − fₖ ≤ 0.3 fₖ, on a sequence that a window of 1 would stop earlier.
  @Test func stalledLooksBackExactlyItsWindow() {
    let rule = StopRule.stalled(relative: 0.3, window: 2)
    var monitor = StopMonitor(rule), record = StepRecord()
    let reasons = [8, 4, 2, 1.4, 1.25, 1].map { loss in
      record.loss = loss
      return monitor.check(record)
    }
    // 2 − 1.25 is 60 % of 1.25, 1.4 − 1 is 40 % of 1; over one step both would be below 30 %.
    #expect(reasons == Array(repeating: nil, count: 6))
    record.loss = 1
    #expect(monitor.check(record) == .exhausted(rule))
  }

  private func secondOrder(until rule: StopRule) -> Solution<Asymmetric> {
    fit.solve(
      from: fit.start(.gaussian(scale: 0.3), rank: 2), by: SecondOrder(), until: rule)
  }

  @Test func relativeResidual() {
    let rule = StopRule.relativeResidual(1e-6), end = secondOrder(until: rule || .iterations(50))
    #expect(end.reason == .converged(rule) && end.record.relativeResidual <= 1e-6)
    let sooner = secondOrder(until: .iterations(end.record.iteration - 1))
    #expect(sooner.record.relativeResidual > 1e-6)
    // Descent knows no residual, and no rule on one ends it.
    #expect(solve(until: rule || .iterations(3)).reason == .exhausted(.iterations(3)))
  }

  /// √(2f) / ‖b‖, at the start and after steps.
  @Test func methodsOfLeastSquaresKnowTheirRelativeResidual() {
    func check<S: Solver>(_ solver: S) where S.Objective == Completion {
      let run = fit.iterates(from: fit.start(.gaussian(scale: 0.3), rank: 2), by: solver)
      for record in [run.current.record] + run.prefix(3).map(\.record) {
        let relative = (2 * record.loss).squareRoot() / fit.target.norm
        #expect(abs(record.relativeResidual - relative) <= 1e-14 * relative)
      }
    }
    check(SecondOrder())
    check(GaussNewton())
    check(Pursuit())
    check(ReweightedLeastSquares(rank: 2))
    check(NuclearNorm(strength: 0.1))
  }

  /// Two steps running that leave more than half: 0.6 alone does not stop, nor 0.6 before and after
  /// 0.4; 0.6, a step taken back, and 0.6 do.
  @Test func slowStepsAreCountedRunning() {
    let rule = StopRule.slow(ratio: 0.5, steps: 2)
    var monitor = StopMonitor(rule), record = StepRecord()
    record.loss = 1
    let reasons = [1, 0.6, 0.4, 0.6, 1, 1, 0.6].map { ratio in
      record.loss *= ratio * ratio
      return monitor.check(record)
    }
    #expect(reasons == Array(repeating: nil, count: 6) + [.exhausted(rule)])
  }

  /// The step to the first iterate shown is not one of the run's.
  @Test func slowStepsBeginWithTheRun() {
    let rule = StopRule.slow(ratio: 0, steps: 3)
    var run = fit.iterates(from: fit.start(.gaussian(scale: 0.3), rank: 2), by: SecondOrder())
    for _ in 0..<2 {
      var losses = [run.current.record.loss]
      _ = run.finish(at: rule) { losses.append($0.record.loss) }
      #expect(zip(losses, losses.dropFirst()).count { $1 < $0 } == 3)
      #expect(losses[losses.count - 1] < losses[losses.count - 2])
    }
  }

  @Test func damping() {
    var run = fit.iterates(
      from: fit.start(.gaussian(scale: 0.3), rank: 2), by: SecondOrder(iterations: 200))
    _ = run.finish(at: .relativeResidual(1e-13) || .iterations(50))
    // At round-off no step helps, and each makes the next shorter.
    let rule = StopRule.damping(above: 1e2), end = run.finish(at: rule || .iterations(200))
    #expect(end.reason == .exhausted(rule) && end.record.damping > 1e2)
    #expect(end.record.damping <= 8e2)
  }

  /// A cancelled task ends a run of its own, and leaves whole what is part of another computation.
  @Test func partsAreNotInterrupted() async {
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      var run = fit.iterates(from: fit.start(.gaussian(scale: 0.3), rank: 2), by: SecondOrder())
      return (
        run.finish(at: .iterations(2)).reason,
        run.finish(at: .iterations(2), isInterruptible: false).reason
      )
    }
    let (own, part) = await task.value
    #expect(own == .cancelled && part == .exhausted(.iterations(2)))
  }

  /// From the state of another run, with other options: as if one run had changed them on the way.
  @Test func runsGoOnFromAState() {
    let start = fit.start(.gaussian(scale: 0.3), rank: 2)
    let (rough, exact) = (SecondOrder(iterations: 1), SecondOrder(iterations: 50))
    var first = fit.iterates(from: start, by: rough)
    _ = first.finish(at: .iterations(3))
    var second = Run(fit, resuming: first.state, by: exact)
    #expect(second.current.record.iteration == 3 && second.current.record.elapsed == .zero)
    let end = second.finish(at: .iterations(6))
    var state = rough.start(fit, at: start)
    for _ in 0..<3 { rough.step(fit, &state) }
    for _ in 0..<3 { exact.step(fit, &state) }
    #expect(end.point.components == state.point.components)
    #expect(end.record.loss == state.record.loss)
    // The run that lent its state is where it was, and goes on by itself.
    #expect(first.finish(at: .iterations(3)).record.iteration == 3)
    #expect(first.finish(at: .iterations(6)).point.components != end.point.components)
  }

  @Test func eitherNamesTheRuleThatFired() {
    #expect(solve(until: .loss(1e-3) || .iterations(2)).reason == .exhausted(.iterations(2)))
    #expect(solve(until: .iterations(5000) || .loss(1e-3)).reason == .converged(.loss(1e-3)))
    let nested = StopRule.iterations(5000) || (.time(.seconds(60)) || .loss(1e-3))
    #expect(solve(until: nested).reason == .converged(.loss(1e-3)))
  }

  @Test func bothWaitForTheSlowerOne() {
    let rule = StopRule.loss(1e-1) && .iterations(150)
    let end = solve(until: rule)
    #expect(end.reason == .converged(rule) && end.record.iteration == 150)
    let hopeless = StopRule.loss(-1) && .iterations(2)
    #expect(solve(until: hopeless || .iterations(9)).reason == .exhausted(.iterations(9)))
  }

  @Test func convergenceOfRules() {
    #expect(!StopRule.stalled(relative: 0, window: 1).meansConvergence)
    #expect((StopRule.loss(0) && .iterations(1)).meansConvergence)
    #expect(!(StopRule.loss(0) || .iterations(1)).meansConvergence)
    #expect((StopRule.loss(0) || .gradientNorm(1)).meansConvergence)
  }

  /// η = 50 on a quartic: the loss overflows within a few steps.
  @Test func divergence() {
    let end = solve(.constant(50), until: .iterations(1000))
    #expect(end.reason == .diverged && !end.record.loss.isFinite)
    #expect(end.record.iteration < 30)
  }

  @Test func divergedAtTheStart() {
    let map = twoThirds(6, 6)
    let bad = Fit(
      map, target: Array(repeating: .nan, count: map.count), loss: SquaredLoss(),
      over: Asymmetric.self)
    let end = bad.solve(
      from: Asymmetric(u: gaussian(6, 1), v: gaussian(6, 1)),
      by: PlainDescent(along: .steepest(), step: .constant(1)), until: .iterations(10))
    #expect(end.reason == .diverged && end.record.iteration == 0)
  }

  @Test func cancellation() async {
    let task = Task {
      solve(.constant(1e-9), until: .iterations(.max))
    }
    task.cancel()
    let end = await task.value
    #expect(end.reason == .cancelled)
  }

  @Test func aGoalThatIsMetOutranksCancellation() async {
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return solve(until: .iterations(0))
    }
    #expect(await task.value.reason == .exhausted(.iterations(0)))
  }

  @Test func observersSeeEveryIterate() {
    var run = fit.iterates(
      from: fit.start(.gaussian(scale: 0.3), rank: 2),
      by: PlainDescent(along: .steepest(), step: .constant(0.3)))
    var seen: [Int] = []
    _ = run.finish(at: .iterations(4)) { seen.append($0.record.iteration) }
    _ = run.finish(at: .iterations(6)) { seen.append($0.record.iteration) }
    #expect(seen == [1, 2, 3, 4, 5, 6])
  }

  @Test func streams() async {
    let run = fit.iterates(
      from: fit.start(.gaussian(scale: 0.3), rank: 2),
      by: PlainDescent(along: .steepest(), step: .constant(0.3)))
    var last = 0
    for await iterate in run.updates(every: 5, until: .iterations(100)) {
      #expect(iterate.record.iteration > last || iterate.record.iteration == 100)
      last = iterate.record.iteration
    }
    #expect(last == 100)
  }

  @Test func aStreamCanBeLeft() async {
    let run = fit.iterates(
      from: fit.start(.gaussian(scale: 0.3), rank: 2),
      by: PlainDescent(along: .steepest(), step: .constant(1e-9)))
    var seen = 0
    for await _ in run.updates(every: 10, until: .iterations(.max)) {
      seen += 1
      if seen == 3 { break }
    }
    #expect(seen == 3)
  }
}
