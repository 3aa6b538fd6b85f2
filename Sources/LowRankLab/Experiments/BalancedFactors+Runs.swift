internal import Foundation
internal import LinearAlgebra
internal import LowRank
internal import LowRankTheory

extension BalancedFactors {
  /// How far the balance moved in a run.
  struct Drift: Sendable {
    /// max ‖D − D₀‖.
    var drift = 0.0
    /// The same over μ times the loss at the start.
    var share = 0.0
    /// The worst gap of the identity, over the final ‖UᵀU‖.
    var identity = 0.0
    /// ‖UVᵀ − W*‖ / ‖W*‖ at the end.
    var error = Double.nan
  }

  /// Singular values along a run.
  struct Path: Sendable {
    var steps: [Int] = []
    var values: [[Double]] = []
  }

  struct Problem: Sendable {
    typealias Objective = Fit<Asymmetric, DenseMeasurements, SquaredLoss>
    let claim: BalancedFactors
    let rank: Int
    let seed: UInt64
    let truth: LowRankMatrix
    let fit: Objective
    /// The predicted power of α.
    let exponent: Double

    init(_ claim: BalancedFactors, _ spectrum: [Double], seed: UInt64) {
      (self.claim, self.seed, rank) = (claim, seed, spectrum.count)
      truth = .planted(
        rows: claim.rows, columns: claim.columns, singularValues: spectrum, seed: seed)
      let map = GaussianEnsemble(
        rows: claim.rows, columns: claim.columns, count: claim.measurements, seed: seed + 7
      ).stored()
      fit = Fit(map, target: map.measurements(of: truth), loss: SquaredLoss())
      var surrogate = map.makeImage()
      map.adjoint(fit.target, into: &surrogate)
      let values = SmallSVD(surrogate).singularValues, r = spectrum.count
      let growth = [r - 1, r].map { log(1 + claim.steps[0] * values[$0]) }
      exponent = 2 * (1 - growth[1] / growth[0])
    }

    private func run(from scale: Double, step: Double) -> Run<
      Descent<Objective, Steepest<Asymmetric>>
    > {
      fit.iterates(
        from: fit.start(.gaussian(scale: scale), rank: claim.width, seed: seed + 1000),
        by: Descent(along: .steepest(), step: .constant(step)))
    }

    func drift(from scale: Double, step: Double) -> Drift {
      var run = run(from: scale, step: step), result = Drift()
      let start = run.current.point.balances[0], loss = run.current.record.loss
      var before = run.current.point, workspace = fit.makeWorkspace(for: before)
      for k in 1...max(1, Int(claim.duration / step)) {
        let now = run.next()!
        guard now.record.loss.isFinite else { return Drift(drift: .nan, share: .nan) }
        if k % 10 == 0 {
          let g = fit.matrixGradient(at: before, &workspace)
          result.identity = max(result.identity, identityGap(before, now.point, g, step))
          var moved = now.point.balances[0]
          moved.add(start, scaledBy: -1)
          result.drift = max(result.drift, moved.norm)
        }
        before = now.point
      }
      let size = before.u.transposedTimes(before.u).norm
      result.share = result.drift / (step * loss)
      result.identity /= size
      result.error = before.matrix.distance(to: truth) / truth.frobeniusNorm
      return result
    }

    /// ‖D⁺ − D − μ²((GV)ᵀGV − (GᵀU)ᵀGᵀU)‖.
    private func identityGap(
      _ before: Asymmetric, _ after: Asymmetric, _ g: Matrix, _ mu: Double
    ) -> Double {
      let gv = g.times(before.v), gu = g.transposedTimes(before.u)
      var difference = after.balances[0]
      difference.add(before.balances[0], scaledBy: -1)
      difference.add(gv.transposedTimes(gv), scaledBy: -mu * mu)
      difference.add(gu.transposedTimes(gu), scaledBy: mu * mu)
      return difference.norm
    }

    /// σᵣ₊₁ where the residual is 1 % of the data.
    func spuriousValue(from scale: Double) -> Double {
      var run = run(from: scale, step: claim.steps[0])
      let end = run.finish(at: .loss(0.5e-4 * fit.target.dot(fit.target)) || .iterations(20_000))
      guard end.converged else { return .nan }
      return SingularValues().observe(end.point)[rank]
    }

    func path(from scale: Double) -> Path {
      var run = run(from: scale, step: claim.steps[0]), path = Path()
      let values = SingularValues(over: Asymmetric.self)
      _ = run.finish(at: .iterations(Int(claim.duration / claim.steps[0]))) {
        // A run that diverges has no singular values any more.
        guard $0.record.iteration % 4 == 0, $0.record.loss.isFinite else { return }
        path.steps.append($0.record.iteration)
        path.values.append(values.observe($0.point))
      }
      return path
    }
  }
}
