internal import LinearAlgebra

/// Σₖ exp(pₖ) − tₖ pₖ + tₖ log tₖ − tₖ for counts tₖ ≥ 0: p is the logarithm of the expected count.
///
/// Half the deviance of the Poisson model with its canonical link: the negative log-likelihood less
/// its least value, so it is 0 exactly where exp(p) = t. Convex in p; the curvature exp(p) is not
/// bounded, so a constant step that suits small counts diverges on large ones.
public struct PoissonLoss: Loss, Equatable, Codable {
  public init() {}

  public func value(_ prediction: [Double], _ target: [Double]) -> Double {
    LikelihoodKernel.poisson(prediction, target)
  }

  public func differentiate(_ prediction: inout [Double], _ target: [Double]) -> Double {
    let value = LikelihoodKernel.poisson(prediction, target)
    LikelihoodKernel.poissonDerivative(&prediction, target)
    return value
  }
}
