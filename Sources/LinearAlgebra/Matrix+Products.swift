internal import COpenBLAS

/// Whether a factor of a product is used as stored or transposed.
public enum Orientation: Sendable { case plain, transposed }

extension Matrix {
  /// self ← α op(a) op(b) + β self. Cost: 2 rows·columns·inner flops, no allocation.
  ///
  /// With β = 0 what self held is overwritten, NaN too. A large product is shared among threads by
  /// rows, in a partition by shape alone. Precondition: self has the product's shape.
  public mutating func setProduct(
    _ a: Matrix, _ b: Matrix, left aSide: Orientation = .plain, right bSide: Orientation = .plain,
    scale alpha: Double = 1, adding beta: Double = 0
  ) {
    let product = Product(a: a, b: b, aSide: aSide, bSide: bSide, alpha: alpha, beta: beta)
    precondition(product.m == rows && product.n == columns, "shapes of a product differ")
    product.write(into: &elements)
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
    Product(a: left, b: right, aSide: .plain, bSide: .transposed, alpha: 1, beta: beta)
      .write(into: &elements)
  }
}

/// α op(a) op(b) + β c, an m × n matrix with inner size k, on its way to GEMM.
///
/// BLAS wants m, n and k to be positive and is silent about a β = 0 that meets a NaN; both cases
/// are settled here, once.
private struct Product {
  let a: Matrix
  let b: Matrix
  let aSide: Orientation
  let bSide: Orientation
  let alpha: Double
  let beta: Double

  var m: Int { aSide == .plain ? a.rows : a.columns }
  var k: Int { aSide == .plain ? a.columns : a.rows }
  var n: Int { bSide == .plain ? b.columns : b.rows }

  /// c ← α op(a) op(b) + β c.
  func write(into c: inout [Double]) {
    precondition(k == (bSide == .plain ? b.rows : b.columns), "shapes of a product differ")
    guard m > 0, n > 0 else { return }
    guard k > 0 else {
      // Zero times an old NaN is NaN, but β = 0 promises to overwrite.
      if beta == 0 { Kernel.fill(&c, with: 0) } else { Kernel.scale(&c, by: beta) }
      return
    }
    // Row i of op(a) begins a whole row or one element after row i − 1.
    let step = aSide == .plain ? a.columns : 1, n = n
    a.elements.withUnsafeBufferPointer { left in
      c.withUnsafeMutableBufferPointer { c in
        // Outside the parts, whose threads then share one setting without a word.
        Backend.onOneThread {
          forEachPart { rows in
            cblas_dgemm(
              Backend.rowMajor, aSide.flag, bSide.flag, Int32(rows.count), Int32(n), Int32(k),
              alpha, left.baseAddress! + rows.lowerBound * step, Int32(a.columns),
              b.elements, Int32(b.columns), beta, c.baseAddress! + rows.lowerBound * n, Int32(n))
          }
        }
      }
    }
  }

  /// Cuts the rows of a large product into parts for threads; by shape alone, so that the parts,
  /// and with them the bits, are the same at any number of threads.
  private func forEachPart(_ body: (Range<Int>) -> Void) {
    // About a million flops amortise handing a part over; under 64 rows GEMM loses its blocking.
    let rows = m, parts = max(1, min(64, rows / 64, 2 * m * n * k >> 20))
    Parallel.forEach(parts: parts) { part in
      body(rows * part / parts..<rows * (part + 1) / parts)
    }
  }
}

extension Orientation {
  fileprivate var flag: Int32 { self == .plain ? Backend.noTranspose : Backend.transpose }
}
