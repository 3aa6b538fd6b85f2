package import LinearAlgebra

/// ½‖𝒜(W(θ)) − b‖²: an objective whose curvature a Gauss–Newton method can use.
///
/// Law, checked by `checkLeastSquares` in LowRankTesting: `value` is ½ Σ wₖ (𝒜(W)ₖ − bₖ)², with wₖ
/// = 1 where `weights` is nil.
public protocol LeastSquaresObjective: MatrixObjective where Image == Map.Image {
  associatedtype Map: MeasurementMap
  var measurement: Map { get }
  /// b.
  var target: [Double] { get }
  /// Weights of the squares, or nil for the plain norm, which is all that the methods here solve.
  var weights: [Double]? { get }
}

extension LeastSquaresObjective {
  /// into ← b − 𝒜(W).
  package func residual(of w: LowRankMatrix, into residual: inout [Double]) {
    measurement.apply(w, into: &residual)
    residual.scale(by: -1)
    residual.add(target, scaledBy: 1)
  }

  /// ‖b‖, which a residual is relative to; positive, so that zero data are fitted by zero.
  var targetNorm: Double { max(target.norm, .leastNormalMagnitude) }
}

extension Fit: LeastSquaresObjective where L == SquaredLoss {
  public typealias Map = M
  public var weights: [Double]? { loss.weights }
}
