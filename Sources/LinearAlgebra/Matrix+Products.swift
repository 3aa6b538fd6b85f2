internal import COpenBLAS

/// Whether a factor of a product is used as stored or transposed.
public enum Orientation: Sendable { case plain, transposed }

extension Matrix {
  /// self ← α op(a) op(b) + β self. Cost: 2 rows·columns·inner flops, no allocation.
  public mutating func setProduct(
    _ a: Matrix, _ b: Matrix, left aSide: Orientation = .plain, right bSide: Orientation = .plain,
    scale alpha: Double = 1, adding beta: Double = 0
  ) {
    let (m, k) = aSide == .plain ? (a.rows, a.columns) : (a.columns, a.rows)
    let (inner, n) = bSide == .plain ? (b.rows, b.columns) : (b.columns, b.rows)
    precondition(k == inner && m == rows && n == columns, "shapes of a product differ")
    guard m > 0, n > 0 else { return }
    guard k > 0 else {
      Kernel.scale(&elements, by: beta)
      return
    }
    Backend.prepare()
    cblas_dgemm(
      Backend.rowMajor, aSide.flag, bSide.flag, Int32(m), Int32(n), Int32(k),
      alpha, a.elements, Int32(a.columns), b.elements, Int32(b.columns),
      beta, &elements, Int32(n))
  }

  /// self · other.
  public func times(_ other: Matrix) -> Matrix {
    var product = Matrix(rows: rows, columns: other.columns)
    product.setProduct(self, other)
    return product
  }

  /// selfᵀ · other.
  public func transposedTimes(_ other: Matrix) -> Matrix {
    var product = Matrix(rows: columns, columns: other.columns)
    product.setProduct(self, other, left: .transposed)
    return product
  }

  /// self · otherᵀ.
  public func timesTransposed(_ other: Matrix) -> Matrix {
    var product = Matrix(rows: rows, columns: other.rows)
    product.setProduct(self, other, right: .transposed)
    return product
  }
}

extension Orientation {
  fileprivate var flag: Int32 { self == .plain ? Backend.noTranspose : Backend.transpose }
}
