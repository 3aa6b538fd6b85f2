internal import Foundation
internal import LinearAlgebra
internal import LowRank
internal import LowRankTheory

extension SmallStart {
  /// Where a run is when its residual has come down to 1 % of the data, and 50/(μλᵣ) steps later.
  struct Arrival: Sendable {
    var steps = Double.nan
    /// The largest eigenvalue of UUᵀ that is not signal; NaN with as many columns as the rank.
    var spurious = Double.nan
    /// ‖UUᵀ − W*‖/‖W*‖, later: what of the signal was missing has gone.
    var error = Double.nan
  }

  struct Phases: Sendable {
    var steps: [Int] = []
    var angle: [Double] = []
    /// The angle in the power iteration.
    var power: [Double] = []
    var loss: [Double] = []
    var error: [Double] = []
  }

  /// One instance, and what is read off its data before any descent.
  struct Sensed: Sendable {
    typealias Objective = Fit<Symmetric, SymmetricMeasurements, SquaredLoss>
    let claim: SmallStart
    let eigenvalues: [Double]
    var rank: Int { eigenvalues.count }
    let seed: UInt64
    let truth: LowRankMatrix
    let fit: Objective
    /// Of 𝒜*(y).
    let spectrum: SymmetricEigen
    /// The leading eigenvectors of 𝒜*(y).
    let leading: Matrix
    /// ln(1 + μλ) for λᵣ and λᵣ₊₁.
    let growth: (signal: Double, next: Double)
    /// s.
    var exponent: Double { 2 * (1 - growth.next / growth.signal) }

    init(_ claim: SmallStart, _ eigenvalues: [Double], seed: UInt64) {
      (self.claim, self.seed, self.eigenvalues) = (claim, seed, eigenvalues)
      let n = claim.size, r = eigenvalues.count
      truth = .plantedSemidefinite(size: n, eigenvalues: eigenvalues, seed: seed)
      let map = SymmetricMeasurements.gaussian(size: n, count: claim.measurements, seed: seed)
      fit = Fit(map, target: map.measurements(of: truth), loss: SquaredLoss())
      var surrogate = map.makeImage()
      map.adjoint(fit.target, into: &surrogate)
      let eigen = SymmetricEigen(surrogate)
      spectrum = eigen
      leading = Matrix(rows: n, columns: r) { eigen.vectors[$0, n - 1 - $1] }
      growth = (
        log(1 + claim.step * eigen.values[n - r]), log(1 + claim.step * eigen.values[n - r - 1])
      )
    }

    /// The gradient of ½‖·‖² is twice that of ¼‖·‖².
    private var descent: Descent<Objective, Steepest<Symmetric>> {
      Descent(along: .steepest(), step: .constant(claim.step / 2))
    }

    private func start(_ width: Int, _ scale: Double) -> Symmetric {
      fit.start(.gaussian(scale: scale), rank: width, seed: seed + 1000)
    }

    func arrival(width: Int, scale: Double) -> Arrival {
      var run = fit.iterates(from: start(width, scale), by: descent)
      let rule = StopRule.loss(0.5e-4 * fit.target.dot(fit.target)) || .iterations(5000)
      let early = run.finish(at: rule)
      guard early.converged else { return Arrival() }
      let steps = early.record.iteration, sigma = SmallSVD(early.point.u).singularValues
      let later = run.finish(at: .iterations(steps + Int(50 / (claim.step * eigenvalues.last!))))
      return Arrival(
        steps: Double(steps), spurious: width > rank ? sigma[rank] * sigma[rank] : .nan,
        error: DistanceToMatrix(truth).observe(later.point))
    }

    /// Angle, loss and error until the loss is 1e-5 of what it was.
    func phases(width: Int, scale: Double) -> Phases {
      let start = start(width, scale)
      var run = fit.iterates(from: start, by: descent), phases = Phases()
      let angles = PrincipalAngles(to: leading, over: Symmetric.self)
      let distance = DistanceToMatrix(truth, over: Symmetric.self)
      let rule = StopRule.loss(1e-5 * run.current.record.loss) || .iterations(5000)
      _ = run.finish(at: rule) {
        guard $0.record.iteration % 2 == 0, $0.record.loss.isFinite else { return }
        phases.steps.append($0.record.iteration)
        phases.angle.append(angles.observe($0.point).last!)
        phases.power.append(angles.observe(powerIteration(start, $0.record.iteration)).last!)
        phases.loss.append($0.record.loss)
        phases.error.append(distance.observe($0.point))
      }
      return phases
    }

    /// (I + μ𝒜*(y))ᵏ U₀, but for a factor.
    private func powerIteration(_ start: Symmetric, _ steps: Int) -> Symmetric {
      let part = spectrum.vectors.transposedTimes(start.u), top = spectrum.values.last!
      let growth = spectrum.values.map {
        pow((1 + claim.step * $0) / (1 + claim.step * top), Double(steps))
      }
      return Symmetric(spectrum.vectors.scalingColumns(by: growth).times(part))
    }
  }
}
