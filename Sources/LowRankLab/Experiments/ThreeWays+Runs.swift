internal import LinearAlgebra
internal import LowRank
internal import LowRankTheory

extension ThreeWays {
  struct Answer: Sendable {
    /// ‖W − W*‖/‖W*‖.
    var error: Double
    var rank: Int
    /// Of W, descending.
    var values: [Double]
  }

  /// What the three ways say of one set of data.
  struct Answers: Sendable {
    var nuclear: Answer
    var descent: Answer
    var growth: Answer
    /// The duality gap of the convex programme, relative to its optimum.
    var gap: Double
  }

  typealias Objective = Fit<Asymmetric, DenseMeasurements, SquaredLoss>

  func answers(_ ratio: Double, seed: UInt64) -> Answers {
    let truth = LowRankMatrix.planted(
      rows: size, columns: size, singularValues: spectrum, seed: seed)
    let map = GaussianEnsemble(
      rows: size, columns: size, count: Int(ratio * Double(degreesOfFreedom)), seed: seed + 7
    ).stored()
    let fit = Objective(map, target: map.measurements(of: truth), loss: SquaredLoss())
    func answer(_ w: LowRankMatrix) -> Answer {
      guard w.frobeniusNorm.isFinite else { return Answer(error: .nan, rank: 0, values: []) }
      return Answer(
        error: w.distance(to: truth) / truth.frobeniusNorm, rank: w.rank,
        values: SmallSVD(w.dense()).singularValues)
    }
    let (nuclear, gap) = nuclearNorm(fit)
    return Answers(
      nuclear: answer(nuclear), descent: answer(descent(fit, seed: seed)),
      growth: answer(growth(fit)), gap: gap)
  }

  /// By accelerated proximal gradients, until the gap is 1e-4 of the optimum.
  private func nuclearNorm(_ fit: Objective) -> (LowRankMatrix, gap: Double) {
    let top = topSingularTriple(of: fit.measurement.matrices).value
    var image = fit.measurement.makeImage()
    fit.measurement.adjoint(fit.target, into: &image)
    let lambda = strength * topSingularTriple(of: image).value
    let solver = NuclearNorm<Objective>(strength: lambda, stepSize: 1 / (top * top))
    var run = fit.iterates(from: fit.start(.zeroRank, rank: 0), by: solver), gap = Double.infinity
    for k in 1...4000 where gap > 1e-4 {
      _ = run.next()
      guard k % 50 == 0 else { continue }
      let value = run.state.record.loss + lambda * run.state.form.singularValues.reduce(0, +)
      gap = solver.gap(fit, run.state) / value
    }
    return (run.state.form.lowRank, gap)
  }

  /// With as many columns as the matrix has.
  private func descent(_ fit: Objective, seed: UInt64) -> LowRankMatrix {
    fit.solve(
      from: fit.start(.gaussian(scale: scale), rank: size, seed: seed + 1000),
      by: Descent(along: .steepest(), step: .constant(0.15)),
      until: .loss(1e-20 * fit.target.dot(fit.target)) || .iterations(descentSteps)
    ).point.matrix
  }

  private func growth(_ fit: Objective) -> LowRankMatrix {
    fit.solve(
      from: fit.start(.zeroRank, rank: 0), by: Pursuit(),
      until: .loss(0.5e-22 * fit.target.dot(fit.target)) || .iterations(200)
    ).point.matrix
  }

  /// The minimum over τ, by golden sections, of a mean over 40 draws.
  func statisticalDimension(seed: UInt64) -> Double {
    let r = spectrum.count
    var generator = SeededGenerator(seed: seed, stream: 0x5374_4469)
    let draws = (0..<40).map { _ in
      SmallSVD(.gaussian(rows: size - r, columns: size - r, using: &generator)).singularValues
    }
    func value(_ tau: Double) -> Double {
      let rest = draws.joined().reduce(0) { $0 + max($1 - tau, 0) * max($1 - tau, 0) }
      return Double(degreesOfFreedom) + tau * tau * Double(r) + rest / Double(draws.count)
    }
    // Convex in τ, and least below the largest singular value.
    var (low, high) = (0.0, draws.joined().max()!)
    for _ in 0..<60 {
      let a = low + 0.382 * (high - low), b = low + 0.618 * (high - low)
      if value(a) < value(b) { high = b } else { low = a }
    }
    return value((low + high) / 2)
  }
}
