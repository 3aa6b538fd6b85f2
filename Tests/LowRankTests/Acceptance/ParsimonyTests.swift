import LinearAlgebra
import LowRank
import Testing

/// Yaras et al. (2023): from orthogonal layers, descent on a deep factorisation of a fully observed
/// matrix of rank r moves only 2r dimensions (METHODS B 1f).
@Suite struct ParsimonyTests {
  struct Setting: Sendable {
    let size: Int, rank: Int, depth: Int
    let layer: Double, eta: Double, decay: Double
    let steps: Int
  }

  static let settings = [
    Setting(size: 30, rank: 3, depth: 3, layer: 1, eta: 1e-3, decay: 0, steps: 1500),
    Setting(size: 30, rank: 3, depth: 3, layer: 0.1, eta: 2e-3, decay: 0, steps: 1500),
    Setting(size: 30, rank: 3, depth: 2, layer: 0.05, eta: 5e-3, decay: 0, steps: 1500),
    Setting(size: 40, rank: 2, depth: 4, layer: 0.3, eta: 1e-3, decay: 1e-3, steps: 1500),
    // Smaller, for every day.
    Setting(size: 16, rank: 2, depth: 3, layer: 0.3, eta: 1e-3, decay: 1e-3, steps: 500),
  ]

  /// Q_l with W(0) = U₁ ⋯ U_L = Q_1 ⋯ Q_L ε^L, the bases in which every layer is block diagonal,
  /// and the small problem that its first block solves.
  private struct Reduction {
    let bases: [Matrix]
    let core: Matrix
    let width: Int

    /// B_L = orth[V_Φ, QᵀU_Φ], completed; B_{l−1} = Q_l B_l. Then B_{l−1}ᵀ U_l B_l stays
    /// diag(core, ρ I).
    init(_ layers: [Matrix], _ scale: Double, _ target: LowRankMatrix) {
      let form = SpectralForm(target), size = target.rows
      var whole = layers[0]
      for layer in layers.dropFirst() { whole = whole.times(layer) }
      whole.scale(by: 1 / (0..<layers.count).reduce(1) { p, _ in p * scale })
      width = 2 * form.rank
      var generator = SeededGenerator(seed: 9)
      let spanning = form.v.appending(columns: whole.transposedTimes(form.u)).appending(
        columns: .gaussian(rows: size, columns: size - width, using: &generator))
      var bases = [ThinQR(spanning).q]
      for layer in layers.reversed() {
        var next = layer.times(bases[0])
        next.scale(by: 1 / scale)
        bases.insert(next, at: 0)
      }
      let (first, last) = (bases[0].prefix(columns: width), bases.last!.prefix(columns: width))
      core = first.transposedTimes(target.dense()).times(last)
      self.bases = bases
    }
  }

  /// e3: blocks to 1e-11, and exactly 2r singular values of U₁ leave the bulk.
  @Test(arguments: runsLongTests ? Array(settings.indices) : [4])
  func descentMovesTwiceTheRank(_ k: Int) {
    let s = Self.settings[k]
    let values = (0..<s.rank).map { 10 - 6 * Double($0) / Double(max(s.rank - 1, 1)) }
    let target = planted(s.size, s.size, values, seed: 5)
    let scale = (0..<s.depth).reduce(1) { p, _ in p * s.layer }
    let start = Deep.orthogonal(
      widths: Array(repeating: s.size, count: s.depth + 1), scale: scale, seed: 6)
    let reduction = Reduction(start.layers, s.layer, target), width = reduction.width
    func end(_ target: Matrix, _ start: Deep) -> Deep {
      let fit = Fit(
        FullObservation(rows: target.rows, columns: target.columns), target: target.elements,
        loss: SquaredLoss(), over: Deep.self)
      return Regularized(fit, by: Ridge(s.decay)).solve(
        from: start, by: Descent(along: .steepest(), step: .constant(s.eta)),
        until: .iterations(s.steps)
      ).point
    }
    let full = end(target.dense(), start)
    let small = end(
      reduction.core,
      Deep(
        Array(
          repeating: Matrix(diagonal: Array(repeating: s.layer, count: width)), count: s.depth)))
    // All ρ_l start and stay equal: ρ⁺ = ρ (1 − η decay) − η ρ^{2L − 1}.
    var rho = s.layer
    for _ in 0..<s.steps {
      let power = (0..<2 * s.depth - 1).reduce(1) { p, _ in p * rho }
      rho = rho * (1 - s.eta * s.decay) - s.eta * power
    }
    var worst = 0.0
    for l in 0..<s.depth {
      var block = reduction.bases[l].transposedTimes(full.layers[l]).times(reduction.bases[l + 1])
      for i in 0..<s.size {
        for j in 0..<s.size {
          if i < width, j < width { block[i, j] -= small.layers[l][i, j] }
          if i == j, i >= width { block[i, j] -= rho }
        }
      }
      worst = max(worst, block.norm / full.layers[l].norm)
    }
    let moved = SmallSVD(full.layers[0]).singularValues.filter { abs($0 - rho) > 1e-8 }.count
    show("e3 blocks, moved", (worst, moved))
    #expect(worst < 1e-11 && moved == width)
  }

  /// The compressed network needs less than half of the wide one's steps to a residual of 1e-4, at
  /// an error within 10 % of its.
  ///
  /// d = 60, r = 2, 30 % of the entries, depth 3, ε = 1e-2 a layer; outer layers five times faster.
  @Test(.enabled(if: runsLongTests)) func compressionCompletesSooner() {
    let problem = CompletionProblem(
      rows: 60, columns: 60, rank: 2, conditionNumber: 1.5, oversampling: 4.6, seed: 2)
    let part = Double(problem.pattern.count) / 3600
    // METHODS takes P_Ω/p and η = 0.05/σ₁^{4/3}, and σ₁ = 1 here.
    let eta = 0.05 / part, fit = problem.fit(over: Deep.self)
    let energy = problem.target.dot(problem.target)
    func solve<D: Direction>(_ direction: D, _ start: Deep) -> (steps: Int, error: Double)
    where D.Point == Deep {
      var run = fit.iterates(from: start, by: Descent(along: direction, step: .constant(eta)))
      let end = run.finish(at: .loss(0.5e-8 * energy) || .iterations(8000))
      #expect(end.converged)
      return (end.record.iteration, problem.relativeError(of: end.point.matrix))
    }
    let wide = solve(
      Steepest(), .orthogonal(widths: [60, 60, 60, 60], scale: 1e-6, seed: 3))
    var data = problem.target
    data.scale(by: 1 / part)
    let thin = solve(
      BlockScaled([5, 1, 5]),
      .compressed(
        SparseMatrix(pattern: problem.pattern, values: data), width: 4, depth: 3, scale: 1e-6))
    show("compressed, wide: steps, error", (thin, wide))
    #expect(2 * thin.steps < wide.steps)
    #expect(abs(thin.error / wide.error - 1) < 0.1)
  }
}
