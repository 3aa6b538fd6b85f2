import RealModule

/// The passes over predictions and targets of losses that are likelihoods.
///
/// One exponential or logarithm a term bounds their speed, so nothing is gained by fusing more.
package enum LikelihoodKernel {
  /// Σ log(1 + exp(−tₖ xₖ)), without overflow for any x.
  package static func logistic(_ x: [Double], _ t: [Double]) -> Double {
    precondition(x.count == t.count, "one target per prediction")
    let (x, t) = (x.span, t.span)
    var sum = 0.0
    for k in 0..<x.count {
      let margin = t[unchecked: k] * x[unchecked: k]
      // A NaN fails the comparison and passes through the first term.
      sum += (margin > 0 ? 0 : -margin) + .log(onePlus: .exp(-abs(margin)))
    }
    return sum
  }

  /// xₖ ← −tₖ / (1 + exp(tₖ xₖ)): the derivative of `logistic`.
  package static func logisticDerivative(_ x: inout [Double], _ t: [Double]) {
    precondition(x.count == t.count, "one target per prediction")
    let t = t.span
    var x = x.mutableSpan
    for k in 0..<t.count {
      x[unchecked: k] = -t[unchecked: k] / (1 + .exp(t[unchecked: k] * x[unchecked: k]))
    }
  }

  /// Σ exp(xₖ) − tₖ xₖ + tₖ log tₖ − tₖ, with 0 log 0 = 0.
  package static func poisson(_ x: [Double], _ t: [Double]) -> Double {
    precondition(x.count == t.count, "one target per prediction")
    let (x, t) = (x.span, t.span)
    var sum = 0.0
    for k in 0..<x.count {
      let (p, count) = (x[unchecked: k], t[unchecked: k])
      sum += .exp(p) - count * p + (count == 0 ? 0 : count * .log(count) - count)
    }
    return sum
  }

  /// xₖ ← exp(xₖ) − tₖ: the derivative of `poisson`.
  package static func poissonDerivative(_ x: inout [Double], _ t: [Double]) {
    precondition(x.count == t.count, "one target per prediction")
    let t = t.span
    var x = x.mutableSpan
    for k in 0..<t.count { x[unchecked: k] = .exp(x[unchecked: k]) - t[unchecked: k] }
  }
}
