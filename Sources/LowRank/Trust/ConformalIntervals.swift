internal import LowRankOptimization

/// Prediction intervals ẑ ± q s with s an uncertainty of one's own and q from hidden cells.
///
/// Split conformal prediction (Vovk, Gammerman, Shafer 2005; Lei et al. 2018): with the scores
/// |z − ẑ| / s of n hidden cells, q = the ⌈(n + 1) level⌉-th smallest covers a further cell with
/// probability at least `level`, provided that it is exchangeable with the hidden ones. Scores of
/// all folds are pooled. With n < level / (1 − level) hidden cells there is no such score, and the
/// largest one is used: `coverage` then shows what it covers.
///
/// Nothing is assumed of the distribution of errors, nor of s, which only decides where intervals
/// are wide: a bad s makes them wide everywhere, not wrong.
public struct ConformalIntervals: Sendable, Equatable, Codable {
  public let level: Double
  /// q.
  public let quantile: Double
  /// The share of hidden cells covered when q is taken from the other folds (from the other half
  /// where there is one fold): measured on cells that the interval did not see.
  public let coverage: Double

  /// Nil where nothing was hidden.
  ///
  /// - Parameter scores: |z − ẑ| / s of every hidden cell, fold by fold.
  init?(scores: [[Double]], level: Double) {
    let folds = scores.count > 1 ? scores : scores.first.map(Self.halves) ?? []
    let pooled = folds.flatMap { $0 }.sorted()
    guard let quantile = Self.quantile(pooled, level) else { return nil }
    self.level = level
    self.quantile = quantile
    var covered = 0
    for k in folds.indices {
      let others = folds.indices.filter { $0 != k }.flatMap { folds[$0] }.sorted()
      let bound = Self.quantile(others, level) ?? quantile
      covered += folds[k].count { $0 <= bound }
    }
    coverage = Double(covered) / Double(pooled.count)
  }

  private static func quantile(_ sorted: [Double], _ level: Double) -> Double? {
    let place = Int((Double(sorted.count + 1) * level).rounded(.up)) - 1
    return sorted.isEmpty ? nil : sorted[min(max(place, 0), sorted.count - 1)]
  }

  /// Every other one, as the order of cells is that of the table and its ends may differ.
  private static func halves(_ scores: [Double]) -> [[Double]] {
    [0, 1].map { parity in scores.indices.filter { $0 % 2 == parity }.map { scores[$0] } }
  }
}
