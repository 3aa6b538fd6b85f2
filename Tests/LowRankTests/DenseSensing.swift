import LinearAlgebra
import LowRank
import LowRankTesting

/// 𝒜(W)ₖ = ⟨Aₖ, W⟩ for dense Aₖ, one row of `sensors` each.
struct DenseSensing: MeasurementMap {
  /// count × (rows · columns).
  let sensors: Matrix
  let rows: Int
  let columns: Int

  init(rows: Int, columns: Int, sensors: Matrix) {
    (self.rows, self.columns, self.sensors) = (rows, columns, sensors)
  }

  /// N(0, 1/count) entries, so that 𝒜*𝒜 has mean I; symmetrised on request.
  init(rows: Int, columns: Int, count: Int, seed: UInt64, symmetric: Bool = false) {
    let a = gaussian(
      count, rows * columns, seed: seed, scale: 1 / Double(count).squareRoot())
    let sensors =
      !symmetric
      ? a
      : Matrix(rows: count, columns: rows * columns) { k, e in
        (a[k, e] + a[k, e % columns * columns + e / columns]) / 2
      }
    self.init(rows: rows, columns: columns, sensors: sensors)
  }

  var count: Int { sensors.rows }

  func apply(_ w: LowRankMatrix, into y: inout [Double]) {
    let dense = Matrix(rows: rows * columns, columns: 1, elements: w.dense().elements)
    var image = Matrix(rows: count, columns: 1)
    image.setProduct(sensors, dense)
    y = image.elements
  }
  func makeImage() -> Matrix { Matrix(rows: rows, columns: columns) }
  func adjoint(_ y: [Double], into image: inout Matrix) {
    var product = Matrix(rows: 1, columns: rows * columns)
    product.setProduct(Matrix(rows: 1, columns: count, elements: y), sensors)
    image.withElements { $0 = product.elements }
  }
}
