internal import COpenBLAS

/// A = U diag(s) Vᵀ, the thin singular value decomposition of a dense matrix, s descending.
///
/// Cost: O(rows · columns · min(rows, columns)) flops. Meant for matrices with a small side; the
/// divide-and-conquer routine is accurate to ε‖A‖ in every singular value. Where A is not finite,
/// as at a point that has diverged, all of U, s and V is NaN.
public struct SmallSVD: Sendable {
  /// rows × p with orthonormal columns, p = min(rows, columns).
  public let u: Matrix
  public let singularValues: [Double]
  /// columns × p with orthonormal columns.
  public let v: Matrix

  public init(_ a: Matrix) {
    let (m, n) = (a.rows, a.columns)
    let p = min(m, n)
    var values = [Double](repeating: 0, count: p)
    // Row-major A is column-major Aᵀ = V S Uᵀ: LAPACK's "U" is our V and its "VT" is our U by rows.
    var vByColumns = [Double](repeating: 0, count: n * p)
    var u = Matrix(rows: m, columns: p)
    if !a.isFinite {
      values = values.map { _ in .nan }
      vByColumns = vByColumns.map { _ in .nan }
      u.elements = u.elements.map { _ in .nan }
    } else if p > 0 {
      Backend.prepare()
      var copy = a.elements, info: Int32 = 0
      var integers = [Int32](repeating: 0, count: 8 * p)
      var (rows, columns, order) = (Int32(n), Int32(m), Int32(p))
      var (leading, leadingV, leadingU) = (rows, rows, order)
      Backend.withWorkspace { work, count in
        var count = count
        dgesdd_(
          "S", &rows, &columns, &copy, &leading, &values, &vByColumns, &leadingV,
          &u.elements, &leadingU, &work, &count, &integers, &info, 1)
      }
      order = info
      Backend.check(order, "dgesdd")
      precondition(info == 0, "the singular value decomposition did not converge")
    }
    self.u = u
    singularValues = values
    v = Matrix(rows: n, columns: p) { vByColumns[$1 * n + $0] }
  }
}
