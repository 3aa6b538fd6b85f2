internal import LinearAlgebra
internal import LowRankOptimization

/// z = (x − shift) / (scaleᵢ · scaleⱼ): how a table is brought to unit scale before it is factored.
///
/// Which one suits is a property of the data: additive tables want effects, multiplicative ones
/// (traffic counts, concentrations) a scale for each row, mixed units a scale for each column.
/// Held-out error decides.
///
/// Everything later assumes unit scale: the priors of the variational fit, its floors for
/// variances, and the share of noise at which a path is called settled.
public struct Standardization: Sendable, Equatable {
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// (x − mean) / standard deviation; additive effects are then fitted with the factors.
    case centred
    /// x / root mean square.
    case plain
    /// xᵢⱼ / root mean square of row i.
    case rows
    /// (xᵢⱼ − mean of column j) / standard deviation of column j.
    case columns
  }

  /// One per column; equal for all columns where the table has one mean.
  public let shift: [Double]
  public let rowScale: [Double]
  public let columnScale: [Double]

  /// - Parameter data: those that may be seen: hidden cells must not set a scale.
  public init(_ kind: Kind, of data: Observations) {
    let (m, n) = (data.rows, data.columns), x = data.values
    // What is hardly trusted must not set the scale of the rest: all moments are weighted.
    let moments = Moments(x, weights: data.weights)
    let (mean, deviation) = (moments.mean, moments.variance.squareRoot())
    var (shift, rowScale) = ([Double](repeating: 0, count: n), [Double](repeating: 1, count: m))
    var columnScale = [Double](repeating: 1, count: n)
    switch kind {
    case .centred:
      shift = Array(repeating: mean, count: n)
      columnScale = Array(repeating: Self.positive(deviation), count: n)
    case .plain:
      columnScale = Array(repeating: Self.positive(moments.meanSquare.squareRoot()), count: n)
    case .rows:
      let lines = SparseLines.rows(data.pattern, x, weights: data.weights)
      rowScale = (0..<m).map { Self.positive(lines.moments(of: $0).meanSquare.squareRoot()) }
    case .columns:
      (shift, columnScale) = Self.columnMoments(data, mean: mean, variance: deviation * deviation)
    }
    self.shift = shift
    self.rowScale = rowScale
    self.columnScale = columnScale
  }

  /// Mean and deviation of every column, each shrunk towards the table's own by three cells' and
  /// a third of a cell's weight, so that a column of one cell has a scale.
  private static func columnMoments(
    _ data: Observations, mean: Double, variance: Double
  ) -> ([Double], [Double]) {
    let lines = SparseLines.columns(data.pattern, data.values, weights: data.weights)
    var shift: [Double] = [], scale: [Double] = []
    for j in 0..<lines.lines {
      let moments = lines.moments(of: j), count = Double(lines.count(in: j))
      // Columns of very different units must not be shrunk towards a common variance: only a
      // column too short to have a variance of its own borrows the table's.
      let own = count > 2 ? moments.variance * count / (count - 1) : variance
      shift.append(count == 0 ? mean : moments.mean)
      scale.append(positive(own.squareRoot()))
    }
    return (shift, scale)
  }

  /// A constant line has no scale of its own, and dividing by 1 leaves it as it is.
  private static func positive(_ x: Double) -> Double { x > 0 && x.isFinite ? x : 1 }

  /// The standardised observations.
  func apply(to data: Observations) -> Observations {
    let row = data.pattern.rowOfEntry, column = data.pattern.column
    return Observations(
      pattern: data.pattern,
      values: data.values.indices.map { e in
        let (i, j) = (Int(row[e]), Int(column[e]))
        return (data.values[e] - shift[j]) / (rowScale[i] * columnScale[j])
      }, weights: data.weights)
  }

  /// The factor from standardised to original units at (i, j).
  func scale(_ i: Int, _ j: Int) -> Double { rowScale[i] * columnScale[j] }
}

/// Weighted mean, mean square and variance.
private struct Moments {
  let mean: Double
  let meanSquare: Double
  /// About the mean.
  let variance: Double

  init(_ x: [Double], weights: [Double]?) {
    let weights = weights ?? Array(repeating: 1, count: x.count)
    let total = max(weights.reduce(0, +), .leastNormalMagnitude)
    var (sum, energy) = (0.0, 0.0)
    for (x, w) in zip(x, weights) { (sum, energy) = (sum + w * x, energy + w * x * x) }
    // In two passes: Σ x² / n − mean² would cancel where the mean is large.
    let mean = sum / total
    self.mean = mean
    meanSquare = energy / total
    variance = zip(x, weights).reduce(0.0) { $0 + $1.1 * ($1.0 - mean) * ($1.0 - mean) } / total
  }
}

extension SparseLines {
  fileprivate func moments(of line: Int) -> Moments {
    let places = start[line]..<start[line + 1]
    return Moments(Array(values[places]), weights: weights.map { Array($0[places]) })
  }
}
