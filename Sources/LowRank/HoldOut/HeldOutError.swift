internal import LowRankOptimization

/// The error on entries that were hidden, pooled over folds.
///
/// The mean absolute error stands beside the root mean square because a few wild cells decide the
/// latter alone. Units: those of the residuals.
public struct HeldOutError: Sendable, Equatable, Codable {
  /// How many entries were hidden; 0 where nothing could be.
  public let count: Int
  /// Root mean square error, and its standard error by the delta method: se(MSE) / (2 RMSE).
  public let rmse: Double
  public let standardError: Double
  /// Mean absolute error.
  public let mae: Double

  /// - Parameter weights: how much each residual counts, up to a common factor; nil for all alike.
  public init(_ residuals: [Double], weights: [Double]? = nil) {
    let mean = WeightedMean(of: residuals.map { $0 * $0 }, weights: weights)
    count = residuals.count
    rmse = mean.value.squareRoot()
    standardError = mean.value > 0 ? mean.standardError / (2 * mean.value.squareRoot()) : 0
    mae = WeightedMean(of: residuals.map { abs($0) }, weights: weights).value
  }
}
