/// X ↦ X (FᵀF + λI)⁻¹ for a thin F, with storage that is reused from one F to the next.
///
/// Preconditioned descent solves such a system at every step; this is the version that allocates
/// only when the number of columns changes.
public struct GramSolver: Sendable {
  private var gram: Matrix
  private var cholesky: Cholesky
  private var isIdentity = true

  public init(order: Int) {
    gram = Matrix(rows: order, columns: order)
    cholesky = Cholesky(identityOfOrder: order)
  }

  /// Factors FᵀF + λI.
  ///
  /// Where rounding makes that indefinite (F is rank-deficient and λ too small) λ is raised from
  /// ε tr(FᵀF) tenfold until it is not; for F = 0 or F not finite `solveRows` does nothing.
  ///
  /// Cost: 2 rows·order² + order³/3 flops.
  public mutating func factor(gramOf f: Matrix, damping: Double) {
    precondition(damping >= 0, "damping is not negative")
    if f.columns != gram.rows { self = GramSolver(order: f.columns) }
    gram.setProduct(f, f, left: .transposed)
    let order = gram.rows
    var trace = 0.0
    for k in 0..<order { trace += gram[k, k] }
    var (added, wanted) = (0.0, damping)
    isIdentity = true
    // Sixteen tenfold steps lead from ε tr to tr: more cannot help a finite matrix.
    for attempt in 0..<17 where isIdentity && (trace > 0 || damping > 0) && trace.isFinite {
      if attempt > 0 { wanted = max(10 * added, trace * .ulpOfOne) }
      for k in 0..<order { gram[k, k] += wanted - added }
      added = wanted
      isIdentity = !cholesky.factor(gram)
    }
  }

  /// X ← X (FᵀF + λI)⁻¹, row by row. Cost: 2 order² flops a row.
  public func solveRows(_ x: inout Matrix) {
    if !isIdentity { cholesky.solveRows(&x) }
  }
}
