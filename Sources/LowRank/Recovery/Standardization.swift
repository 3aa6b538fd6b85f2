internal import LinearAlgebra

/// z = (x − shift) / (scaleᵢ · scaleⱼ): how a table is brought to unit scale before it is factored.
///
/// Which one suits is a property of the data: additive tables want effects, multiplicative ones
/// (traffic counts, concentrations) a scale for each row, mixed units a scale for each column.
/// Held-out error decides.
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

  public let shift: [Double]
  public let rowScale: [Double]
  public let columnScale: [Double]

  public init(_ kind: Kind, of data: Observations) {
    let (m, n) = (data.rows, data.columns), x = data.values
    let count = Double(max(1, data.count))
    let mean = x.reduce(0, +) / count
    let deviation = (x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
    var (shift, rowScale) = ([Double](repeating: 0, count: n), [Double](repeating: 1, count: m))
    var columnScale = [Double](repeating: 1, count: n)
    switch kind {
    case .centred:
      shift = Array(repeating: mean, count: n)
      columnScale = Array(repeating: Self.positive(deviation), count: n)
    case .plain:
      columnScale = Array(repeating: Self.positive(x.norm / count.squareRoot()), count: n)
    case .rows:
      let lines = SparseLines.rows(data.pattern, x)
      rowScale = (0..<m).map { i in
        let squares = lines.start[i]..<lines.start[i + 1]
        let energy = squares.reduce(0.0) { $0 + x[$1] * x[$1] }
        return Self.positive((energy / Double(max(1, squares.count))).squareRoot())
      }
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
    let lines = SparseLines.columns(data.pattern, data.values)
    var shift: [Double] = [], scale: [Double] = []
    for j in 0..<lines.lines {
      let places = lines.start[j]..<lines.start[j + 1], count = Double(places.count)
      let centre =
        count == 0 ? mean : places.reduce(0.0) { $0 + lines.values[$1] } / count
      let energy = places.reduce(0.0) {
        $0 + (lines.values[$1] - centre) * (lines.values[$1] - centre)
      }
      // Columns of very different units must not be shrunk towards a common variance: only a
      // column too short to have a variance of its own borrows the table's.
      let own = count > 2 ? energy / (count - 1) : variance
      shift.append(centre)
      scale.append(positive(own.squareRoot()))
    }
    return (shift, scale)
  }

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
