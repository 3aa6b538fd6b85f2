internal import LinearAlgebra
internal import LowRankOptimization

/// Rows that a model has never seen, each filled from the cells that it has.
///
/// The parameters of a row, θ = (row effect, left factors), are taken for a draw from a Gaussian
/// with the mean and the covariance of the model's own rows. A cell zⱼ = cⱼ + ⟨θ, (1, vⱼ)⟩ + noise
/// of variance sⱼ tells of θ, and the row is predicted from the mean of θ given its cells: ridge
/// regression whose ridge is what the known rows ask for. A row without a cell is the mean row.
///
/// Nothing of the model is fitted again, so that a thousand new rows cost no more than their cells.
/// The covariance enters through a square root: θ = mean + R ξ with ξ ~ N(0, I), and a direction in
/// which the known rows do not vary has a column of zeros in R and is never used. No inverse of the
/// covariance, which may be singular, is formed.
public struct NewRows: Sendable {
  private let model: CompletionModel
  private let noise: [Double]
  /// The mean row, in the units of the model.
  private let centre: [Double]
  /// Row j holds what column j adds to the mean row for each of the Gaussian's unit variables.
  private let loading: Matrix

  /// Cost: rows (rank + 1)² for the covariance, columns (rank + 1)² for the loadings.
  ///
  /// - Parameter noise: sⱼ in the units of the model; nil for none, which trusts every cell.
  public init(_ model: CompletionModel, noise: [Double]?) {
    self.model = model
    self.noise = noise ?? Array(repeating: 0, count: model.columns)
    let (m, k) = (model.rows, model.rank), right = model.factors.right
    let theta = Matrix(rows: m, columns: k + 1) { i, a in
      a == 0 ? model.rowEffects[i] : model.factors.left[i, a - 1]
    }
    let mean = (0...k).map { a in (0..<m).reduce(0) { $0 + theta[$1, a] } / Double(m) }
    let centred = Matrix(rows: m, columns: k + 1) { theta[$0, $1] - mean[$1] }
    // Σ = V diag(λ/m) Vᵀ, so R = V diag(√(λ/m)); rounding may leave an eigenvalue of zero below
    // zero.
    let eigen = SymmetricEigen(centred.transposedTimes(centred))
    let root = Matrix(rows: k + 1, columns: k + 1) { a, b in
      eigen.vectors[a, b] * (max(0, eigen.values[b]) / Double(m)).squareRoot()
    }
    let design = Matrix(rows: right.rows, columns: k + 1) { j, a in a == 0 ? 1 : right[j, a - 1] }
    loading = design.times(root)
    centre = (0..<right.rows).map { j in
      (0...k).reduce(model.columnEffects[j]) { $0 + design[j, $1] * mean[$1] }
    }
  }

  /// A prediction for every column of a row; NaN marks the gaps among its cells, in the data's
  /// units.
  ///
  /// Cost: (rank + 1)² flops for every cell, (rank + 1)³ for the row.
  ///
  /// A cell that the row has is predicted like the others, and not copied.
  public func fill(_ cells: [Double]) -> [Double] {
    precondition(cells.count == model.columns, "one cell, or NaN, per column")
    let weights = posterior(cells.indices.filter { !cells[$0].isNaN }, cells)
    return cells.indices.map { j in
      let row = (0..<weights.count).reduce(centre[j]) { $0 + loading[j, $1] * weights[$1] }
      return model.original(row, column: j)
    }
  }

  /// The mean of the unit variables given the cells: (I + Σ aⱼ aⱼᵀ / sⱼ)⁻¹ Σ aⱼ yⱼ / sⱼ.
  ///
  /// aⱼ is the loading of column j and yⱼ its cell less the mean row, both in the units of the
  /// model.
  private func posterior(_ observed: [Int], _ cells: [Double]) -> [Double] {
    let width = loading.columns
    var precision = Matrix(rows: width, columns: width)
    var moment = Matrix(rows: 1, columns: width)
    for j in observed {
      let energy = (0..<width).reduce(0) { $0 + loading[j, $1] * loading[j, $1] }
      // Below this share of the signal, noise would drown the unit matrix in rounding.
      let trust = 1 / max(noise[j], 1e-12 * energy, .leastNormalMagnitude)
      let y = model.link.apply(cells[j]) - centre[j]
      for a in 0..<width {
        moment[0, a] += trust * loading[j, a] * y
        for b in 0..<width { precision[a, b] += trust * loading[j, a] * loading[j, b] }
      }
    }
    for a in 0..<width { precision[a, a] += 1 }
    // Positive definite by the unit matrix, unless rounding has eaten it: then the mean row.
    guard let factor = Cholesky(precision) else { return Array(repeating: 0, count: width) }
    factor.solveRows(&moment)
    return (0..<width).map { moment[0, $0] }
  }
}

extension Recovery {
  /// The variance of the noise of every column in the units of the model: the misfit of its cells,
  /// raised by what fitting took away from it. A column of few cells borrows from the others, in
  /// proportion to its own spread.
  ///
  /// With p = (r + 1)(m + n) − r² unknowns and N cells the misfit is about (1 − p/N) of the noise;
  /// the inflation N / (N − p) undoes it and is limited to four, beyond which it would be a guess.
  /// Three cells' worth of the average share of misfit in spread are added to every column.
  public func noise(of data: Observations) -> [Double] {
    let row = data.pattern.rowOfEntry, column = data.pattern.column
    let columns = data.columns
    var count = [Double](repeating: 0, count: columns), sum = count, square = count, misfit = count
    for e in data.values.indices {
      let (i, j) = (Int(row[e]), Int(column[e])), z = model.link.apply(data.values[e])
      let residual = z - model.rowEffects[i] - model.columnEffects[j] - model.factors[i, j]
      count[j] += 1
      sum[j] += z
      square[j] += z * z
      misfit[j] += residual * residual
    }
    let spread = (0..<columns).map { j in
      let mean = sum[j] / max(1, count[j])
      return max(0, square[j] / max(1, count[j]) - mean * mean)
    }
    // Relative to the spread: columns may have different units, and a variance cannot be lent as it
    // is.
    let shares = (0..<columns).filter { spread[$0] > 0 }.map { misfit[$0] / count[$0] / spread[$0] }
    let share = shares.isEmpty ? 0 : shares.reduce(0, +) / Double(shares.count)
    let cells = Double(data.count)
    let free = Double((rank + 1) * (data.rows + data.columns) - rank * rank)
    let inflation = cells / max(cells - free, cells / 4)
    return (0..<columns).map { j in
      inflation * (misfit[j] + 3 * share * spread[j]) / (count[j] + 3)
    }
  }
}
