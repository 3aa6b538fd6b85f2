internal import COpenBLAS

/// A = Q diag(λ) Qᵀ for a symmetric A, eigenvalues ascending.
///
/// Divide and conquer on the tridiagonal form (Cuppen 1981): accurate to ε‖A‖ in every eigenvalue,
/// eigenvectors orthogonal to rounding also where eigenvalues cluster.
///
/// Where A is not finite, as at a point that has diverged, all of λ and Q is NaN.
///
/// Cost: about 9 n³ flops.
public struct SymmetricEigen: Sendable {
  /// λ, ascending.
  public let values: [Double]
  /// Column k is the unit eigenvector of `values[k]`.
  public let vectors: Matrix

  /// Only the upper triangle of `a` is read.
  public init(_ a: Matrix) {
    precondition(a.rows == a.columns, "eigenvalues of a square matrix only")
    let n = a.rows
    var values = [Double](repeating: 0, count: n), packed = a.elements
    if !Self.hasFiniteTriangle(a) {
      values = values.map { _ in .nan }
      packed = packed.map { _ in .nan }
    } else if n > 0 {
      Backend.prepare()
      var order = Int32(n), info: Int32 = 0
      var leading = order
      var integers = [Int32](repeating: 0, count: 3 + 5 * n)
      var integerCount = Int32(integers.count)
      Backend.withWorkspace { work, count in
        var count = count
        // Row-major upper triangle is column-major lower triangle.
        dsyevd_(
          "V", "L", &order, &packed, &leading, &values, &work, &count, &integers, &integerCount,
          &info, 1, 1)
      }
      Backend.check(info, "dsyevd")
      precondition(info == 0, "the eigenvalue decomposition did not converge")
    }
    self.values = values
    vectors = Matrix(rows: n, columns: n) { packed[$1 * n + $0] }
  }

  private static func hasFiniteTriangle(_ a: Matrix) -> Bool {
    for i in 0..<a.rows {
      for j in i..<a.rows where !a[i, j].isFinite { return false }
    }
    return true
  }
}
