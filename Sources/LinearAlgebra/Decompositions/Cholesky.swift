internal import COpenBLAS

/// A = Rᵀ R for a symmetric positive definite A. Cost: n³/3 flops.
public struct Cholesky: Sendable {
  private let order: Int
  private let packed: [Double]

  /// Nil when A is not positive definite to rounding. Only the upper triangle of `a` is read.
  public init?(_ a: Matrix) {
    precondition(a.rows == a.columns, "Cholesky of a square matrix only")
    Backend.prepare()
    order = a.rows
    var copy = a.elements, info: Int32 = 0
    var n = Int32(a.rows)
    var leading = max(n, 1)
    dpotrf_("L", &n, &copy, &leading, &info, 1)
    Backend.check(info, "dpotrf")
    guard info == 0 else { return nil }
    packed = copy
  }

  /// Replaces each row xᵀ of `x` by (A⁻¹ x)ᵀ: X ← X A⁻¹. Cost: 2 n² flops a row, no allocation.
  public func solveRows(_ x: inout Matrix) {
    precondition(x.columns == order, "one column per row of the system")
    guard x.rows > 0, order > 0 else { return }
    // Rows of a row-major X are the columns LAPACK solves for.
    var n = Int32(order), count = Int32(x.rows), info: Int32 = 0
    var (leading, leadingX) = (n, n)
    dpotrs_("L", &n, &count, packed, &leading, &x.elements, &leadingX, &info, 1)
    n = info
    Backend.check(n, "dpotrs")
  }
}
