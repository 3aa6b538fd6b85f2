internal import COpenBLAS

/// A = U diag(s) Vᵀ, the thin singular value decomposition of a dense matrix, s descending.
///
/// Cost: O(rows · columns · min(rows, columns)) flops. Meant for matrices with a small side; the
/// divide-and-conquer routine is accurate to ε‖A‖ in every singular value. Where it fails, all of
/// U, s and V is NaN.
public struct SmallSVD: Sendable {
  /// rows × p with orthonormal columns, p = min(rows, columns).
  public let u: Matrix
  /// p numbers, descending.
  public let singularValues: [Double]
  /// columns × p with orthonormal columns.
  public let v: Matrix
  /// Why there are no numbers, as at a point that has diverged; nil where there are.
  public let failure: DecompositionFailure?

  public init(_ a: Matrix) {
    let (n, p) = (a.columns, min(a.rows, a.columns))
    var values = [Double](repeating: 0, count: p)
    // Row-major A is column-major Aᵀ = V S Uᵀ: LAPACK's "U" is our V and its "VT" is our U by rows.
    var vByColumns = [Double](repeating: 0, count: n * p)
    var u = Matrix(rows: a.rows, columns: p)
    failure = Self.decompose(a, &values, &u.elements, &vByColumns)
    if failure != nil {
      Kernel.fill(&values, with: .nan)
      Kernel.fill(&vByColumns, with: .nan)
      Kernel.fill(&u.elements, with: .nan)
    }
    self.u = u
    singularValues = values
    v = Matrix(rows: n, columns: p) { vByColumns[$1 * n + $0] }
  }

  private static func decompose(
    _ a: Matrix, _ values: inout [Double], _ u: inout [Double], _ vByColumns: inout [Double]
  ) -> DecompositionFailure? {
    // LAPACK refuses a NaN and may not come back from an infinity.
    guard a.isFinite else { return .notFinite }
    guard !values.isEmpty else { return nil }
    var copy = a.elements, info: Int32 = 0
    var integers = [Int32](repeating: 0, count: 8 * values.count)
    var (rows, columns) = (Int32(a.columns), Int32(a.rows))
    var (leading, leadingV, leadingU) = (rows, rows, Int32(values.count))
    Backend.onOneThread {
      Backend.withWorkspace { work, count in
        var count = count
        dgesdd_(
          "S", &rows, &columns, &copy, &leading, &values, &vByColumns, &leadingV, &u, &leadingU,
          &work, &count, &integers, &info, 1)
      }
    }
    Backend.check(info, "dgesdd")
    return DecompositionFailure(info: info)
  }
}
