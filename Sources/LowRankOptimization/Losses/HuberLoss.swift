internal import LinearAlgebra

/// Σₖ h(pₖ − tₖ) with h(e) = e²/2 for |e| ≤ δ and δ(|e| − δ/2) beyond (Huber 1964).
///
/// Quadratic for ordinary noise, linear for outliers: one wild measurement pulls with force δ at
/// most. Continuously differentiable, so every first-order solver takes it.
public struct HuberLoss: Loss, Equatable, Codable {
  /// δ > 0, where the parabola turns into a line; about 1.35 noise standard deviations keeps 95 %
  /// of the efficiency of least squares when there are no outliers.
  public let threshold: Double

  public init(threshold: Double) {
    precondition(threshold > 0, "the threshold of a Huber loss is positive")
    self.threshold = threshold
  }

  public func value(_ prediction: [Double], _ target: [Double]) -> Double {
    LossKernel.huber(prediction, target, threshold: threshold)
  }

  public func differentiate(_ prediction: inout [Double], _ target: [Double]) -> Double {
    let value = LossKernel.huber(prediction, target, threshold: threshold)
    LossKernel.clippedDifference(&prediction, target, threshold: threshold)
    return value
  }
}
