import LinearAlgebra
import LowRankTesting
import LowRankTheory
import Synchronization
import Testing

@testable import LowRank
@testable import LowRankOptimization

/// Says yes from its look number `limit` on: what is counted is how much goes on after the request,
/// which no clock has to be asked about.
final class CancelledAtLook: Sendable {
  private let looks = Atomic<Int>(0)
  private let limit: Int

  init(_ limit: Int) { self.limit = limit }

  func execution(threads: Int = 1) -> Execution {
    Execution(threads: threads) {
      self.looks.add(1, ordering: .sequentiallyConsistent).newValue >= self.limit
    }
  }
}

@Suite struct CancellationTests {
  private let fit = CompletionProblem(
    rows: 60, columns: 50, rank: 3, conditionNumber: 1e4, oversampling: 1.5, seed: 1
  ).fit(over: Asymmetric.self)

  private var start: Asymmetric { fit.start(.gaussian(scale: 0.3), rank: 3) }

  /// Iterations between them are all that an inner solver of a hundred thousand has left.
  @Test func conjugateGradientsEnd() {
    let form = SpectralForm(start.matrix)
    for weighted in [true, false] {
      var tangent = TangentLeastSquares(fit.measurement, u: form.u, v: form.v), spent = 0
      let result: Void? = CancelledAtLook(20).execution().attempt {
        spent =
          weighted
          ? tangent.solve(
            fit.target, TangentWeights(uniform: 0, rank: 3), curvature: 1, tolerance: 0,
            iterations: 100_000)
          : tangent.solve(
            fit.target, damping: 1e-9, curvature: 1, tolerance: 0, iterations: 100_000)
      }
      #expect(result == nil && spent < 20, "\(spent)")
    }
  }

  @Test func innerSolversEnd() {
    let newton = GaussNewton<Completion>(iterations: 100_000, tolerance: 0)
    var state = newton.start(fit, at: start)
    _ = CancelledAtLook(20).execution().attempt { newton.step(fit, &state) }
    #expect(state.innerIterations < 20)
    let als = AlternatingLeastSquares<Completion>(tolerance: 1e-300, iterations: 100_000)
    var sweep = als.start(fit, at: start)
    _ = CancelledAtLook(20).execution().attempt { als.step(fit, &sweep) }
    // A gradient a look, two for each block's end, and the first.
    #expect(sweep.record.evaluations < 26)
  }

  /// 2000 rows in 63 blocks: those of the first looks are done, and the columns not begun.
  @Test(arguments: [1, 2])
  func sweepsEnd(_ threads: Int) {
    let table = PlantedTable(2000, 40, rank: 2, noise: 0.3, gaps: 0.3, seed: 1)
    var fit = VariationalFit(table.observed, effects: true, columnNoise: false)
    fit.grow(to: 4)
    fit.sweep()
    var swept = fit
    let result: Void? = CancelledAtLook(10).execution(threads: threads).attempt { swept.sweep() }
    let (before, after) = (fit.left.means, swept.left.means)
    let moved = (0..<2000).count { abs(after[$0, 0] / before[$0, 0] - 1) > 1e-9 }
    #expect(result == nil)
    // Balancing rescales a coordinate of all rows alike, by a ratio that the first row shows.
    let ratio = after[1999, 0] / before[1999, 0]
    let solved = (0..<2000).count { abs(after[$0, 0] / before[$0, 0] / ratio - 1) > 1e-9 }
    #expect(solved > 0 && solved <= (9 + threads) * 32, "\(solved) of \(moved)")
  }

  /// A run ends between two iterates, with the last of them; under a shield it does not look.
  @Test func runsEndBetweenIterates() {
    let descent = PlainDescent(along: .steepest(), step: .constant(0.1))
    func end(_ execution: Execution) -> Solution<Asymmetric> {
      execution.run { fit.solve(from: start, by: descent, until: .iterations(40)) }
    }
    let whole = end(Execution())
    let cut = end(CancelledAtLook(8).execution())
    #expect(cut.reason == .cancelled && cut.record.iteration == 7)
    let same = fit.solve(from: start, by: descent, until: .iterations(7))
    #expect(cut.point.isIdentical(to: same.point) && cut.record.loss == same.record.loss)
    let shielded = end(CancelledAtLook(8).execution().shielded)
    #expect(shielded.point.isIdentical(to: whole.point))
  }

