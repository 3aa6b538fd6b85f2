public import LinearAlgebra
internal import RealModule

/// A lower bound of the least eigenvalue λ_min of a symmetric operator G, and what it rests on.
///
/// A Ritz value bounds λ_min from above, and the residual of a Lanczos run does not bound it from
/// below: it may never have met the eigenvector. So:
///  - up to `largestProvenOrder` rows it is *proven*. Where Cholesky's algorithm runs to completion
///    on A = G − s I in floating point, R̃ᵀR̃ = A + E with ‖E‖₂ ≤ φ tr A, hence λ_min(A) ≥ −φ tr A,
///    with φ = γ/(1 − γ), γ = k u/(1 − k u) and u = 2⁻⁵³ (Demmel 1989; Higham 2002, theorems 10.3
///    and 10.5; Rump 2006). They need k = n + 1; we take 2 (n + 2), because blocked code that
///    multiplies by reciprocals of pivots rounds once more. The rounding of the shift, u maxᵢ|aᵢᵢ|,
///    and underflow come on top;
///  - beyond, it holds *with a probability*: k steps of Lanczos from a uniformly random direction
///    miss an end of the spectrum by more than ε (λ_max − λ_min) with probability at most
///    1.648 √n exp(−√ε (2k − 1)) (Kuczyński, Woźniakowski 1992, theorem 4.1, in exact arithmetic;
///    full reorthogonalisation keeps to it). The spread is not known either, so both ends are used,
///    at half the probability each.
///
/// G is the operator as it multiplies: whatever rounding made its entries is not part of the claim.
///
/// Cost: n products and a few times n³/3 flops up to the largest order proven, `steps` products
/// beyond.
public struct LeastEigenvalue: Sendable, Equatable, Codable {
  /// λ_min ≥ bound; −∞ where there is no evidence.
  public let bound: Double
  /// xᵀ G x for `vector` x, so that λ_min ≤ estimate to rounding; NaN where the operator is not
  /// finite.
  public let estimate: Double
  /// A unit vector.
  public let vector: [Double]
  public let evidence: Evidence

  public enum Evidence: Sendable, Equatable, Codable {
    case proof
    /// The bound fails with at most this probability over random starts.
    case probability(failure: Double)
    /// The operator holds a NaN or an infinity, or too few steps were allowed.
    case none
  }

  /// What a sentence that rests on the bound has to add; nothing where it is proven.
  var caveat: String {
    switch evidence {
    case .proof, .none: ""
    case .probability(let failure): ", but for a chance of \(failure)"
    }
  }

  /// 2000² numbers are 32 MB, and a Cholesky decomposition of them takes a tenth of a second.
  public static let largestProvenOrder = 2000

  /// - Parameters:
  ///   - g: symmetric; of a dense one the upper triangle is believed.
  ///   - failure: the probability beyond the proven orders.
  ///   - steps: of Lanczos.
  public init(
    _ g: some LinearOperator, failure: Double = 1e-6, steps: Int = 200, seed: UInt64 = 1,
    provenOrder: Int = largestProvenOrder
  ) {
    precondition(g.rows == g.columns && g.rows > 0, "eigenvalues of a square operator only")
    precondition(failure > 0 && failure < 1 && steps > 0, "a probability and a few steps")
    let probe = KrylovProbe(g, seed: seed)
    guard probe.isFinite else {
      self.init(bound: -.infinity, estimate: .nan, vector: probe.direction, evidence: .none)
      return
    }
    if g.rows <= provenOrder {
      self.init(proving: g.formed, steps: steps, seed: seed)
    } else {
      self.init(sampling: g, failure: failure, steps: steps, seed: seed)
    }
  }

  private init(bound: Double, estimate: Double, vector: [Double], evidence: Evidence) {
    (self.bound, self.estimate, self.vector) = (bound, estimate, vector)
    self.evidence = evidence
  }
}

