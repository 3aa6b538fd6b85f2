internal import LinearAlgebra
internal import LowRank

/// With two layers, the power of the start's scale in what descent leaves beyond the rank.
///
/// In units of ln(1/scale), stage k of the greedy path lasts until its leading direction has grown
/// to order one; direction j grows meanwhile by the quotient of their rates, the singular values of
/// −∇f(W̄ₖ₋₁). What direction r + 1 still lacks after r stages is the power.
struct GapPower {
  let power: Double

  init(_ instance: SymmetricCompletion, rank: Int) {
    typealias Objective = Fit<Symmetric, EntrySampling, SquaredLoss>
    let fit = instance.fit(over: Symmetric.self), n = instance.truth.rows
    var lacking = Array(repeating: 1.0, count: n)
    for stage in 0..<rank {
      let rule = StopRule.gradientNorm(1e-6)
      let growth = RankGrowth(
        Descent<Objective, Steepest<Symmetric>>(along: .steepest(), step: .constant(0.02)),
        scale: 1e-12, threshold: 1e-5, phase: rule, maximumRank: stage)
      var run = fit.iterates(from: fit.start(.zeroRank, rank: 0), by: growth)
      let point = stage == 0 ? run.current.point : run.finish(at: rule || .iterations(50_000)).point
      var workspace = fit.makeWorkspace(for: point), slope = Matrix(rows: n, columns: n)
      fit.matrixGradient(at: point, &workspace).multiply(
        Matrix(diagonal: Array(repeating: 1, count: n)), into: &slope)
      let rates = SmallSVD(slope).singularValues, duration = lacking[stage] / rates[0]
      for j in stage..<n { lacking[j] -= rates[j - stage] * duration }
    }
    power = lacking[rank]
  }
}
