internal import COpenBLAS

/// A = Q diag(λ) Qᵀ for a symmetric A, eigenvalues ascending.
///
/// Divide and conquer on the tridiagonal form (Cuppen 1981): accurate to ε‖A‖ in every eigenvalue,
/// eigenvectors orthogonal to rounding also where eigenvalues cluster.
///
/// Where it fails, all of λ and Q is NaN.
///
/// Cost: about 9 n³ flops.
public struct SymmetricEigen: Sendable {
  /// λ, ascending.
  public let values: [Double]
  /// Column k is the unit eigenvector of `values[k]`.
  public let vectors: Matrix
  /// Why there are no numbers, as at a point that has diverged; nil where there are.
  public let failure: DecompositionFailure?

  /// Only the upper triangle of `a` is read.
  public init(_ a: Matrix) {
    precondition(a.rows == a.columns, "eigenvalues of a square matrix only")
    let n = a.rows
    var values = [Double](repeating: 0, count: n), packed = a.elements
    failure = Self.hasFiniteTriangle(a) ? Self.decompose(&packed, &values) : .notFinite
    if failure != nil {
      Kernel.fill(&values, with: .nan)
      Kernel.fill(&packed, with: .nan)
    }
    self.values = values
    vectors = Matrix(rows: n, columns: n) { packed[$1 * n + $0] }
  }

  /// Replaces the matrix by its eigenvectors.
  private static func decompose(
    _ packed: inout [Double], _ values: inout [Double]
  ) -> DecompositionFailure? {
    guard !values.isEmpty else { return nil }
    var order = Int32(values.count), info: Int32 = 0
    var leading = order
    var integers = [Int32](repeating: 0, count: 3 + 5 * values.count)
    var integerCount = Int32(integers.count)
    Backend.onOneThread {
      Backend.withWorkspace { work, count in
        var count = count
        // Row-major upper triangle is column-major lower triangle.
        dsyevd_(
          "V", "L", &order, &packed, &leading, &values, &work, &count, &integers, &integerCount,
          &info, 1, 1)
      }
    }
    Backend.check(info, "dsyevd")
    return DecompositionFailure(info: info)
  }

  private static func hasFiniteTriangle(_ a: Matrix) -> Bool {
    for i in 0..<a.rows {
      for j in i..<a.rows where !a[i, j].isFinite { return false }
    }
    return true
  }
}
