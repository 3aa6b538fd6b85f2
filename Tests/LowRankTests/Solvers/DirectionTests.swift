import LinearAlgebra
import LowRank
import LowRankTesting
import LowRankTheory
import Testing

@Suite struct DirectionTests {
  private let fit = CompletionProblem(
    rows: 20, columns: 15, rank: 2, conditionNumber: 10, oversampling: 3, seed: 1
  ).fit(over: Asymmetric.self)
  private var start: Asymmetric { fit.start(.gaussian(scale: 0.3), rank: 2) }

  /// z from the direction is z from the two sequences it is derived from.
  @Test func nesterovIsItsTwoSequences() {
    let eta = 0.05, mu = 0.8, steps = 60
    let end = fit.solve(
      from: start, by: Descent(along: .nesterov(momentum: mu), step: .constant(eta)),
      until: .iterations(steps))
    var z = start, u = start, gradient = start.zeroed(), workspace = fit.makeWorkspace(for: z)
    for _ in 0..<steps {
      _ = fit.differentiate(at: z, &workspace, into: &gradient)
      var next = z
      next.add(gradient, scaledBy: -eta)
      z = next
      z.add(next, scaledBy: mu)
      z.add(u, scaledBy: -mu)
      u = next
    }
    // Sixty steps of the same arithmetic in another order.
    #expect(end.point.matrix.distance(to: z.matrix) < 1e-12 * z.matrix.frobeniusNorm)
  }

  /// κ = 30 with everything observed: momentum takes √κ steps where descent takes κ.
  @Test func momentumSpeedsUp() {
    let truth = CompletionProblem(
      rows: 20, columns: 20, rank: 3, conditionNumber: 30, oversampling: 1, seed: 5
    ).truth
    let fit = squaredFit(
      truth, by: FullObservation(rows: 20, columns: 20), over: Asymmetric.self)
    func steps<D: Direction>(_ direction: D) -> Int where D.Point == Asymmetric {
      fit.solve(
        from: fit.start(.gaussian(scale: 0.3), rank: 3, seed: 2),
        by: Descent(along: direction, step: .constant(0.3)),
        until: .loss(1e-16) || .iterations(8000)
      ).record.iteration
    }
    let (plain, fast) = (steps(Steepest()), steps(Nesterov(momentum: 0.9)))
    show("Nesterov against plain steps", (fast, plain))
    #expect(5 * fast < plain)
  }

  /// ScaledASD: one block moves at a time, the exact step never ascends, and no step size is given.
  @Test func alternatingScaledSteps() {
    let solver = Descent<Completion, Alternating<GramScaled<Asymmetric>>>(
      along: Alternating(GramScaled(damping: 0)), step: .exact)
    var run = fit.iterates(from: start, by: solver), before = run.current
    for k in 0..<40 {
      let now = run.next()!
      #expect((now.point.u == before.point.u) == (k % 2 == 1))
      #expect((now.point.v == before.point.v) == (k % 2 == 0))
      #expect(now.record.loss <= before.record.loss)
      before = now
    }
    let problem = CompletionProblem(
      rows: 40, columns: 30, rank: 2, conditionNumber: 5, oversampling: 5, seed: 7)
    let wide = problem.fit(over: Asymmetric.self)
    let end = wide.solve(
      from: wide.start(.spectral, rank: 2), by: solver, until: .loss(1e-16) || .iterations(600))
    show("ScaledASD half steps", (end.record.iteration, end.record.loss))
    #expect(end.converged && problem.relativeError(of: end.point.matrix) < 1e-4)
  }

  @Test func speedsOfBlocks() {
    var gradient = start, none: Void = ()
    BlockScaled<Asymmetric>([0, 3]).transform(&gradient, at: start, loss: 1, &none)
    #expect(gradient.u.norm == 0)
    var expected = start.v
    expected.scale(by: 3)
    #expect(gradient.v == expected)
  }

  @Test func keepTheLaws() {
    #expect(
      checkDirection(BlockScaled<Asymmetric>([0.5, 5]), on: fit, from: start, step: 0.05) > 0)
    #expect(
      checkDirection(
        Alternating(GramScaled<Asymmetric>(damping: 0.1)), on: fit, from: start, step: 0.1) > 0)
    let network = SparseRegression(seed: 1).fit(over: NormalizedNetwork.self)
    let weights = NormalizedNetwork(Array(repeating: 0.2, count: 60))
    #expect(
      checkDirection(LengthAndDirection(ratio: 5), on: network, from: weights, step: 1e-3) > 0)
    #expect(
      checkSolver(
        Descent(along: Alternating(GramScaled(damping: 0)), step: .exact), on: fit, from: start
      ).isRight)
    #expect(
      checkSolver(
        Descent(along: .nesterov(), step: .constant(0.05)), on: fit, from: start
      ).isRight)
    let rebalancing = Rebalancing(
      PlainDescent(along: .steepest(), step: .constant(0.1)), when: .iterations(7))
    #expect(checkSolver(rebalancing, on: fit, from: start).isRight)
  }
}
