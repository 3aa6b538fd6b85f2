internal import Foundation
internal import LinearAlgebra
internal import LowRank
internal import LowRankTheory

extension DiagonalNetworks {
  /// Where a run ended.
  struct Limit: Sendable {
    /// ‖x − x*‖/‖x*‖.
    var error: Double
    /// ‖x‖₁.
    var norm: Double
    /// The part of ln(x/w₀²) outside the range of Aᵀ and the direction (1, …, 1), relative.
    var outside: Double
    /// ln(w_eff/w₀), from x and from the formula.
    var measuredShrink = 0.0
    var predictedShrink = 0.0
  }

  struct Sparse: Sendable {
    let claim: DiagonalNetworks
    let truth: Matrix
    let map: DenseMeasurements
    let target: [Double]
    /// ‖A‖².
    let curvature: Double
    /// Orthonormal, spanning the range of Aᵀ.
    private let range: Matrix
    /// (1, …, 1) without its part in that range.
    private let rest: Matrix
    /// ‖x*‖₁.
    var norm: Double { truth.elements.reduce(0, +) }

    init(_ claim: DiagonalNetworks, seed: UInt64) {
      self.claim = claim
      map = GaussianEnsemble(rows: claim.count, columns: 1, count: claim.measurements, seed: seed)
        .stored()
      var generator = SeededGenerator(seed: seed, stream: 0x5370_6172)
      var x = Matrix(rows: claim.count, columns: 1)
      let share = claim.count / claim.nonzeros
      for k in 0..<claim.nonzeros {
        x[share * k + generator.below(share), 0] = 1 + generator.uniform()
      }
      truth = x
      target = map.matrices.times(x).elements
      let top = topSingularTriple(of: map.matrices).value
      curvature = top * top
      range = ThinQR(map.matrices.transposed).q
      let ones = Matrix(rows: claim.count, columns: 1) { _, _ in 1 }
      rest = Self.outside(ones, range)
    }

    private static func outside(_ x: Matrix, _ range: Matrix) -> Matrix {
      var rest = x
      rest.setProduct(range, range.transposedTimes(x), scale: -1, adding: 1)
      return rest
    }

    private var goal: StopRule { .loss(0.5e-12 * target.dot(target)) }

    func plain(from scale: Double) -> Limit {
      let fit = Fit(map, target: target, loss: SquaredLoss(), over: DiagonalNetwork.self)
      let end = fit.solve(
        from: .uniform(claim.count, scale: scale * scale),
        by: GradientFlow(tolerance: FlowTolerance(relative: 1e-8, absolute: 1e-13)),
        until: goal || .iterations(claim.patience))
      return limit(end.point.matrix.dense(), scale)
    }

    /// The length moves at η, the direction at ρη.
    func normalized(from scale: Double, ratio: Double) -> Limit {
      let fit = Fit(map, target: target, loss: SquaredLoss(), over: NormalizedNetwork.self)
      let start = NormalizedNetwork(Array(repeating: scale, count: claim.count))
      let before = Double(claim.count) * scale * scale
      let step = 3 * claim.part / (curvature * ratio) * min(1, 4 / before)
      let end = fit.solve(
        from: start, by: Descent(along: LengthAndDirection(ratio: ratio), step: .constant(step)),
        until: goal || .iterations(claim.patience))
      var limit = limit(end.point.matrix.dense(), scale)
      limit.predictedShrink = log(limit.norm / before) / 2 - ratio / 2 * (limit.norm - before)
      return limit
    }

    private func limit(_ x: Matrix, _ scale: Double) -> Limit {
      var difference = x
      difference.add(truth, scaledBy: -1)
      var entropy = x
      entropy.withElements { for k in $0.indices { $0[k] = log($0[k] / (scale * scale)) } }
      let outside = Self.outside(entropy, range)
      return Limit(
        error: difference.norm / truth.norm,
        norm: x.elements.reduce(0, +), outside: outside.norm / entropy.norm,
        measuredShrink: rest.dot(entropy) / rest.dot(rest) / 2)
    }
  }
}
