internal import RealModule

/// φ : ℝ → ℝ, applied component by component. All are smooth, as the theory of overparameterised
/// least squares wants them; the wave is the link of a generalised linear model.
public enum Activation: Sendable, Equatable, Codable {
  /// log(1 + e^z): a smooth rectifier.
  case softplus
  /// tanh z, bounded and odd, with slopes in (0, 1].
  case hyperbolicTangent
  /// z + a sin z with |a| < 1, whose slope lies between 1 − |a| and 1 + |a|.
  case wave(amplitude: Double)

  /// y ← φ(z) and z ← φ′(z): whoever wants a gradient needs both, and no longer the argument.
  func differentiate(_ z: inout [Double], into y: inout [Double]) {
    switch self {
    case .softplus: Self.evaluateSoftplus(&z, into: &y)
    case .hyperbolicTangent: Self.evaluateHyperbolicTangent(&z, into: &y)
    case .wave(let a): Self.evaluateWave(&z, amplitude: a, into: &y)
    }
  }
}

extension Activation {
  /// y ← log(1 + e^z), z ← 1/(1 + e^{−z}), without overflow: max(z, 0) + log(1 + e^{−|z|}).
  private static func evaluateSoftplus(_ z: inout [Double], into y: inout [Double]) {
    each(&z, &y) { z in
      // e^{−|z|} ≤ 1 serves the value and, by symmetry, the slope on either side.
      let e = Double.exp(-abs(z))
      return (max(z, 0) + .log(onePlus: e), (z < 0 ? e : 1) / (1 + e))
    }
  }

  /// y ← tanh z, z ← 1 − tanh² z.
  private static func evaluateHyperbolicTangent(_ z: inout [Double], into y: inout [Double]) {
    each(&z, &y) { z in
      let t = Double.tanh(z)
      return (t, 1 - t * t)
    }
  }

  /// y ← z + a sin z, z ← 1 + a cos z.
  private static func evaluateWave(_ z: inout [Double], amplitude a: Double, into y: inout [Double])
  {
    each(&z, &y) { z in (z + a * .sin(z), 1 + a * .cos(z)) }
  }

  /// (y, z) ← (φ, φ′) at z; inlined with the function, so there is no call per element.
  @inline(__always)
  private static func each(
    _ z: inout [Double], _ y: inout [Double], _ function: (Double) -> (Double, Double)
  ) {
    precondition(z.count == y.count, "one value per argument")
    var z = z.mutableSpan
    var y = y.mutableSpan
    for k in 0..<z.count { (y[unchecked: k], z[unchecked: k]) = function(z[unchecked: k]) }
  }
}
