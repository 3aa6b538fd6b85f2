import LinearAlgebra
import LowRank
import LowRankTesting
import LowRankTheory
import Testing

@Suite struct EquivalenceTests {
  /// On symmetric data and U = V both gradients are multiples of G U: 2 G U for U Uᵀ and G U for
  /// either factor of U Vᵀ. Twice the step makes the paths equal, to rounding of one factor 2.
  @Test func symmetricIsAsymmetricWithEqualFactors() {
    let problem = CompletionProblem.positiveSemidefinite(
      size: 20, rank: 2, conditionNumber: 3, oversampling: 3, seed: 1)
    let u = gaussian(20, 3, scale: 0.2)
    let symmetric = problem.fit(over: Symmetric.self).solve(
      from: Symmetric(u), by: Descent(along: .steepest(), step: .constant(0.1)),
      until: .iterations(100))
    let asymmetric = problem.fit(over: Asymmetric.self).solve(
      from: Asymmetric(u: u, v: u), by: Descent(along: .steepest(), step: .constant(0.2)),
      until: .iterations(100))
    #expect(asymmetric.point.u == asymmetric.point.v)
    let gap = asymmetric.point.matrix.distance(to: symmetric.point.matrix)
    #expect(gap < 1e-12 * symmetric.point.matrix.frobeniusNorm)
  }

  /// Everything seen one entry at a time is everything seen at once.
  @Test func fullObservationIsSamplingEverything() {
    let (m, n) = (12, 9)
    let rowOf = (0..<m * n).map { Int32($0 / n) }, columnOf = (0..<m * n).map { Int32($0 % n) }
    let pattern = SparsityPattern.sorting(
      rows: m, columns: n, rowOf: rowOf, columnOf: columnOf
    ).pattern
    let target = gaussian(m, n).elements
    let start = Asymmetric(u: gaussian(m, 2, seed: 2), v: gaussian(n, 2, seed: 3))
    func end(_ map: some MeasurementMap) -> Asymmetric {
      Fit(map, target: target, loss: SquaredLoss(), over: Asymmetric.self).solve(
        from: start, by: Descent(along: .steepest(), step: .constant(0.01)),
        until: .iterations(50)
      ).point
    }
    let a = end(EntrySampling(pattern)), b = end(FullObservation(rows: m, columns: n))
    #expect(a.matrix.distance(to: b.matrix) < 1e-12 * a.matrix.frobeniusNorm)
  }

  @Test func resumedIsWhole() {
    let fit = CompletionProblem(
      rows: 20, columns: 15, rank: 2, oversampling: 3, seed: 1
    ).fit(over: Asymmetric.self)
    var whole = fit.iterates(
      from: fit.start(.gaussian(scale: 0.3), rank: 2),
      by: Descent(along: .heavyBall(), step: .backtracking(initial: 1)))
    var half = whole
    let a = whole.finish(at: .iterations(40))
    _ = half.finish(at: .iterations(17))
    var again = half
    let b = half.finish(at: .iterations(40)), c = again.finish(at: .iterations(40))
    #expect(a.point.isIdentical(to: b.point) && b.point.isIdentical(to: c.point))
    #expect(a.record.loss == b.record.loss && a.record.evaluations == c.record.evaluations)
  }

  /// The sizes are such that entries and products are cut into several parts.
  @Test func oneThreadIsMany() {
    let problem = CompletionProblem(
      rows: 300, columns: 250, rank: 8, conditionNumber: 2, oversampling: 8, seed: 1)
    let fit = problem.fit(over: Asymmetric.self), start = fit.start(.gaussian(scale: 1), rank: 8)
    let report = checkExecution {
      let end = fit.solve(
        from: start, by: Descent(along: .gramScaled(), step: .exact), until: .iterations(5))
      return end.point.u.elements + end.point.v.elements
    }
    #expect(report.isRight)
  }

  @Test func iteratesAreIndependentValues() {
    let fit = CompletionProblem(
      rows: 20, columns: 15, rank: 2, oversampling: 3, seed: 1
    ).fit(over: Asymmetric.self)
    let run = fit.iterates(
      from: fit.start(.gaussian(scale: 0.3), rank: 2),
      by: PlainDescent(along: .steepest(), step: .exact))
    let kept = Array(run.prefix(5)), again = Array(run.prefix(5))
    #expect(Set(kept.map { $0.point.u.elements }).count == 5)
    #expect(zip(kept, again).allSatisfy { $0.point == $1.point })
  }

  /// A weight of zero is a measurement left out.
  @Test func zeroWeightsLeaveMeasurementsOut() {
    let map = twoThirds(9, 7), target = gaussian(1, map.count).elements
    let weights = (0..<map.count).map { $0 % 4 == 0 ? 0.0 : 1.0 }
    let (kept, numbers) = map.pattern.filter { $0 % 4 != 0 }
    let start = Asymmetric(u: gaussian(9, 2, seed: 2), v: gaussian(7, 2, seed: 3))
    let weighted = Fit(
      map, target: target, loss: SquaredLoss(weights: weights), over: Asymmetric.self)
    let filtered = Fit(
      EntrySampling(kept), target: numbers.map { target[Int($0)] }, loss: SquaredLoss(),
      over: Asymmetric.self)
    let a = weighted.solve(
      from: start, by: Descent(along: .steepest(), step: .exact), until: .iterations(10))
    let b = filtered.solve(
      from: start, by: Descent(along: .steepest(), step: .exact), until: .iterations(10))
    #expect(abs(a.record.loss - b.record.loss) < 1e-12 * b.record.loss)
  }
}
