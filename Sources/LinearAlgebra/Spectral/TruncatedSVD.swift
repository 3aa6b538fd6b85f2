/// The leading singular triples of an operator that is never formed: G ≈ U diag(s) Vᵀ.
///
/// Golub–Kahan–Lanczos bidiagonalisation from a seeded random vector (Golub, Kahan 1965), with
/// full reorthogonalisation. Stops when every wanted triple has ‖Gᵀu − s v‖ ≤ tolerance · s₁, or
/// the space is exhausted, or after `steps` steps. A random start has a component along every
/// singular vector with probability one; a repeated singular value shows only one copy.
///
/// Cost: one G and one Gᵀ product a step, 4·steps·(rows + columns) flops to reorthogonalise each.
public struct TruncatedSVD: Sendable {
  /// rows × count with orthonormal columns.
  public let u: Matrix
  /// Descending. Fewer than asked for where the operator has lower rank.
  public let singularValues: [Double]
  /// columns × count with orthonormal columns.
  public let v: Matrix
  /// The number of Lanczos steps taken.
  public let steps: Int
  /// Whether every wanted triple met the tolerance.
  public let converged: Bool
  /// Why there are no triples, as at a point that has diverged; nil where there are.
  public let failure: DecompositionFailure?

  /// - Parameters:
  /// - wanted: the number of triples; fewer come back where the rank is lower.
  /// - tolerance: relative to the largest singular value found.
  /// - limit: the most steps, each of one product with G and one with Gᵀ.
  /// - start: a first right vector of `columns` numbers, such as an earlier answer; nil for random.
  public init(
    _ g: some LinearOperator, count wanted: Int, tolerance: Double = 1e-10, steps limit: Int = 300,
    seed: UInt64 = 1, start: [Double]? = nil
  ) {
    let capacity = min(limit, g.rows, g.columns)
    var bidiagonal = Bidiagonalization(of: g, capacity: capacity, seed: seed, start: start)
    var done = false, ritz: SmallSVD?
    while !done, !Execution.current.isAbandoned, bidiagonal.extend(g) {
      let size = bidiagonal.size
      // A small decomposition each step would cost more than the products; every few is enough.
      guard size >= wanted, size % 4 == 0 || size == capacity else { continue }
      let svd = SmallSVD(bidiagonal.matrix)
      ritz = svd
      done = bidiagonal.residuals(svd, wanted).allSatisfy {
        $0 <= tolerance * svd.singularValues[0]
      }
    }
    let svd = done ? ritz! : SmallSVD(bidiagonal.matrix)
    failure = bidiagonal.isFinite ? svd.failure : .notFinite
    let count = failure == nil ? min(wanted, svd.singularValues.count) : 0
    u = bidiagonal.left.combine(svd.u.prefix(columns: count))
    v = bidiagonal.right.combine(svd.v.prefix(columns: count))
    singularValues = Array(svd.singularValues.prefix(count))
    steps = bidiagonal.size
    converged = done || (bidiagonal.exhausted && failure == nil)
  }
}

/// G V = U B with B upper bidiagonal, one row and column more at each `extend`.
///
/// When no left vector is left to add, V may hold one vector more than U. It carries the part of
/// the start vector outside the row space, so B keeps its last column: a square B would be wrong
/// for every operator whose rank is below its number of columns.
private struct Bidiagonalization {
  /// U, one vector a step.
  private(set) var left: KrylovBasis
  /// V, as many vectors or one more.
  private(set) var right: KrylovBasis
  private var diagonal: [Double] = []
  private var upper: [Double] = []
  /// Gᵀ u of the newest u: V's next vector before it is made orthogonal to the others.
  private var candidate: Matrix
  /// Whether U B Vᵀ is all of G that a start vector of this kind can show.
  private(set) var exhausted = false
  /// Whether every product with G so far was finite.
  private(set) var isFinite = true
  private let capacity: Int
  private var scale = 0.0

  init(of g: some LinearOperator, capacity: Int, seed: UInt64, start: [Double]?) {
    self.capacity = capacity
    left = KrylovBasis(capacity: capacity, length: g.rows)
    right = KrylovBasis(capacity: capacity + 1, length: g.columns)
    candidate =
      start.map { Matrix(rows: g.columns, columns: 1, elements: $0) }
      ?? KrylovBasis.randomStart(length: g.columns, seed: seed)
  }

  var size: Int { left.count }

  /// B, left.count × right.count.
  var matrix: Matrix {
    Matrix(rows: size, columns: right.count) { i, j in
      i == j ? diagonal[i] : (j == i + 1 ? upper[i] : 0)
    }
  }

  /// Adds a vector to V and one to U; false when there is none to add.
  mutating func extend(_ g: some LinearOperator) -> Bool {
    guard !exhausted, size < capacity || size == g.rows else { return false }
    right.orthogonalize(&candidate)
    // Below rounding of the operator's norm, a new direction is noise: the space is invariant.
    let beta = right.append(candidate, floor: size == 0 ? 0 : 1e-15 * scale)
    guard beta > 0 else { return end(at: beta) }
    if size > 0 { upper.append(beta) }
    guard size < g.rows else {
      exhausted = true
      return false
    }
    var product = Matrix(rows: g.rows, columns: 1)
    g.multiply(right.block(right.count - 1), into: &product)
    left.orthogonalize(&product)
    let alpha = left.append(product, floor: 1e-15 * (size == 0 ? 0 : max(scale, beta)))
    guard alpha > 0 else { return end(at: alpha) }
    diagonal.append(alpha)
    scale = max(scale, alpha, size > 1 ? beta : 0)
    g.multiplyTransposed(left.block(left.count - 1), into: &candidate)
    return true
  }

  /// No vector is left to add; false.
  private mutating func end(at norm: Double) -> Bool {
    exhausted = true
    isFinite = !norm.isNaN
    return false
  }

  /// ‖Gᵀu − s v‖ of each leading Ritz triple: the next off-diagonal times u's last component.
  func residuals(_ svd: SmallSVD, _ count: Int) -> [Double] {
    var next = candidate
    right.orthogonalize(&next)
    let beta = next.norm
    return (0..<min(count, size)).map { beta * abs(svd.u[size - 1, $0]) }
  }
}

/// The leading singular triple of `g`; value 0 and zero vectors for the zero operator, value NaN
/// and zero vectors for one that is not finite.
public func topSingularTriple(
  of g: some LinearOperator, tolerance: Double = 1e-8, seed: UInt64 = 1
) -> (value: Double, left: [Double], right: [Double]) {
  let svd = TruncatedSVD(g, count: 1, tolerance: tolerance, seed: seed)
  guard let value = svd.singularValues.first else {
    let value = svd.failure == nil ? 0 : Double.nan
    return (value, Array(repeating: 0, count: g.rows), Array(repeating: 0, count: g.columns))
  }
  return (value, svd.u.elements, svd.v.elements)
}
