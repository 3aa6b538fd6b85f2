internal import COpenBLAS

/// Products of a dense matrix with single vectors, in place.
///
/// Memory-bound: each reads the matrix once. Cut into parts by shape alone, as GEMM is.
extension Matrix {
  /// y ← A x. Cost: 2 rows·columns flops, no allocation.
  public func multiply(vector x: [Double], into y: inout [Double]) {
    precondition(x.count == columns && y.count == rows, "shapes of a product differ")
    guard rows > 0, columns > 0 else { return Kernel.fill(&y, with: 0) }
    let (columns, parts) = (columns, Self.parts(of: rows, work: rows * columns))
    elements.withUnsafeBufferPointer { a in
      y.withUnsafeMutableBufferPointer { y in
        Backend.onOneThread {
          Parallel.forEach(parts: parts) { part in
            let rows = part * rows / parts..<(part + 1) * rows / parts
            cblas_dgemv(
              Backend.rowMajor, Backend.noTranspose, Int32(rows.count), Int32(columns), 1,
              a.baseAddress! + rows.lowerBound * columns, Int32(columns), x, 1, 0,
              y.baseAddress! + rows.lowerBound, 1)
          }
        }
      }
    }
  }

  /// y ← Aᵀ x, at the same cost. Each part writes its own columns' sums, so no two threads add into
  /// one number.
  public func multiplyTransposed(vector x: [Double], into y: inout [Double]) {
    precondition(x.count == rows && y.count == columns, "shapes of a product differ")
    guard rows > 0, columns > 0 else { return Kernel.fill(&y, with: 0) }
    let (columns, parts) = (columns, Self.parts(of: columns, work: rows * columns))
    elements.withUnsafeBufferPointer { a in
      y.withUnsafeMutableBufferPointer { y in
        Backend.onOneThread {
          Parallel.forEach(parts: parts) { part in
            let range = part * columns / parts..<(part + 1) * columns / parts
            cblas_dgemv(
              Backend.rowMajor, Backend.transpose, Int32(rows), Int32(range.count), 1,
              a.baseAddress! + range.lowerBound, Int32(columns), x, 1, 0,
              y.baseAddress! + range.lowerBound, 1)
          }
        }
      }
    }
  }

  /// A quarter of a million multiplications amortise handing a part to a thread; a part of fewer
  /// than 64 lines would not fill cache lines of its own.
  private static func parts(of lines: Int, work: Int) -> Int {
    max(1, min(64, lines / 64, work >> 18))
  }
}
