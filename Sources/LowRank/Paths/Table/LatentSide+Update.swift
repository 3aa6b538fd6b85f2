public import LinearAlgebra

/// How precise a line's unknowns and its measurements are taken to be.
///
/// Units: those of the standardised table, where variances are of order one.
public struct LatentPrecision: Sendable {
  /// 1 / prior variance of each latent coordinate.
  public var prior: [Double]
  /// 1 / prior variance of the effects.
  public var effectPrior: Double
  /// 1 / noise variance of every crossing line, or nil for one.
  public var crossing: [Double]?
  /// 1 / noise variance of every line, or nil for one.
  public var line: [Double]?

  public init(
    prior: [Double], effectPrior: Double, crossing: [Double]? = nil, line: [Double]? = nil
  ) {
    self.prior = prior
    self.effectPrior = effectPrior
    self.crossing = crossing
    self.line = line
  }
}

extension LatentSide {
  /// Half a sweep: the posterior of every line given the other side.
  ///
  /// With features fⱼ, moments Mⱼ and effects cⱼ of the other side and precisions wᵢⱼ,
  ///     Sᵢ = (diag(prior) + Σⱼ wᵢⱼ Mⱼ)⁻¹,   uᵢ = Sᵢ Σⱼ wᵢⱼ (xᵢⱼ − cⱼ) fⱼ
  /// over the observed j (mean-field variational Bayes; Lim, Teh 2007).
  ///
  /// Lines do not depend on each other given the other side, so that they are solved in parallel to
  /// the same bits whatever the number of threads.
  ///
  /// - Returns: for every line, Σⱼ ωᵢⱼ E(xᵢⱼ − prediction)² over its entries, ω the entries' own
  ///   weights. With crossing precisions, which weigh the sum of moments otherwise than ω, the
  ///   latent vectors' variance is left out: only the other side's half sweep gives the energy.
  /// Cost: that of `LineRegression`, which states it.
  public mutating func update(
    from data: SparseLines, given other: LatentSide, _ precision: LatentPrecision
  ) -> [Double] {
    precondition(data.lines == lines && data.crossings == other.lines, "shapes differ")
    precondition(rank == other.rank && hasEffect == other.hasEffect, "ranks differ")
    let regression = LineRegression(
      data, features: other.features, moments: other.moments, offset: other.effect,
      offsetVariance: other.effectVariance, hasIntercept: hasEffect,
      prior: precision.prior + (hasEffect ? [precision.effectPrior] : []),
      crossingPrecision: precision.crossing, linePrecision: precision.line)
    return regression.solve(
      means: &features, moments: &moments, intercept: &effect, interceptVariance: &effectVariance)
  }
}
