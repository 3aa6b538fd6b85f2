internal import LinearAlgebra

/// ½ Σₖ wₖ (pₖ − tₖ)², with wₖ = 1 unless weights are given.
///
/// Weights are the reciprocal variances of the measurements, so they belong to the noise model and
/// live here; a weight of zero leaves a measurement out without changing the map.
public struct SquaredLoss: Loss, Equatable, Codable {
  /// wₖ ≥ 0, or nil for all ones.
  public let weights: [Double]?

  public init(weights: [Double]? = nil) {
    precondition(weights?.allSatisfy { $0 >= 0 && $0.isFinite } ?? true, "weights are ≥ 0")
    self.weights = weights
  }

  public func value(_ prediction: [Double], _ target: [Double]) -> Double {
    guard let weights else { return LossKernel.squaredError(prediction, target) / 2 }
    return LossKernel.squaredError(prediction, target, weights: weights) / 2
  }

  public func differentiate(_ prediction: inout [Double], _ target: [Double]) -> Double {
    guard let weights else { return LossKernel.subtract(target, from: &prediction) / 2 }
    return LossKernel.subtract(target, from: &prediction, weights: weights) / 2
  }

  /// ⟨a, b⟩ in the weighted inner product Σₖ wₖ aₖ bₖ, of which the loss is half the square.
  func dot(_ a: [Double], _ b: [Double]) -> Double {
    guard let weights else { return a.dot(b) }
    return LossKernel.dot(a, b, weights: weights)
  }
}
