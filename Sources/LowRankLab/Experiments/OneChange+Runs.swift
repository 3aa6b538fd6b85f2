internal import LinearAlgebra
internal import LowRank
internal import LowRankTheory

extension OneChange {
  /// What a run showed.
  struct Descended: Sendable {
    /// ‖E‖² at every step.
    var error: [Double]
    /// The change of ln ‖E‖² a step, late and after the change of factors.
    var rate: Double
    /// The largest ‖E‖² after the change over that at the change.
    var peak: Double
    /// σ_min(U)² at the end.
    var least: Double
  }

  /// One truth under one measurement map.
  struct Recovered<M: MeasurementMap>: Sendable {
    let claim: OneChange
    let seed: UInt64
    let fit: Fit<Asymmetric, M, SquaredLoss>

    init(_ claim: OneChange, _ map: M, seed: UInt64) {
      (self.claim, self.seed) = (claim, seed)
      let truth = LowRankMatrix.planted(
        rows: claim.size, columns: claim.size, singularValues: claim.spectrum, seed: seed)
      fit = Fit(map, target: map.measurements(of: truth), loss: SquaredLoss())
    }

    /// With one change of factors, or none where `beta2` is nil.
    func run(_ scale: Double, beta2: Double?, steps: Int = 4000) -> Descended {
      let near = claim.closeness * claim.spectrum.last!
      let start = fit.start(
        .unequal(left: scale, right: scale / 3), rank: claim.width, seed: seed + 1000)
      let descent = Descent<Fit<Asymmetric, M, SquaredLoss>, Steepest<Asymmetric>>(
        along: .steepest(), step: .constant(claim.step))
      guard let beta2 else { return run(fit.iterates(from: start, by: descent), steps, from: 0) }
      let solver = Rebalancing(
        descent, when: .loss(0.5 * near * near), scale: beta2.squareRoot())
      return run(fit.iterates(from: start, by: solver), steps, from: near * near)
    }

    /// Rates are fitted from 40 steps after the error first came below `bound`, and anywhere if 0.
    private func run<S: Solver>(
      _ run: Run<S>, _ steps: Int, from bound: Double
    ) -> Descended where S.Objective == Fit<Asymmetric, M, SquaredLoss> {
      var run = run, error = [2 * run.current.record.loss]
      let end = run.finish(at: .iterations(steps) || .loss(0.5e-22)) {
        error.append(2 * $0.record.loss)
      }
      let first = bound == 0 ? 0 : error.firstIndex { $0 <= bound }.map { $0 + 40 }
      let rate = first.map { Slopes.exponentialRate(error, from: $0) } ?? .nan
      let change = error.firstIndex { $0 <= bound } ?? 0
      let isFinite = end.record.loss.isFinite
      let sigma = isFinite ? SmallSVD(end.point.u).singularValues.last! : .nan
      return Descended(
        error: error, rate: rate, peak: error[change...].max()! / error[change],
        least: sigma * sigma)
    }
  }
}
