internal import LowRankOptimization

/// By how much an answer's squared errors are below another's on the same cells.
///
/// The two errors of a cell go up and down together, so that the mean of their differences is
/// known much better than the difference of two RMSEs.
struct PairedGain: Sendable, Equatable {
  let mean: Double
  let standardError: Double

  /// - Parameters: residuals of both on the same cells, in the same order, and the cells' weights.
  init(of answer: [Double], over other: [Double], weights: [Double]? = nil) {
    precondition(answer.count == other.count, "residuals of the same cells")
    let gain = WeightedMean(of: zip(answer, other).map { $1 * $1 - $0 * $0 }, weights: weights)
    mean = gain.value
    standardError = answer.count > 1 ? gain.standardError : .infinity
  }

  /// Whether the gain is more than chance gives: mean > 3 standard errors. Two would not do, as the
  /// answer is the best of some twenty models and ranks.
  var isClear: Bool { mean > 3 * standardError }
}
