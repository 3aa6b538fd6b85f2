internal import LinearAlgebra
internal import LowRankOptimization

/// A noisy table factored with shrinkage that needs no grid: mean-field variational Bayes.
///
/// Model: zᵢⱼ = uᵢ·vⱼ + bᵢ + cⱼ + noise, with uᵢ ~ N(0, diag α⁻¹), vⱼ likewise, bᵢ ~ N(0, σ_b²),
/// cⱼ ~ N(0, σ_c²) and noise of one variance, or of one variance per column. α and all variances
/// are set by the data (empirical Bayes): a component that the data does not support has α → ∞ and
/// vanishes ("automatic relevance determination", Bishop 1999; for matrix factorisation Lim and
/// Teh 2007, Nakajima and Sugiyama 2011). The posterior covariance acts as a ridge that is heavier
/// where a row or column has few entries.
public struct VariationalFit: Sendable {
  /// Whether every column has a noise variance of its own.
  public let columnNoise: Bool
  /// What is believed so far: all that changes while the fit is at work.
  var posterior: Posterior
  let rows: SparseLines
  let columns: SparseLines
  private let totalWeight: Double
  let data: Observations

  /// Rank 0. The data must be standardised, of about unit scale.
  ///
  /// - Parameter columnNoise: whether every column has a noise variance of its own.
  public init(_ data: Observations, effects: Bool, columnNoise: Bool) {
    self.data = data
    self.columnNoise = columnNoise
    rows = .rows(data.pattern, data.values, weights: data.weights)
    columns = .columns(data.pattern, data.values, weights: data.weights)
    totalWeight = data.weights.map { $0.reduce(0, +) } ?? Double(data.count)
    let start = effects ? Effects(data, sweeps: 5) : nil
    let row = start.map { effects in effects.row.map { $0 + effects.mean } }
    let left = LatentSide(
      effect: row ?? Array(repeating: 0, count: data.rows), hasEffect: effects)
    let right = LatentSide(
      effect: start?.column ?? Array(repeating: 0, count: data.columns), hasEffect: effects)
    let energy = data.weights.map { LossKernel.dot(data.values, data.values, weights: $0) }
    let noise = max(
      (energy ?? data.values.dot(data.values)) / max(totalWeight, 1), 1e-14)
    // All that is not explained yet counts as noise, floored: a variance of zero would divide by
    // zero.
    posterior = Posterior(
      left: left, right: right, noise: noise,
      noiseOfColumn: Array(repeating: noise, count: data.columns),
      rowEffectVariance: Self.meanSquare(left.effect) + 1e-3 * noise,
      columnEffectVariance: Self.meanSquare(right.effect) + 1e-3 * noise)
  }

  public var left: LatentSide { posterior.left }
  public var right: LatentSide { posterior.right }
  /// The mean noise variance, in standardised units.
  public var noise: Double { posterior.noise }
  public var rank: Int { left.rank }

  /// Means, moments and variances of everything unknown.
  struct Posterior: Sendable, Codable {
    var left: LatentSide
    var right: LatentSide
    var noise: Double
    var noiseOfColumn: [Double]
    var rowEffectVariance: Double
    var columnEffectVariance: Double
  }

  /// One sweep: the rows given the columns, the columns given the rows, then all variances.
  /// Cost: two half sweeps of `LatentSide.update`, which states it.
  ///
  /// An abandoned sweep does nothing: its result would not be looked at.
  public mutating func sweep() {
    guard !Execution.current.isAbandoned else { return }
    let precision = posterior.noiseOfColumn.map { 1 / $0 }
    let alpha = priorPrecision(left), beta = priorPrecision(right)
    _ = posterior.left.update(
      from: rows, given: right,
      LatentPrecision(
        prior: alpha, effectPrior: 1 / posterior.rowEffectVariance, crossing: precision))
    let energy = posterior.right.update(
      from: columns, given: left,
      LatentPrecision(
        prior: beta, effectPrior: 1 / posterior.columnEffectVariance, line: precision))
    if left.hasEffect {
      posterior.rowEffectVariance = Self.effectEnergy(left)
      posterior.columnEffectVariance = Self.effectEnergy(right)
    }
    balance()
    updateNoise(energy)
  }

  /// 1/α = mean of u² + S over the lines, for each coordinate.
  private func priorPrecision(_ side: LatentSide) -> [Double] {
    (0..<side.rank).map { a in
      let place = PackedSymmetric.count(order: a + 1) - 1
      let sum = (0..<side.lines).reduce(0.0) { $0 + side.moments[$1, place] }
      return Double(side.lines) / (sum + 1e-12)
    }
  }

  /// Rescales u and v so that their prior variances agree: U Vᵀ does not change, and the next
  /// half sweep is as well conditioned as it can be.
  private mutating func balance() {
    let ratio = zip(priorPrecision(left), priorPrecision(right)).map { alpha, beta in
      min(max((beta / alpha).squareRoot().squareRoot(), 1e-3), 1e3)
    }
    posterior.left.divideCoordinates(by: ratio)
    posterior.right.divideCoordinates(by: ratio.map { 1 / $0 })
  }

  /// σ² = Σ E(residual²) / Σ w, the expectation over the posterior: uncertain factors count as
  /// noise too, which is what keeps the noise from collapsing on tables of few cells.
  private mutating func updateNoise(_ energy: [Double]) {
    posterior.noise = max(energy.reduce(0, +) / max(totalWeight, 1), 1e-14)
    guard columnNoise else {
      posterior.noiseOfColumn = Array(repeating: noise, count: energy.count)
      return
    }
    for j in energy.indices {
      posterior.noiseOfColumn[j] =
        (energy[j] + Self.borrowed * noise) / (weight(column: j) + Self.borrowed)
    }
  }

  private func weight(column j: Int) -> Double {
    let places = columns.start[j]..<columns.start[j + 1]
    return columns.weights.map { w in places.reduce(0.0) { $0 + w[$1] } } ?? Double(places.count)
  }

  /// A line's noise variance borrows ten cells' worth from the table's: fewer, and a column of
  /// two cells that happen to fit would be believed exactly.
  static let borrowed = 10.0

  private static func meanSquare(_ x: [Double]) -> Double { x.dot(x) / Double(max(1, x.count)) }

  private static func effectEnergy(_ side: LatentSide) -> Double {
    max(meanSquare(side.effect) + side.effectVariance.reduce(0, +) / Double(side.lines), 1e-14)
  }
}