extension LeastEigenvalue {
  /// Shifts a little below an estimate until Cholesky's algorithm succeeds.
  private init(proving a: Matrix, steps: Int, seed: UInt64) {
    let pair = Self.lowest(of: a, steps: steps, seed: seed)
    let size = (0..<a.rows).map { abs(a[$0, $0]) }.reduce(0, +)
    var distance = max(Self.allowance(order: a.rows, trace: size), .leastNormalMagnitude)
    while distance.isFinite, !Execution.current.isAbandoned {
      if let bound = Self.provenBound(a, shift: pair.value - distance) {
        self.init(bound: bound, estimate: pair.value, vector: pair.vector, evidence: .proof)
        return
      }
      distance *= 4
    }
    self.init(bound: -.infinity, estimate: .nan, vector: pair.vector, evidence: .none)
  }

  /// An eigenvalue to rounding for small orders; a Ritz value, which only loosens the bound,
  /// beyond.
  private static func lowest(
    of a: Matrix, steps: Int, seed: UInt64
  ) -> (value: Double, vector: [Double]) {
    guard a.rows > 300 else {
      let eigen = SymmetricEigen(a)
      return (eigen.values[0], eigen.vectors.column(0))
    }
    let smallest = Lanczos(a, tolerance: 1e-12, steps: steps, seed: seed).smallest
    return (smallest.value, smallest.vector)
  }

  /// φ tr A.
  private static func allowance(order n: Int, trace: Double) -> Double {
    let unit = 0x1p-53, k = 2 * Double(n + 2) * unit
    let gamma = k / (1 - k)
    return gamma / (1 - gamma) * trace
  }

  /// A number that λ_min(A) is not below, if G − s I has a Cholesky factor.
  private static func provenBound(_ g: Matrix, shift: Double) -> Double? {
    var shifted = g, trace = 0.0, largest = 0.0
    for i in 0..<g.rows {
      shifted[i, i] -= shift
      trace += abs(shifted[i, i])
      largest = max(largest, abs(shifted[i, i]))
    }
    guard trace.isFinite, Cholesky(shifted) != nil else { return nil }
    let n = Double(g.rows), underflow = n * n * (1 + largest) * .leastNormalMagnitude
    let slack = allowance(order: g.rows, trace: trace) + 0x1p-52 * largest + underflow
    // The slack's own rounding is n u of it at most.
    return (shift - slack * (1 + 0x1p-30)).nextDown
  }

  /// Kuczyński and Woźniakowski's bound, solved for ε.
  private init(sampling g: some LinearOperator, failure: Double, steps: Int, seed: UInt64) {
    let lanczos = Lanczos(g, tolerance: 0, steps: steps, seed: seed)
    let n = Double(g.rows), odds = 2 * 1.648 * n.squareRoot() / failure
    let root = Double.log(odds) / Double(2 * lanczos.steps - 1), share = root * root
    let spread = lanczos.largest.value - lanczos.smallest.value
    // Too few steps to say anything, or a Krylov space that ended early.
    let says = share < 0.5
    let missed = says ? share * spread / (1 - 2 * share) : .infinity
    self.init(
      bound: lanczos.smallest.value - missed, estimate: lanczos.smallest.value,
      vector: lanczos.smallest.vector,
      evidence: says ? .probability(failure: failure) : .none)
  }
}

/// One product with a random direction: a NaN or an infinity anywhere shows in it.
private struct KrylovProbe {
  let direction: [Double]
  let isFinite: Bool

  init(_ g: some LinearOperator, seed: UInt64) {
    var generator = SeededGenerator(seed: seed, stream: 0x4365_7274)
    let x = Matrix.gaussian(rows: g.columns, columns: 1, using: &generator)
    var y = Matrix(rows: g.rows, columns: 1)
    g.multiply(x, into: &y)
    let norm = x.norm
    direction = x.elements.map { $0 / norm }
    isFinite = y.elements.allSatisfy(\.isFinite)
  }
}

extension LinearOperator {
  /// All entries, through one product with the identity: sums of one number and zeros, so exact.
  fileprivate var formed: Matrix {
    var all = Matrix(rows: rows, columns: columns)
    multiply(Matrix(diagonal: Array(repeating: 1, count: columns)), into: &all)
    return all
  }
}
