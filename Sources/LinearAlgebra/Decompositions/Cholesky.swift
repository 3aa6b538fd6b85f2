internal import COpenBLAS

/// A = Rᵀ R for a symmetric positive definite A. Cost: n³/3 flops.
public struct Cholesky: Sendable {
  private let order: Int
  private var packed: [Double]

  /// Nil when A is not positive definite to rounding. Only the upper triangle of `a` is read.
  public init?(_ a: Matrix) {
    self.init(identityOfOrder: a.rows)
    guard factor(a) else { return nil }
  }

  /// The factor of the identity: storage to be refilled by `factor`.
  init(identityOfOrder order: Int) {
    self.order = order
    packed = Matrix(diagonal: Array(repeating: 1, count: order)).elements
  }

  /// Replaces the factor by that of `a`, without allocating; false, and unusable until the next
  /// success, when `a` is not positive definite to rounding.
  mutating func factor(_ a: Matrix) -> Bool {
    precondition(a.rows == order && a.columns == order, "Cholesky of a square matrix only")
    guard order > 0 else { return true }
    Backend.prepare()
    Kernel.copy(a.elements, into: &packed)
    var (n, info) = (Int32(order), Int32(0))
    var leading = n
    // Row-major upper triangle is column-major lower triangle.
    dpotrf_("L", &n, &packed, &leading, &info, 1)
    Backend.check(info, "dpotrf")
    // OpenBLAS lets a NaN pivot pass; it shows on the diagonal of the factor.
    return info == 0 && (0..<order).allSatisfy { packed[$0 * order + $0] > 0 }
  }

  /// Replaces each row xᵀ of `x` by (A⁻¹ x)ᵀ: X ← X A⁻¹. Cost: 2 n² flops a row, no allocation.
  public func solveRows(_ x: inout Matrix) {
    precondition(x.columns == order, "one column per row of the system")
    guard x.rows > 0, order > 0 else { return }
    // Rows of a row-major X are the columns LAPACK solves for.
    var (n, count, info) = (Int32(order), Int32(x.rows), Int32(0))
    var (leading, leadingX) = (n, n)
    dpotrs_("L", &n, &count, packed, &leading, &x.elements, &leadingX, &info, 1)
    Backend.check(info, "dpotrs")
  }
}
