public import LinearAlgebra

/// What is believed of the latent vectors of one side: a mean and a covariance for every line.
///
/// Line i has a latent vector uᵢ ~ N(ūᵢ, Sᵢ) of `rank` numbers and, where `hasEffect`, an additive
/// effect bᵢ. What the other side needs of it are the feature fᵢ = (ūᵢ, 1) and its second moment
/// Mᵢ = E fᵢfᵢᵀ = fᵢfᵢᵀ + diag(Sᵢ, 0), packed as in `PackedSymmetric`.
///
/// Moments are kept and not covariances, as the other side's systems are sums of moments; packed,
/// as they are symmetric: width (width + 1)/2 numbers a line, half the storage.
public struct LatentSide: Sendable, Codable {
  public internal(set) var rank: Int
  public let hasEffect: Bool
  /// One row per line: the latent mean, then 1 where there is an effect.
  public internal(set) var features: Matrix
  public internal(set) var moments: Matrix
  /// Mean and variance of the additive effect of every line; zeros where there is none.
  public internal(set) var effect: [Double]
  public internal(set) var effectVariance: [Double]

  /// Rank 0: effects only.
  public init(effect: [Double], hasEffect: Bool) {
    rank = 0
    self.hasEffect = hasEffect
    self.effect = effect
    effectVariance = Array(repeating: 0, count: effect.count)
    let width = hasEffect ? 1 : 0
    features = Matrix(rows: effect.count, columns: width) { _, _ in 1 }
    moments = features
  }

  public var lines: Int { features.rows }
  /// The number of unknowns of a line.
  public var width: Int { features.columns }
  /// The latent means, lines × rank.
  public var means: Matrix { features.prefix(columns: rank) }

  /// The variance Sᵢ[a, a] of coordinate a, for all lines.
  public func variance(ofCoordinate a: Int) -> [Double] {
    let place = PackedSymmetric.count(order: a + 1) - 1
    return (0..<lines).map { max(0, moments[$0, place] - features[$0, a] * features[$0, a]) }
  }

  /// Adds coordinates with the given means and no variance.
  ///
  /// The new coordinates are taken for certain until the next half sweep gives them a variance.
  public mutating func grow(by added: Matrix) {
    precondition(added.rows == lines, "one row per line")
    let old = self, newRank = rank + added.columns, newWidth = width + added.columns
    features = Matrix(rows: lines, columns: newWidth) { i, a in
      a < old.rank ? old.features[i, a] : (a < newRank ? added[i, a - old.rank] : 1)
    }
    rank = newRank
    moments = Matrix(rows: lines, columns: PackedSymmetric.count(order: newWidth))
    let oldCount = PackedSymmetric.count(order: old.rank)
    for i in 0..<lines {
      var place = 0
      for a in 0..<newWidth {
        for b in 0...a {
          let product = features[i, a] * features[i, b]
          let fresh = a == b ? product : PackedSymmetric.root2 * product
          // The covariance of the old coordinates is kept, as a prefix of the packing.
          moments[i, place] = place < oldCount ? old.moments[i, place] : fresh
          place += 1
        }
      }
    }
  }

  /// Divides coordinate a by scales[a] everywhere; the effect is left alone.
  ///
  /// Moments are divided twice, as they are quadratic in the coordinates.
  public mutating func divideCoordinates(by scales: [Double]) {
    let inverse = scales.map { 1 / $0 } + (hasEffect ? [1] : [])
    for i in 0..<lines {
      var place = 0
      for a in 0..<width {
        features[i, a] *= inverse[a]
        for b in 0...a {
          moments[i, place] *= inverse[a] * inverse[b]
          place += 1
        }
      }
    }
  }

  /// The variance of the prediction uᵢ·vⱼ + bᵢ + cⱼ:
  /// ⟨Mᵢ, Mⱼ⟩ − (ūᵢ·v̄ⱼ)² + var bᵢ + var cⱼ, the latent parts of the moments only.
  /// Cost: rank² flops.
  public func predictiveVariance(_ i: Int, _ other: LatentSide, _ j: Int) -> Double {
    PackedSymmetric.variance(
      ofProduct: i, features, moments, with: j, other.features, other.moments, order: rank)
      + effectVariance[i] + other.effectVariance[j]
  }
}
