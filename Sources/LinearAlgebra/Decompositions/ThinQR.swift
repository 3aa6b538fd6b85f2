internal import COpenBLAS

/// A = Q R with Qᵀ Q = I and R upper triangular, for a tall A (rows ≥ columns).
///
/// Cost: 4 rows·columns² flops. Householder, backward stable; a rank-deficient A gets a complete
/// orthonormal Q and zeros on R's diagonal. It always comes to an end; where A is not finite
/// neither are Q and R.
public struct ThinQR: Sendable {
  /// rows × columns with orthonormal columns.
  public let q: Matrix
  /// columns × columns, upper triangular; its diagonal may have either sign.
  public let r: Matrix

  /// Precondition: at least as many rows as columns.
  public init(_ a: Matrix) {
    precondition(a.rows >= a.columns, "thin QR needs at least as many rows as columns")
    let (m, n) = (a.rows, a.columns)
    guard n > 0 else {
      (q, r) = (a, Matrix(rows: 0, columns: 0))
      return
    }
    // Row-major A is column-major Aᵀ, so LAPACK's LQ of Aᵀ is the QR of A without a transpose.
    var (columns, rows, info) = (Int32(n), Int32(m), Int32(0))
    var (leading, reflectors) = (columns, columns)
    var packed = a.elements, tau = [Double](repeating: 0, count: n)
    Backend.onOneThread {
      Backend.withWorkspace { work, count in
        var count = count
        dgelqf_(&columns, &rows, &packed, &leading, &tau, &work, &count, &info)
      }
    }
    Backend.check(info, "dgelqf")
    r = Matrix(rows: n, columns: n) { $0 <= $1 ? packed[$0 * n + $1] : 0 }
    Backend.onOneThread {
      Backend.withWorkspace { work, count in
        var (count, order) = (count, leading)
        dorglq_(&order, &rows, &reflectors, &packed, &leading, tau, &work, &count, &info)
      }
    }
    Backend.check(info, "dorglq")
    q = Matrix(rows: m, columns: n, elements: packed)
  }

  /// The factor R of A, or A itself when A is wide: in both cases ‖X Rᵀ‖ = ‖X Aᵀ‖ for all X.
  static func anyShape(_ a: Matrix) -> Matrix { a.rows >= a.columns ? ThinQR(a).r : a }
}
