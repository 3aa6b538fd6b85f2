import LinearAlgebra

@testable import LowRank

/// A planted table: effects, a low-rank part and noise, with gaps.
struct PlantedTable {
  /// Without noise, every cell.
  let truth: Matrix
  /// With noise, every cell.
  let noisy: Matrix
  let observed: Observations
  /// Whether cell (i, j), by rows, was seen.
  let isSeen: [Bool]

  /// - Parameters:
  ///   - strength: the standard deviation of a cell of each low-rank term.
  ///   - effects: the standard deviation of row and of column effects.
  init(
    _ rows: Int, _ columns: Int, rank: Int, strength: Double = 1, effects: Double = 0,
    noise: Double, gaps: Double, seed: UInt64
  ) {
    var generator = SeededGenerator(seed: seed, stream: 77)
    let u = Matrix.gaussian(rows: rows, columns: rank, using: &generator)
    let v = Matrix.gaussian(rows: columns, columns: rank, using: &generator)
    let b = (0..<rows).map { _ in effects * generator.normal() }
    let c = (0..<columns).map { _ in effects * generator.normal() }
    let low = u.timesTransposed(v)
    let truth = Matrix(rows: rows, columns: columns) { b[$0] + c[$1] + strength * low[$0, $1] }
    var noisy = truth
    noisy.withElements { x in for e in x.indices { x[e] += noise * generator.normal() } }
    let isSeen = (0..<rows * columns).map { _ in generator.uniform() >= gaps }
    self.init(truth: truth, noisy: noisy, isSeen: isSeen)
  }

  init(truth: Matrix, noisy: Matrix, isSeen: [Bool]) {
    self.truth = truth
    self.noisy = noisy
    self.isSeen = isSeen
    observed = Observations(
      table: Matrix(rows: truth.rows, columns: truth.columns) { i, j in
        isSeen[i * truth.columns + j] ? noisy[i, j] : .nan
      })
  }

  /// The cells that were not seen.
  var gaps: [(Int, Int)] {
    isSeen.indices.filter { !isSeen[$0] }.map { ($0 / truth.columns, $0 % truth.columns) }
  }

  /// The root mean square of prediction − `reference` over the gaps.
  func rmse(against reference: Matrix, _ predict: (Int, Int) -> Double) -> Double {
    let squares = gaps.map { i, j in
      (predict(i, j) - reference[i, j]) * (predict(i, j) - reference[i, j])
    }
    return (squares.reduce(0, +) / Double(max(1, squares.count))).squareRoot()
  }
}

/// The observations whose cell (i, j) is seen where `keep` holds, with the given values.
func table(
  _ rows: Int, _ columns: Int, _ value: (Int, Int) -> Double,
  where keep: (Int, Int) -> Bool = { _, _ in true }
) -> Observations {
  Observations(
    table: Matrix(rows: rows, columns: columns) { keep($0, $1) ? value($0, $1) : .nan })
}
