public import LinearAlgebra
internal import LowRankOptimization

extension VariationalFit {
  /// The posterior mean at every place of `pattern`, in standardised units.
  public func predict(at pattern: SparsityPattern) -> [Double] {
    var result = [Double](repeating: 0, count: pattern.count)
    pattern.sample(LowRankMatrix(left: left.means, right: right.means), into: &result)
    for i in 0..<pattern.rows {
      for e in pattern.rowStart[i]..<pattern.rowStart[i + 1] {
        result[e] += left.effect[i] + right.effect[Int(pattern.column[e])]
      }
    }
    return result
  }

  /// The residual's expected square at every training entry: (z − ẑ)² + predictive variance.
  func expectedSquaredResiduals() -> [Double] {
    let fitted = predict(at: data.pattern), (left, right) = (left, right)
    var result = [Double](repeating: 0, count: data.count)
    for i in 0..<data.rows {
      for e in rows.start[i]..<rows.start[i + 1] {
        let residual = data.values[e] - fitted[e]
        let variance = left.predictiveVariance(i, right, Int(rows.crossing[e]))
        result[e] = residual * residual + variance
      }
    }
    return result
  }
}
