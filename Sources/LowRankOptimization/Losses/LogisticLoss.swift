internal import RealModule

/// Σₖ log(1 + exp(−tₖ pₖ)) for answers tₖ = ±1: 1-bit completion.
///
/// The negative log-likelihood of P(t = 1) = 1/(1 + exp(−p)) (Davenport, Plan, van den Berg,
/// Wootters 2014). Convex in p with curvature at most ¼. Its infimum 0 is at p = ±∞, not at p = t:
/// where the answers can be separated, only a bound or a regulariser keeps p finite.
public struct LogisticLoss: Loss, Equatable, Codable {
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
extension LogisticLoss {
  /// Σ log(1 + exp(−tₖ xₖ)), without overflow for any x.
  private static func sum(_ x: [Double], _ t: [Double]) -> Double {
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

  /// xₖ ← −tₖ / (1 + exp(tₖ xₖ)): the derivative of `sum`.
  private static func replaceByDerivative(_ x: inout [Double], _ t: [Double]) {
    precondition(x.count == t.count, "one target per prediction")
    let t = t.span
    var x = x.mutableSpan
    for k in 0..<t.count {
      x[unchecked: k] = -t[unchecked: k] / (1 + .exp(t[unchecked: k] * x[unchecked: k]))
    }
  }
}
