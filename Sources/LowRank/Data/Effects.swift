internal import LinearAlgebra
internal import LowRankOptimization

/// x̂ᵢⱼ = μ + bᵢ + cⱼ: the additive model of rank 0, and the baseline every answer is held against.
///
/// b and c are means of residuals shrunk towards zero by `pseudocount` imaginary zeros, by
/// alternation: the ridge solution with that weight.
///
/// A line without a cell has the effect 0.
public struct Effects: Sendable, Equatable {
  /// μ, the weighted mean of all cells; 0 where there is none.
  public let mean: Double
  public let row: [Double]
  public let column: [Double]

  /// Cost: `sweeps` passes over the entries.
  ///
  /// - Parameter pseudocount: how many cells of residual zero every line is given besides its own.
  public init(_ data: Observations, pseudocount: Double = 3, sweeps: Int = 15) {
    let total = data.weights.map { $0.reduce(0, +) } ?? Double(data.count)
    let sum =
      data.weights.map { zip($0, data.values).reduce(0) { $0 + $1.0 * $1.1 } }
      ?? data.values.reduce(0, +)
    let mean = data.count == 0 ? 0 : sum / total
    var b = [Double](repeating: 0, count: data.rows)
    var c = [Double](repeating: 0, count: data.columns)
    // Weights enter relative to their mean, so that the pseudocount keeps its meaning.
    let unit = data.count == 0 ? 1 : Double(data.count) / total
    let centred = data.values.map { $0 - mean }
    // Stored both ways, so that either half sweep reads memory in order.
    let rows = SparseLines.rows(data.pattern, centred, weights: data.weights)
    let columns = SparseLines.columns(data.pattern, centred, weights: data.weights)
    for _ in 0..<sweeps {
      b = Self.shrunkenMeans(rows, minus: c, pseudocount: pseudocount, unit: unit)
      c = Self.shrunkenMeans(columns, minus: b, pseudocount: pseudocount, unit: unit)
    }
    self.mean = mean
    row = b
    column = c
  }

  /// x̂ᵢⱼ.
  public func predict(_ i: Int, _ j: Int) -> Double { mean + row[i] + column[j] }

  /// The same at every place of `pattern`.
  func predict(at pattern: SparsityPattern) -> [Double] {
    let row = pattern.rowOfEntry
    return (0..<pattern.count).map { predict(Int(row[$0]), Int(pattern.column[$0])) }
  }

  /// Σ w (x − other) / (Σ w + pseudocount) for every line.
  private static func shrunkenMeans(
    _ data: SparseLines, minus other: [Double], pseudocount: Double, unit: Double
  ) -> [Double] {
    (0..<data.lines).map { i in
      var sum = 0.0, count = 0.0
      for place in data.start[i]..<data.start[i + 1] {
        let weight = unit * (data.weights?[place] ?? 1)
        sum += weight * (data.values[place] - other[Int(data.crossing[place])])
        count += weight
      }
      return sum / (count + pseudocount)
    }
  }
}
