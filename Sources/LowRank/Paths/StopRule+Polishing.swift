internal import LowRankOptimization

extension StopRule {
  /// The last step has left more than half of the residual, or was taken back: an exact fit, where
  /// convergence is quadratic, is as near as rounding lets it.
  static let lessThanHalved = StopRule.stalled(relative: 3, window: 1)
}
