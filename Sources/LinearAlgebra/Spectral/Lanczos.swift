/// Extreme eigenvalues of a symmetric operator that is never formed.
///
/// Lanczos (1950) with full reorthogonalisation from a seeded random vector. The residual
/// ‖G x − λ x‖ says that *some* eigenvalue lies within it of λ; it does not bound the smallest
/// eigenvalue from below.
///
/// Cost: one product with G a step; at step k also 8 k n flops to keep the basis orthogonal, and
/// one eigenproblem of order k.
public struct Lanczos: Sendable {
  /// The smallest and largest Ritz values, their unit vectors and residuals.
  public let smallest: Pair
  public let largest: Pair
  /// The number of products with G.
  public let steps: Int

  /// An eigenvalue and its vector, as far as the Krylov space shows them.
  public struct Pair: Sendable {
    /// The Ritz value λ = xᵀ G x, inside the range of the spectrum.
    public let value: Double
    public let vector: [Double]
    /// ‖G x − λ x‖, by the formula β |last component| (Parlett 1998), without another product.
    public let residual: Double
  }

  /// Stops when both ends have residual ≤ tolerance · max|λ|, or after `limit` steps. Where G x is
  /// not finite all numbers are NaN.
  ///
  /// Precondition: G is square with at least one row; that it is symmetric is not checked.
  public init(
    _ g: some LinearOperator, tolerance: Double = 1e-10, steps limit: Int = 200, seed: UInt64 = 1
  ) {
    precondition(g.rows == g.columns && g.rows > 0, "eigenvalues of a square operator only")
    let n = g.rows
    var basis = KrylovBasis(capacity: min(limit, n), length: n)
    var diagonal: [Double] = [], offDiagonal: [Double] = []
    var candidate = KrylovBasis.randomStart(length: n, seed: seed)
    var product = candidate, eigen = SymmetricEigen(Matrix(rows: 0, columns: 0)), beta = 0.0
    _ = basis.append(candidate, floor: 0)
    while true {
      let k = basis.count - 1
      candidate = basis.block(k)
      g.multiply(candidate, into: &product)
      diagonal.append(candidate.dot(product))
      basis.orthogonalize(&product)
      beta = product.norm
      eigen = SymmetricEigen(Self.tridiagonal(diagonal, offDiagonal))
      let scale = max(abs(eigen.values[0]), abs(eigen.values[k]), .leastNormalMagnitude)
      // G V = V T + β v eᵀ, so a Ritz vector V y misses by β times the last component of y.
      let worst = beta * max(abs(eigen.vectors[k, 0]), abs(eigen.vectors[k, k]))
      if worst <= tolerance * scale || basis.count == min(limit, n) { break }
      // What is left at the size of rounding is no direction: the space is invariant, and its Ritz
      // values are eigenvalues.
      guard !Execution.current.isAbandoned, basis.append(product, floor: 1e-15 * scale) > 0 else {
        break
      }
      offDiagonal.append(beta)
    }
    steps = diagonal.count
    let vectors = basis.combine(eigen.vectors), last = steps - 1
    func pair(_ k: Int) -> Pair {
      Pair(
        value: eigen.values[k], vector: vectors.column(k),
        residual: beta * abs(eigen.vectors[last, k]))
    }
    smallest = pair(0)
    largest = pair(last)
  }

  /// T in full: it is small, and its eigensolver takes dense matrices.
  private static func tridiagonal(_ diagonal: [Double], _ offDiagonal: [Double]) -> Matrix {
    Matrix(rows: diagonal.count, columns: diagonal.count) { i, j in
      i == j ? diagonal[i] : (abs(i - j) == 1 ? offDiagonal[min(i, j)] : 0)
    }
  }
}
