internal import LinearAlgebra
internal import LowRankOptimization

extension Completion {
  /// The columns predicted worse than by their own mean, and the number of those with enough hidden
  /// cells to say so: mean square error above four times the variance of the cells that were seen.
  ///
  /// The error of a whole table says nothing of columns whose unit makes them small beside others.
  ///
  /// Four variances, twice the deviation: with three hidden cells a column predicted as well as by
  /// its mean is rarely called worse by chance. Cost: one pass over hidden and observed cells.
  func columnsBelowTheirMean(
    _ choice: HeldOutChoice, _ heldOut: HeldOutData<SparsityPattern>
  ) -> (below: [Int], judged: Int) {
    var error = [Double](repeating: 0, count: data.columns)
    var count = [Int](repeating: 0, count: data.columns)
    for (fold, predicted) in zip(heldOut.folds, choice.kept.predictions) {
      let hidden = fold.hidden
      for (residual, j) in zip(heldOut.judged(hidden, predicted), hidden.places.column) {
        error[Int(j)] += residual * residual
        count[Int(j)] += 1
      }
    }
    let lines = SparseLines.columns(data.pattern, data.values)
    let judged = (0..<data.columns).filter { count[$0] >= 3 }
    let below = judged.filter { j in
      let cells = lines.values[lines.start[j]..<lines.start[j + 1]], n = Double(cells.count)
      let mean = cells.reduce(0, +) / n
      let variance = cells.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
      return error[j] / Double(count[j]) > 4 * variance
    }
    return (below, judged.count)
  }
}
