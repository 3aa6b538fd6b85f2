internal import LinearAlgebra
internal import LowRankOptimization

/// Where to look for a matrix of rank k: the posterior mean of a variational fit along a rank path.
///
/// Least squares at the right rank has bad basins when little is observed, and fitting one rank
/// after another commits to the wrong directions when singular values are equal. The posterior
/// mean shrinks what the data do not determine, so it moves past both: on 300 × 300 matrices of
/// rank 5 with equal singular values and 1.5 times as many entries as degrees of freedom, pursuit
/// found 0 of 6 and this start 6 of 6 (`lowrank-bench recovery`).
struct BayesianPath: Sendable {
  var fit: VariationalFit
  // The fit wants data of unit scale, and exact data are not centred: the mean may be structure.
  private let scale: Double
  /// Sweeps at each rank.
  let sweeps: Int

  init(_ data: Observations, sweeps: Int) {
    scale = (data.values.dot(data.values) / Double(max(1, data.count))).squareRoot()
    let inverse = 1 / scale
    fit = VariationalFit(
      // No effects, which would be fitted twice, and one noise for all: there should be none.
      data.replacing(values: data.values.map { $0 * inverse }), effects: false,
      columnNoise: false)
    self.sweeps = sweeps
  }

  var rank: Int { fit.rank }

  /// Grows by one and sweeps.
  ///
  /// A fixed number of sweeps and no test: how far a rank is taken before the next is what sets one
  /// walk apart from another.
  mutating func advance() {
    fit.grow(to: fit.rank + 1)
    for _ in 0..<sweeps { fit.sweep() }
  }

  /// The posterior mean, in the data's units.
  ///
  /// Cost: a thin decomposition of the factors.
  var mean: SpectralForm {
    let left = fit.left.means.scalingColumns(by: Array(repeating: scale, count: fit.rank))
    return SpectralForm(LowRankMatrix(left: left, right: fit.right.means))
  }

  /// The posterior mean at one rank less, seen from above: the weakest direction dropped and the
  /// rest settled again. A direction that was fitted to a few entries is weak once the one it
  /// stood in for has been found.
  func meanFromAbove() -> SpectralForm {
    var lower = self
    let form = SpectralForm(LowRankMatrix(left: fit.left.means, right: fit.right.means))
    lower.fit.restart(from: form.truncated(to: fit.rank - 1).balanced)
    for _ in 0..<sweeps { lower.fit.sweep() }
    return lower.mean
  }
}
