import Foundation
import LinearAlgebra
import LowRank
import LowRankTheory
import Testing

/// Balance and preconditioning in sensing (METHODS B 1b, 3); small starts and the trap of too high
/// a rank are claims of the laboratory.
@Suite struct SmallStartTests {
  /// e2: D⁺ − D = μ² (VᵀGᵀG V − UᵀG Gᵀ U) to rounding at each step; the drift in all is O(μ), so
  /// four times the step drifts 3.3 to 5 times as far; max ‖D‖ < 5e-3 ‖UᵀU‖ for α = 1e-2.
  @Test func balanceDriftsWithTheStep() {
    let truth = planted(20, 15, [1, 0.5], seed: 3)
    let map = DenseSensing(rows: 20, columns: 15, count: 210, seed: 4)
    let fit = squaredFit(truth, by: map, over: Asymmetric.self)
    let alpha = 1e-2 / Double(15).squareRoot()
    let start = Asymmetric(
      u: gaussian(20, 15, seed: 5, scale: alpha), v: gaussian(15, 15, seed: 6, scale: alpha))
    func run(_ mu: Double) -> (drift: Double, most: Double, identity: Double) {
      var run = fit.iterates(
        from: start, by: Descent(along: .steepest(), step: .constant(mu)))
      var drift = 0.0, most = 0.0, identity = 0.0, before = start
      var workspace = fit.makeWorkspace(for: start)
      for k in 1...Int(120 / mu) {
        let now = run.next()!.point
        if k % 20 == 0 {
          let g = fit.matrixGradient(at: before, &workspace)
          identity = max(identity, identityGap(before, now, g, mu))
          var moved = now.balances[0]
          moved.add(start.balances[0], scaledBy: -1)
          (drift, most) = (max(drift, moved.norm), max(most, now.imbalance))
        }
        before = now
      }
      let size = before.u.transposedTimes(before.u).norm
      return (drift, most / size, identity)
    }
    let (coarse, fine) = (run(0.2), run(0.05))
    show(
      "e2 drift ratio, most, identity", (coarse.drift / fine.drift, coarse.most, coarse.identity))
    #expect(3.3 < coarse.drift / fine.drift && coarse.drift / fine.drift < 5)
    #expect(coarse.most < 5e-3 && fine.most < 5e-3)
    #expect(coarse.identity < 1e-12 && fine.identity < 1e-12)
  }

  private func identityGap(
    _ before: Asymmetric, _ after: Asymmetric, _ g: Matrix, _ mu: Double
  ) -> Double {
    let gv = g.times(before.v), gu = g.transposedTimes(before.u)
    var difference = after.balances[0]
    difference.add(before.balances[0], scaledBy: -1)
    // D = UᵀU − VᵀV, so D⁺ − D = μ² ((G V)ᵀG V − (GᵀU)ᵀ GᵀU).
    difference.add(gv.transposedTimes(gv), scaledBy: -mu * mu)
    difference.add(gu.transposedTimes(gu), scaledBy: mu * mu)
    return difference.norm
  }

  /// e5: steps to 1e-3 σᵣ with λ = ‖residual‖ hardly depend on κ; plain descent's do.
  ///
  /// n = 40, r = 3, k = 6, m = 960, α = 1e-12, η = 0.3; ratio of κ = 1e4 to κ = 10 below 1.25.
  @Test(.enabled(if: runsLongTests)) func residualDampingForgetsTheConditionNumber() {
    func steps<D: Direction>(_ direction: D, _ kappa: Double, limit: Int) -> Int
    where D.Point == Symmetric {
      let values = [Double].logSpaced(from: 1, to: 1 / kappa, count: 3)
      let truth = plantedSemidefinite(40, values, seed: 1)
      let map = DenseSensing(rows: 40, columns: 40, count: 960, seed: 2, symmetric: true)
      let fit = squaredFit(truth, by: map, over: Symmetric.self)
      let start = Symmetric(gaussian(40, 6, seed: 3, scale: 1e-12 / Double(40).squareRoot()))
      var run = fit.iterates(
        from: start, by: Descent(along: direction, step: .constant(0.15)))
      for k in 1...limit {
        if run.next()!.point.matrix.distance(to: truth) < 1e-3 * values[2] { return k }
      }
      return limit
    }
    let scaled = [10, 1e4].map { kappa in
      steps(GramScaled(damping: .residual(factor: 1)), kappa, limit: 500)
    }
    let plain = [1.0, 10].map { steps(Steepest(), $0, limit: 2000) }
    show("e5 scaled at κ = 10, 1e4; plain at 1, 10", (scaled, plain))
    #expect(scaled[1] < 500 && Double(scaled[1]) < 1.25 * Double(scaled[0]))
    #expect(plain[1] > 5 * plain[0])
  }

  /// 1d: an instance with restricted isometry constant ½ and a spurious minimum (METHODS B 1d).
  ///
  /// 𝒜*𝒜 on vec has eigenvalues 1, 3, 3, 3; x = (0, 2^{−½}) is stationary with curvature ≥ 0 and a
  /// loss above 0, and descent from random starts is there still after a time of 30 now and then.
  @Test func aSpuriousMinimum() {
    // The rows of a square root of [[2, 0, 0, 1], [0, 3, 0, 0], [0, 0, 3, 0], [1, 0, 0, 2]].
    let (p, q) = ((3.squareRoot() + 1) / 2, (3.squareRoot() - 1) / 2), s = 3.squareRoot()
    let map = DenseSensing(
      rows: 2, columns: 2,
      sensors: Matrix(
        rows: 4, columns: 4, elements: [p, 0, 0, q, 0, s, 0, 0, 0, 0, s, 0, q, 0, 0, p]))
    let z = Matrix(rows: 2, columns: 1, elements: [1, 0])
    let fit = squaredFit(LowRankMatrix(left: z, right: z), by: map, over: Symmetric.self)
    let spurious = Symmetric(Matrix(rows: 2, columns: 1, elements: [0, 0.5.squareRoot()]))
    var workspace = fit.makeWorkspace(for: spurious), gradient = spurious
    let loss = fit.differentiate(at: spurious, &workspace, into: &gradient)
    #expect(gradient.norm < 1e-15 && abs(loss - 0.75) < 1e-14)
    #expect(LeastCurvature(of: fit).observe(spurious) > -1e-8)
    let stuck = (1...100).filter { seed in
      let end = fit.solve(
        from: Symmetric(gaussian(2, 1, seed: UInt64(seed))),
        by: Descent(along: .steepest(), step: .constant(0.02)),
        until: .loss(1e-10) || .iterations(1500))
      return !end.converged
    }.count
    show("spurious minimum, stuck of 100", stuck)
    // 5.2 % of 400 measured by the design, 6 % of 200 here: 1 to 16 of 100 in all but 1 of 200
    // draws.
    #expect(stuck >= 1 && stuck <= 16)
  }
}
