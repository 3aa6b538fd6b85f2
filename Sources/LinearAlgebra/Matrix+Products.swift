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
      // Zero times an old NaN is NaN, but β = 0 promises to overwrite.
      if beta == 0 { Kernel.fill(&elements, with: 0) } else { Kernel.scale(&elements, by: beta) }
      return
    }
    let flags = (aSide.flag, bSide.flag), strides = (a.columns, b.columns)
    let aStep = aSide == .plain ? a.columns : 1
    Backend.prepare()
    a.elements.withUnsafeBufferPointer { a in
      elements.withUnsafeMutableBufferPointer { c in
        Self.forEachPart(ofRows: m, flops: 2 * m * n * k) { rows in
          cblas_dgemm(
            Backend.rowMajor, flags.0, flags.1, Int32(rows.count), Int32(n), Int32(k),
            alpha, a.baseAddress! + rows.lowerBound * aStep, Int32(strides.0),
            b.elements, Int32(strides.1),
            beta, c.baseAddress! + rows.lowerBound * n, Int32(n))
        }
      }
    }
  }

  /// Cuts the rows of a large product into parts for threads; by shape alone, so that the parts,
  /// and with them the bits, are the same at any number of threads.
  private static func forEachPart(ofRows rows: Int, flops: Int, _ body: (Range<Int>) -> Void) {
    // About a million flops amortise handing a part over; under 64 rows GEMM loses its blocking.
    let parts = max(1, min(64, rows / 64, flops >> 20))
    Parallel.forEach(parts: parts) { part in
      body(rows * part / parts..<rows * (part + 1) / parts)
    }
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

extension LowRankMatrix {
  /// elements ← L Rᵀ + β elements, row by row. Cost: 2 rows·columns·rank flops, no allocation.
  public func writeDense(into elements: inout [Double], adding beta: Double = 0) {
    precondition(elements.count == rows * columns, "one element per entry")
    // The storage changes hands twice instead of being copied.
    var taken: [Double] = []
    swap(&taken, &elements)
    var dense = Matrix(rows: rows, columns: columns, elements: consume taken)
    dense.setProduct(left, right, right: .transposed, adding: beta)
    swap(&dense.elements, &elements)
  }
}

extension Orientation {
  fileprivate var flag: Int32 { self == .plain ? Backend.noTranspose : Backend.transpose }
}
