internal import COpenBLAS

/// A = Rᵀ R for a symmetric positive definite A. Cost: n³/3 flops.
public struct Cholesky: Sendable {
  /// n.
  private let order: Int
  /// R row by row in the upper triangle; below it is what A held.
  private var packed: [Double]
  /// A character and not a string literal, which would be copied to the heap at every call.
  private static let lower = CChar(UInt8(ascii: "L"))

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
    Kernel.copy(a.elements, into: &packed)
    var (n, info) = (Int32(order), Int32(0))
    var (leading, triangle) = (n, Self.lower)
    // Row-major upper triangle is column-major lower triangle.
    Backend.onOneThread { dpotrf_(&triangle, &n, &packed, &leading, &info, 1) }
    Backend.check(info, "dpotrf")
    // OpenBLAS lets a pivot that is not finite pass; it shows on the diagonal of the factor.
    var isFactored = info == 0
    for k in 0..<order {
      let pivot = packed[k * order + k]
      if !(pivot > 0 && pivot.isFinite) { isFactored = false }
    }
    return isFactored
  }

  /// Replaces each row xᵀ of `x` by (A⁻¹ x)ᵀ: X ← X A⁻¹. Cost: 2 n² flops a row, no allocation.
  public func solveRows(_ x: inout Matrix) {
    precondition(x.columns == order, "one column per row of the system")
    guard x.rows > 0, order > 0 else { return }
    // Rows of a row-major X are the columns LAPACK solves for.
    var (n, count, info) = (Int32(order), Int32(x.rows), Int32(0))
    var (leading, leadingX, triangle) = (n, n, Self.lower)
    Backend.onOneThread {
      dpotrs_(&triangle, &n, &count, packed, &leading, &x.elements, &leadingX, &info, 1)
    }
    Backend.check(info, "dpotrs")
  }
}
