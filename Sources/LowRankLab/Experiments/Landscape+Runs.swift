internal import Foundation
internal import LinearAlgebra
internal import LowRank
internal import LowRankTheory

extension Landscape {
  /// The best point of a lower rank.
  struct Saddle: Sendable {
    var rank: Int
    /// The least eigenvalue of the Hessian, with an empty column appended.
    var curvature: Double
    /// λ_max(−G).
    var gain: Double
  }

  /// Descent from zero.
  struct Escape: Sendable {
    /// The relative error at every fifth step.
    var plain: [Double]
    var noisy: [Double]
    var level: Double
    /// What the noise should leave, ten times over.
    var floor: Double
  }

  /// Two runs on noisy data.
  struct NoisyEnds: Sendable {
    var error: Double
    /// The distance between their ends.
    var spread: Double
  }

  struct Sensed: Sendable {
    typealias Objective = Fit<Symmetric, SymmetricMeasurements, SquaredLoss>
    let claim: Landscape
    let seed: UInt64
    let truth: LowRankMatrix
    let fit: Objective
    var rank: Int { claim.eigenvalues.count }

    init(_ claim: Landscape, seed: UInt64) {
      (self.claim, self.seed) = (claim, seed)
      truth = .plantedSemidefinite(size: claim.size, eigenvalues: claim.eigenvalues, seed: seed)
      let map = SymmetricMeasurements.gaussian(
        size: claim.size, count: claim.measurements, seed: seed)
      fit = Fit(map, target: map.measurements(of: truth), loss: SquaredLoss())
    }

    /// nr − r(r − 1)/2.
    var degreesOfFreedom: Int {
      Symmetric.degreesOfFreedom(rows: claim.size, columns: claim.size, rank: rank)
    }

    /// √dof/√(1 − dof/p).
    var noiseFactor: Double {
      let dof = Double(degreesOfFreedom)
      return (dof / (1 - dof / Double(claim.measurements))).squareRoot()
    }

    private var descent: Descent<Objective, Steepest<Symmetric>> {
      Descent(along: .steepest(), step: .constant(claim.step))
    }

    func start(_ seed: UInt64) -> Symmetric {
      fit.start(.unequal(left: 1, right: 1), rank: rank, seed: seed)
    }

    /// ‖UUᵀ − W*‖/‖W*‖ where descent ends.
    func error(from start: Symmetric) -> Double {
      error(of: fit, from: start, step: claim.step, steps: 5000)
    }

    /// The same where every step sees a random part of the measurements, with a step as much less
    /// as such a part can stretch further.
    func stochasticError(from start: Symmetric, seed: UInt64) -> Double {
      let part = Minibatch(fit, fraction: claim.fraction, seed: seed)
      return error(of: part, from: start, step: claim.step * claim.fraction, steps: 20_000)
    }

    private func error<O: LowRankOptimization.Objective>(
      of objective: O, from start: Symmetric, step: Double, steps: Int
    ) -> Double where O.Point == Symmetric {
      let goal = 0.5e-20 * fit.target.dot(fit.target)
      let end = objective.solve(
        from: start, by: Descent(along: Steepest(), step: .constant(step)),
        until: .loss(goal) || .iterations(steps))
      return end.record.loss.isFinite ? DistanceToMatrix(truth).observe(end.point) : .nan
    }

    /// The stages of greedy learning: optimal at their rank, saddles beyond it.
    func saddles() -> [Saddle] {
      (0..<rank).map { r in
        let start = fit.start(r == 0 ? .zeroRank : .spectral, rank: r)
        let end = fit.solve(
          from: start, by: descent, until: .gradientNorm(1e-11) || .iterations(20_000))
        guard end.record.loss.isFinite else { return Saddle(rank: r, curvature: .nan, gain: .nan) }
        let empty = Symmetric(end.point.u.appending(columns: Matrix(rows: claim.size, columns: 1)))
        var workspace = fit.makeWorkspace(for: empty)
        let slope = fit.matrixGradient(at: empty, &workspace)
        return Saddle(
          rank: r, curvature: LeastCurvature(of: fit).observe(empty),
          gain: empty.steepestTerm(against: slope).gain)
      }
    }

