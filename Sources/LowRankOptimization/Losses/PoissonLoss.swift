internal import RealModule

/// Σₖ exp(pₖ) − tₖ pₖ + tₖ log tₖ − tₖ for counts tₖ ≥ 0: p is the logarithm of the expected count.
///
/// Half the deviance of the Poisson model with its canonical link: the negative log-likelihood less
/// its least value, so it is 0 exactly where exp(p) = t. Convex in p; the curvature exp(p) is not
/// bounded, so a constant step that suits small counts diverges on large ones.
public struct PoissonLoss: Loss, Equatable, Codable {
  public init() {}

  public func value(_ prediction: [Double], _ target: [Double]) -> Double {
    Self.sum(prediction, target)
  }

  public func differentiate(_ prediction: inout [Double], _ target: [Double]) -> Double {
    let value = Self.sum(prediction, target)
    Self.replaceByDerivative(&prediction, target)
    return value
  }
}

/// One exponential or logarithm a term bounds the speed of both passes: fusing them gains nothing.
extension PoissonLoss {
  /// Σ exp(xₖ) − tₖ xₖ + tₖ log tₖ − tₖ, with 0 log 0 = 0.
  private static func sum(_ x: [Double], _ t: [Double]) -> Double {
    precondition(x.count == t.count, "one target per prediction")
    let (x, t) = (x.span, t.span)
    var sum = 0.0
    for k in 0..<x.count {
      let (p, count) = (x[unchecked: k], t[unchecked: k])
      sum += .exp(p) - count * p + (count == 0 ? 0 : count * .log(count) - count)
    }
    return sum
  }

  /// xₖ ← exp(xₖ) − tₖ: the derivative of `sum`.
  private static func replaceByDerivative(_ x: inout [Double], _ t: [Double]) {
    precondition(x.count == t.count, "one target per prediction")
    let t = t.span
    var x = x.mutableSpan
    for k in 0..<t.count { x[unchecked: k] = .exp(x[unchecked: k]) - t[unchecked: k] }
  }
}
