internal import LinearAlgebra
internal import LowRank
public import LowRankOptimization
internal import RealModule

/// How many singular values of W(θ) matter: a rank that rounding does not spoil.
///
/// All measures lie between 1 and the rank, and equal it where all singular values are equal; they
/// do not change with the scale of W. The zero matrix has 0.
public struct EffectiveRank<Point: Factorization>: Probe {
  public enum Measure: Sendable, Equatable, Codable {
    /// exp(−Σ pᵢ log pᵢ) with pᵢ = σᵢ/Σσ (Roy, Vetterli 2007).
    case entropy
    /// ‖W‖_F² / ‖W‖₂².
    case stable
    /// ‖W‖_* / ‖W‖₂.
    case nuclear
    /// The number of σᵢ > fraction · σ₁.
    case above(fraction: Double)
  }

  public let measure: Measure

  public init(_ measure: Measure = .entropy, over _: Point.Type = Point.self) {
    self.measure = measure
  }

  public func observe(_ point: Point) -> Double { measure.value(point.matrix.singularValues) }
}

extension EffectiveRank.Measure {
  /// The measure of singular values in descending order.
  public func value(_ sigma: [Double]) -> Double {
    guard let top = sigma.first, top > 0 else { return 0 }
    switch self {
    case .entropy:
      let sum = sigma.reduce(0, +)
      return .exp(sigma.reduce(0) { $1 > 0 ? $0 - $1 / sum * .log($1 / sum) : $0 })
    case .stable: return sigma.reduce(0) { $0 + ($1 / top) * ($1 / top) }
    case .nuclear: return sigma.reduce(0) { $0 + $1 / top }
    case .above(let fraction): return Double(sigma.filter { $0 > fraction * top }.count)
    }
  }
}
