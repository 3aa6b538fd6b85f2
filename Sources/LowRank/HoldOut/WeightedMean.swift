internal import LowRankOptimization

/// Σ wₖ xₖ / Σ wₖ and its standard error, (n/(n − 1) Σ wₖ² (xₖ − mean)²)^½ / Σ wₖ: with equal
/// weights the mean and the standard deviation over √n.
package struct WeightedMean: Sendable, Equatable {
  package let value: Double
  package let standardError: Double

  package init(of x: [Double], weights: [Double]?) {
    let n = Double(max(1, x.count))
    guard let weights else {
      let mean = x.reduce(0, +) / n
      let variance = x.reduce(0.0) { $0 + ($1 - mean) * ($1 - mean) } / max(1, n - 1)
      (value, standardError) = (mean, (variance / n).squareRoot())
      return
    }
    let total = max(weights.reduce(0, +), .leastNormalMagnitude)
    let mean = zip(x, weights).reduce(0.0) { $0 + $1.0 * $1.1 } / total
    let squares = zip(x, weights).reduce(0.0) {
      let part = $1.1 * ($1.0 - mean)
      return $0 + part * part
    }
    (value, standardError) = (mean, (n / max(1, n - 1) * squares).squareRoot() / total)
  }
}
