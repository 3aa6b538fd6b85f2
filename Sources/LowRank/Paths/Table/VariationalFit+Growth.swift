public import LinearAlgebra
internal import LowRankOptimization

extension VariationalFit {
  /// Adds components: the leading singular pairs of the residual, each entry divided by the square
  /// roots of its row's and column's fill, with singular values split evenly between the sides.
  ///
  /// Dividing by the fill evens out rows and columns that are seen more often than others, which
  /// the plain residual would be led by. A rough decomposition will do, as sweeps follow.
  public mutating func grow(to newRank: Int) {
    let wanted = min(newRank, data.rows, data.columns) - rank
    guard wanted > 0 else { return }
    let top = TruncatedSVD(
      SparseMatrix(pattern: data.pattern, values: weightedResidual()), count: wanted,
      tolerance: 1e-3, steps: 3 * wanted + 20, seed: UInt64(newRank))
    let root = top.singularValues.map { $0.squareRoot() }
    posterior.left.grow(by: top.u.scalingColumns(by: root))
    posterior.right.grow(by: top.v.scalingColumns(by: root))
  }

  /// Starts again from the given factors, certain of them, with the noise that they leave.
  ///
  /// Effects stay; the covariances of the old coordinates go, since they belong to other
  /// directions.
  public mutating func restart(from factors: LowRankMatrix) {
    posterior.left = LatentSide(effect: left.effect, hasEffect: left.hasEffect)
    posterior.right = LatentSide(effect: right.effect, hasEffect: right.hasEffect)
    posterior.left.grow(by: factors.left)
    posterior.right.grow(by: factors.right)
    let fitted = predict(at: data.pattern)
    let energy = zip(data.values, fitted).reduce(0.0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    posterior.noise = max(energy / Double(max(1, data.count)), 1e-14)
    posterior.noiseOfColumn = Array(repeating: noise, count: data.columns)
  }

  private func weightedResidual() -> [Double] {
    let fitted = predict(at: data.pattern)
    var values = [Double](repeating: 0, count: data.count)
    let (m, n) = (Double(data.rows), Double(data.columns))
    for i in 0..<data.rows {
      let rowFill = Double(rows.count(in: i)) / n
      for e in rows.start[i]..<rows.start[i + 1] {
        let columnFill = Double(columns.count(in: Int(rows.crossing[e]))) / m
        values[e] = (data.values[e] - fitted[e]) / (rowFill * columnFill).squareRoot()
      }
    }
    return values
  }
}