    func escape() -> Escape {
      let zero = Symmetric(Matrix(rows: claim.size, columns: rank)), level = 1e-4
      let steps = 5 * Int(8 / (claim.step * claim.eigenvalues.last!))
      let distance = DistanceToMatrix(truth, over: Symmetric.self)
      var plain = fit.iterates(from: zero, by: descent)
      let noisy = LowRankOptimization.Noisy(fit, level: level, seed: seed)
      var shaken = noisy.iterates(
        from: zero,
        by: Descent(along: Steepest<Symmetric>(), step: .constant(claim.step)))
      // dU = −H U dt + noise has variance η s²/(2h) in every component; W moves by 2‖U‖ as much.
      let components = Double(claim.size * rank)
      let spread = level * (claim.step * components / (4 * claim.eigenvalues.last!)).squareRoot()
      return Escape(
        plain: plain.readings(of: distance, every: 5, until: .iterations(steps)).map(\.value),
        noisy: shaken.readings(of: distance, every: 5, until: .iterations(steps)).map(\.value),
        level: level, floor: 10 * 2 * spread / truth.frobeniusNorm)
    }

    func noisyErrors(_ level: Double, seed: UInt64) -> NoisyEnds {
      var generator = SeededGenerator(seed: seed, stream: 0x4e6f_6973)
      let noise = Matrix.gaussian(
        rows: 1, columns: fit.target.count, scale: level, using: &generator)
      var target = fit.target
      target.add(noise.elements, scaledBy: 1)
      let noisy = Fit(fit.measurement, target: target, loss: SquaredLoss(), over: Symmetric.self)
      let ends = [200, 300].map {
        noisy.solve(
          from: start(seed + $0), by: descent, until: .gradientNorm(1e-9) || .iterations(5000)
        ).point.matrix
      }
      guard ends.allSatisfy({ $0.frobeniusNorm.isFinite }) else {
        return NoisyEnds(error: .nan, spread: .nan)
      }
      return NoisyEnds(error: ends[0].distance(to: truth), spread: ends[0].distance(to: ends[1]))
    }
  }

  /// What was found in two dimensions.
  struct Explored: Sendable {
    /// The least curvature at √δ e₂.
    var curvature: Double
    /// The part of the random starts that are not at the truth in the end.
    var share: Double
  }

  /// The map with isometry constant δ on 2 × 2 matrices, and the truth e₁e₁ᵀ.
  struct Distorted: Sendable {
    /// Enough to leave the saddle at δ = 0.45 from an angle of 10⁻⁴: ln 10⁴ over 0.02 · 0.29.
    static let steps = 5000
    let delta: Double
    let fit: Fit<Symmetric, SymmetricMeasurements, SquaredLoss>

    init(_ delta: Double) {
      self.delta = delta
      let (plus, minus) = (((1 + delta) / 2).squareRoot(), ((1 - delta) / 2).squareRoot())
      // Rows are upper triangles; w₁₂ counts twice in a product with a symmetric W.
      let packed = Matrix(
        rows: 3, columns: 3, elements: [plus, 0, plus, minus, 0, -minus, 0, plus, 0])
      let map = SymmetricMeasurements(packed: packed, size: 2)
      let one = Matrix(rows: 2, columns: 1, elements: [1, 0])
      fit = Fit(
        map, target: map.measurements(of: LowRankMatrix(left: one, right: one)),
        loss: SquaredLoss())
    }

    func explored(starts: Int, seed: UInt64) -> Explored {
      let point = Symmetric(Matrix(rows: 2, columns: 1, elements: [0, delta.squareRoot()]))
      var generator = SeededGenerator(seed: seed, stream: 0x5370_7572)
      let wrong = (0..<starts).filter { _ in
        let start = Symmetric(.gaussian(rows: 2, columns: 1, using: &generator))
        let end = fit.solve(
          from: start, by: Descent(along: .steepest(), step: .constant(0.02)),
          until: .loss(1e-12) || .gradientNorm(1e-9) || .iterations(Self.steps))
        return !(end.record.loss < 1e-9)
      }
      return Explored(
        curvature: LeastCurvature(of: fit).observe(point),
        share: Double(wrong.count) / Double(starts))
    }
  }
}
