/// By how much an answer's squared errors are below another's on the same cells.
///
/// The two errors of a cell go up and down together, so that the mean of their differences is
/// known much better than the difference of two RMSEs.
struct PairedGain: Sendable, Equatable {
  let mean: Double
  let standardError: Double

  /// - Parameters: residuals of both on the same cells, in the same order.
  init(of answer: [Double], over other: [Double]) {
    precondition(answer.count == other.count, "residuals of the same cells")
    let gains = zip(answer, other).map { $1 * $1 - $0 * $0 }
    let n = Double(gains.count), mean = gains.reduce(0, +) / max(1, n)
    let squares = gains.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.mean = mean
    standardError = n > 1 ? (squares / (n - 1) / n).squareRoot() : .infinity
  }

  /// Whether the gain is more than chance gives: mean > 3 standard errors. Two would not do, as the
  /// answer is the best of some twenty models and ranks.
  var isClear: Bool { mean > 3 * standardError }
}
