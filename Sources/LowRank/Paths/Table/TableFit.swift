internal import LinearAlgebra
internal import LowRankOptimization

/// A `VariationalFit` of a table in one model, speaking the table's own units.
///
/// Standardised from the cells that it may see: hidden ones set no scale.
struct TableFit: Sendable {
  let model: TableModel
  let standardization: Standardization
  var fit: VariationalFit
  /// Whether row effects times the columns' scales are one of the answer's components.
  private let effectIsComponent: Bool
  private let countsEffect: Bool

  /// - Parameter countsEffect: whether such a component counts towards the ranks to advance to, as
  ///   it must where a person limits the rank; otherwise it comes on top.
  init(_ data: Observations, _ model: TableModel, countsEffect: Bool) {
    self.model = model
    self.countsEffect = countsEffect
    standardization = Standardization(model.standardization, of: data)
    let scale = standardization.columnScale
    effectIsComponent = model.hasEffects && scale.contains { $0 != scale[0] }
    fit = VariationalFit(
      standardization.apply(to: data), effects: model.hasEffects,
      columnNoise: model.hasColumnNoise)
  }

  /// Grows to `rank` and sweeps, and returns how often.
  ///
  /// Few sweeps at each rank: the path is warm, and more only fit the noise harder (2, 4 and 8
  /// agree within a percent on tables, 40 are worse on two of four). But while a sweep still
  /// shrinks the noise by more than 3 %, structure is being found and not noise; stopped there,
  /// the next rank would be credited with what this one had begun. Where hardly any noise is left,
  /// what has not settled yet is soon more than the noise, and slower progress is waited for.
  mutating func advance(to rank: Int, sweeps: Int) -> Int {
    fit.grow(to: effectIsComponent && countsEffect ? rank - 1 : rank)
    for _ in 0..<sweeps { fit.sweep() }
    for extra in 0..<Self.mostExtraSweeps {
      let before = fit.noise
      fit.sweep()
      let settled = fit.noise > Self.littleNoise ? 0.97 : 0.997
      if fit.noise > settled * before { return sweeps + extra + 1 }
    }
    return sweeps + Self.mostExtraSweeps
  }

  /// A bound only: each of these sweeps has still shrunk the noise by three per cent, or by three
  /// in a thousand where little noise is left.
  private static let mostExtraSweeps = 100
  /// Of the variance of the standardised table.
  private static let littleNoise = 1e-5

  /// The rank of the answer after `advance(to: rank)`.
  func rank(advancedTo rank: Int) -> Int { effectIsComponent && !countsEffect ? rank + 1 : rank }

  /// Predictions at every place of `pattern`, in the table's units.
  func predict(at pattern: SparsityPattern) -> [Double] {
    var result = fit.predict(at: pattern)
    for i in 0..<pattern.rows {
      for e in pattern.rowStart[i]..<pattern.rowStart[i + 1] {
        let j = Int(pattern.column[e])
        result[e] = standardization.shift[j] + standardization.scale(i, j) * result[e]
      }
    }
    return result
  }

  /// The answer in the table's units: x̂ᵢⱼ = row effect + column effect + leftᵢ · rightⱼ.
  ///
  /// Where columns have scales of their own, a row effect times a column's scale is not additive
  /// and becomes one more column of the factors.
  func answer() -> TableAnswer {
    let s = standardization, (rowScale, columnScale) = (s.rowScale, s.columnScale)
    var left = fit.left.means, right = fit.right.means
    var row = fit.left.effect, column = fit.right.effect
    if effectIsComponent {
      left = left.appending(column: row)
      right = right.appending(column: Array(repeating: 1, count: right.rows))
      row = Array(repeating: 0, count: row.count)
    }
    let unit = effectIsComponent ? 1 : columnScale[0]
    for i in row.indices { row[i] *= unit * rowScale[i] }
    for j in column.indices { column[j] = s.shift[j] + columnScale[j] * column[j] }
    left = Matrix(rows: left.rows, columns: left.columns) { rowScale[$0] * left[$0, $1] }
    right = Matrix(rows: right.rows, columns: right.columns) { columnScale[$0] * right[$0, $1] }
    return TableAnswer(
      row: row, column: column, factors: LowRankMatrix(left: left, right: right))
  }
}

/// How uncertain a prediction is, before calibration: the standard deviation
/// s² = (predictive variance + tⱼ qᵢ) · scale², with tⱼ the noise of column j and qᵢ of row i
/// relative to the table's.
///
/// The posterior says where factors are uncertain, rows and columns of few cells foremost, and
/// residuals say where the noise is large. Conformal calibration makes up for the scale, not for
/// the shape.
public struct TableUncertainty: Sendable {
  private let posterior: VariationalFit.Posterior
  private let standardization: Standardization
  private let rowNoise: [Double]
  private let columnNoise: [Double]

  init(_ table: TableFit, trainedOn data: Observations) {
    posterior = table.fit.posterior
    standardization = table.standardization
    // Expected squares, not squares: a cell that is fitted closely by an uncertain factor is not
    // known.
    let residual = table.fit.expectedSquaredResiduals()
    let mean = residual.reduce(0, +) / Double(max(1, residual.count))
    let floor = max(mean, .leastNormalMagnitude), borrowed = VariationalFit.borrowed
    let columns = SparseLines.columns(data.pattern, residual)
    let columnNoise = (0..<data.columns).map { j in
      let places = columns.start[j]..<columns.start[j + 1]
      let sum = places.reduce(0.0) { $0 + columns.values[$1] }
      return (sum + borrowed * floor) / (Double(places.count) + borrowed)
    }
    // Rows are relative to their columns, lest rows of wild columns be called wild themselves.
    rowNoise = (0..<data.rows).map { i in
      let entries = data.pattern.rowStart[i]..<data.pattern.rowStart[i + 1]
      let sum = entries.reduce(0.0) {
        $0 + residual[$1] / columnNoise[Int(data.pattern.column[$1])]
      }
      return (sum + borrowed) / (Double(entries.count) + borrowed)
    }
    self.columnNoise = columnNoise
  }

  /// The uncalibrated standard deviation at (i, j), in the table's units. Cost: rank² flops.
  public func deviation(_ i: Int, _ j: Int) -> Double {
    let variance =
      posterior.left.predictiveVariance(i, posterior.right, j) + rowNoise[i] * columnNoise[j]
    return variance.squareRoot() * standardization.scale(i, j)
  }
}
