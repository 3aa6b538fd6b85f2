import RealModule

/// φ and φ′ of whole vectors, for networks.
package enum ActivationKernel {
  /// y ← log(1 + e^z), z ← 1/(1 + e^{−z}), without overflow: max(z, 0) + log(1 + e^{−|z|}).
  package static func softplus(_ z: inout [Double], into y: inout [Double]) {
    each(&z, &y) { z in
      let e = Double.exp(-abs(z))
      return (max(z, 0) + .log(onePlus: e), (z < 0 ? e : 1) / (1 + e))
    }
  }

  /// y ← tanh z, z ← 1 − tanh² z.
  package static func hyperbolicTangent(_ z: inout [Double], into y: inout [Double]) {
    each(&z, &y) { z in
      let t = Double.tanh(z)
      return (t, 1 - t * t)
    }
  }

  /// y ← z + a sin z, z ← 1 + a cos z.
  package static func wave(_ z: inout [Double], amplitude a: Double, into y: inout [Double]) {
    each(&z, &y) { z in (z + a * .sin(z), 1 + a * .cos(z)) }
  }

  /// x[i, j] ← x[i, j] · left[i] · right[j], row by row.
  package static func scale(_ x: inout [Double], byRows left: [Double], columns right: [Double]) {
    precondition(x.count == left.count * right.count, "one factor per row and per column")
    let (left, right) = (left.span, right.span)
    var x = x.mutableSpan
    for i in 0..<left.count {
      for j in 0..<right.count {
        x[unchecked: i &* right.count &+ j] *= left[unchecked: i] * right[unchecked: j]
      }
    }
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