  /// Wherever the request comes there is an answer, from ranks that were finished before it: what a
  /// path has recorded is the beginning of what it records undisturbed.
  @Test(arguments: [1, 3, 20, 100, 400], [1, 2])
  func recoveriesKeepWhatTheyHad(_ looks: Int, _ threads: Int) {
    let table = PlantedTable(40, 30, rank: 2, noise: 0.3, gaps: 0.3, seed: 5)
    func recovery(_ execution: Execution) -> (Recovery, [RankRecord]) {
      var records: [RankRecord] = []
      let recovery = execution.run {
        table.observed.complete { event in
          switch event {
          case .exact(let record), .heldOut(_, let record):
            records.append(record)
          case .refitting: break
          }
          return nil
        }
      }
      return (recovery, records)
    }
    let (_, all) = recovery(Execution())
    let (cut, some) = recovery(CancelledAtLook(looks).execution(threads: threads))
    #expect(cut.reason == .interrupted(.cancelled) && !cut.isTrustworthy)
    #expect(cut.model.predictAll().allSatisfy { $0.isFinite })
    #expect(some.count < all.count)
    for (a, b) in zip(some, all) {
      #expect(a.rank == b.rank && a.loss == b.loss && a.heldOut == b.heldOut)
    }
  }
}

/// A problem whose numbers overflow ends as diverged, whatever solves it and however long it goes
/// on.
@Suite struct OverflowTests {
  private func ends<S: Solver>(_ solver: S, _ objective: S.Objective, from start: S.Objective.Point)
    -> StopReason
  {
    var run = objective.iterates(from: start, by: solver)
    for _ in 0..<3 { _ = run.next() }
    return run.finish(at: .iterations(20)).reason
  }

  @Test(arguments: [1e200, .infinity, .nan])
  func isDivergence(_ size: Double) {
    let problem = CompletionProblem(rows: 20, columns: 15, rank: 2, oversampling: 3, seed: 1)
    let fit = Completion(
      EntrySampling(problem.pattern), target: problem.target.map { $0 * size },
      loss: SquaredLoss(), over: Asymmetric.self)
    let start = problem.fit(over: Asymmetric.self).start(.gaussian(scale: 0.3), rank: 2)
    #expect(ends(LevenbergMarquardt(), fit, from: start) == .diverged)
    #expect(ends(Pursuit(), fit, from: start) == .diverged)
    #expect(ends(GaussNewton(), fit, from: start) == .diverged)
    #expect(ends(AlternatingLeastSquares(), fit, from: start) == .diverged)
    #expect(ends(NuclearNorm(strength: 0.1), fit, from: start) == .diverged)
    #expect(ends(ReweightedLeastSquares(rank: 2), fit, from: start) == .diverged)
    let growth = RankGrowth(
      PlainDescent(along: .steepest(), step: .constant(1)), scale: 1e-3, threshold: 1e-3,
      phase: .iterations(2))
    #expect(ends(growth, fit, from: start) == .diverged)
    for step in [StepSize.constant(1), .backtracking(initial: 1)] {
      #expect(ends(Descent(along: .gramScaled(), step: step), fit, from: start) == .diverged)
    }
  }

  /// From finite numbers: X grows without end, and the singular values of it fail, not the process.
  @Test func ofSingularValuesIsNotRankZero() {
    let problem = CompletionProblem(rows: 20, columns: 15, rank: 2, oversampling: 3, seed: 1)
    let fit = problem.fit(over: Asymmetric.self)
    let start = fit.start(.gaussian(scale: 0.3), rank: 2)
    let end = fit.solve(
      from: start, by: NuclearNorm(strength: 0.1, stepSize: 1e60), until: .iterations(50))
    #expect(end.reason == .diverged && end.record.iteration < 50)
  }
}
