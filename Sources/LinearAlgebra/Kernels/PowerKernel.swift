/// Powers of vectors, component by component.
///
/// Exponents are depths of networks, small integers: repeated multiplication is cheaper than a
/// general power, and right for a negative base.
package enum PowerKernel {
  /// yₖ ← xₖ^exponent, by repeated multiplication.
  ///
  /// x⁰ = 1, also at 0. Cost: `exponent` multiplications a component. Precondition: exponent ≥ 0.
  package static func raise(_ x: [Double], to exponent: Int, into y: inout [Double]) {
    precondition(x.count == y.count && exponent >= 0, "one power per component")
    let x = x.span
    var y = y.mutableSpan
    for k in 0..<x.count {
      let base = x[unchecked: k]
      var power = 1.0
      for _ in 0..<exponent { power *= base }
      y[unchecked: k] = power
    }
  }

  /// yₖ ← exponent · xₖ^{exponent − 1} yₖ: the adjoint of the derivative of the power.
  ///
  /// Componentwise maps have diagonal derivatives, which are their own adjoints. Precondition:
  /// exponent ≥ 1.
  package static func pullBack(_ x: [Double], exponent: Int, _ y: inout [Double]) {
    precondition(x.count == y.count && exponent >= 1, "one power per component")
    let x = x.span
    var y = y.mutableSpan
    for k in 0..<x.count {
      let base = x[unchecked: k]
      var slope = Double(exponent)
      for _ in 1..<exponent { slope *= base }
      y[unchecked: k] *= slope
    }
  }
}
