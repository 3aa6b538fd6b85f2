internal import LinearAlgebra
internal import LowRank
internal import LowRankOptimization

/// φ : ℝ → ℝ, applied component by component. All are smooth, as the theory of overparameterised
/// least squares wants them; the wave is the link of a generalised linear model.
public enum Activation: Sendable, Equatable, Codable {
  /// log(1 + e^z): a smooth rectifier.
  case softplus
  case hyperbolicTangent
  /// z + a sin z with |a| < 1, whose slope lies between 1 − |a| and 1 + |a|.
  case wave(amplitude: Double)

  /// y ← φ(z) and z ← φ′(z).
  func differentiate(_ z: inout [Double], into y: inout [Double]) {
    switch self {
    case .softplus: ActivationKernel.softplus(&z, into: &y)
    case .hyperbolicTangent: ActivationKernel.hyperbolicTangent(&z, into: &y)
    case .wave(let a): ActivationKernel.wave(&z, amplitude: a, into: &y)
    }
  }
}
