internal import LinearAlgebra

/// Σₖ log(1 + exp(−tₖ pₖ)) for answers tₖ = ±1: 1-bit completion.
///
/// The negative log-likelihood of P(t = 1) = 1/(1 + exp(−p)) (Davenport, Plan, van den Berg,
/// Wootters 2014). Convex in p with curvature at most ¼. Its infimum 0 is at p = ±∞, not at p = t:
/// where the answers can be separated, only a bound or a regulariser keeps p finite.
public struct LogisticLoss: Loss, Equatable, Codable {
  public init() {}

  public func value(_ prediction: [Double], _ target: [Double]) -> Double {
    LikelihoodKernel.logistic(prediction, target)
  }

  public func differentiate(_ prediction: inout [Double], _ target: [Double]) -> Double {
    let value = LikelihoodKernel.logistic(prediction, target)
    LikelihoodKernel.logisticDerivative(&prediction, target)
    return value
  }
}
