public import LinearAlgebra

/// W = U Vᵀ: any matrix of rank at most the number of columns of U and V.
///
/// The parameterisation has the symmetry (U, V) ↦ (U A, V A⁻ᵀ); descent started near balance
/// (UᵀU ≈ VᵀV) keeps it, and `Balance` enforces it.
public struct Asymmetric: Factorization, Equatable, Codable {
  /// rows × rank.
  public private(set) var u: Matrix
  /// columns × rank.
  public private(set) var v: Matrix

  public init(u: Matrix, v: Matrix) {
    precondition(u.columns == v.columns, "both factors need the same number of columns")
    self.u = u
    self.v = v
  }

  public var rank: Int { u.columns }

  public func makeScratch() {}

  public func product(_: inout Void) -> LowRankMatrix { LowRankMatrix(left: u, right: v) }

  /// (G V, Gᵀ U).
  public func pullBack(_ g: some LinearOperator, _: inout Void, into gradient: inout Self) {
    g.multiply(v, into: &gradient.u)
    g.multiplyTransposed(u, into: &gradient.v)
  }
}

/// With ⟨(U, V), (D, E)⟩ = ⟨U, D⟩ + ⟨V, E⟩.
extension Asymmetric: VectorSpace {
  public func zeroed() -> Self { Self(u: u.zeroed(), v: v.zeroed()) }

  public mutating func assign(_ other: Self) {
    u.assign(other.u)
    v.assign(other.v)
  }

  public mutating func add(_ other: Self, scaledBy scale: Double) {
    u.add(other.u, scaledBy: scale)
    v.add(other.v, scaledBy: scale)
  }

  public func dot(_ other: Self) -> Double { u.dot(other.u) + v.dot(other.v) }

  public mutating func updateBuffers(_ body: (inout [Double]) throws -> Void) rethrows {
    try u.updateBuffers(body)
    try v.updateBuffers(body)
  }
}

/// W(θ + t h) = U Vᵀ + t (D Vᵀ + U Eᵀ) + t² D Eᵀ for h = (D, E).
extension Asymmetric: QuadraticFactorization {
  public func tangent(along h: Self) -> (LowRankMatrix, LowRankMatrix) {
    (LowRankMatrix(left: h.u, right: v), LowRankMatrix(left: u, right: h.v))
  }

  public func curvature(along h: Self) -> LowRankMatrix { LowRankMatrix(left: h.u, right: h.v) }
}

/// (∇U (VᵀV + λI)⁻¹, ∇V (UᵀU + λI)⁻¹): ScaledGD (Tong, Ma, Chi 2021).
extension Asymmetric: GramPreconditioned {
  public func divideByGram(_ gradient: inout Self, damping: Double, _ gram: inout GramSolver) {
    gram.factor(gramOf: v, damping: damping)
    gram.solveRows(&gradient.u)
    gram.factor(gramOf: u, damping: damping)
    gram.solveRows(&gradient.v)
  }
}

extension Asymmetric {
  /// (U, V) ← (U + α A M, V + β B M) for a rank × rank matrix M, without allocating.
  mutating func addProducts(
    u a: Matrix, scaledBy alpha: Double, v b: Matrix, scaledBy beta: Double, with m: Matrix
  ) {
    u.setProduct(a, m, scale: alpha, adding: 1)
    v.setProduct(b, m, scale: beta, adding: 1)
  }
}

/// Grows towards the top singular pair of −G: the best descent among all unit a bᵀ.
extension Asymmetric: Growable {
  public func steepestTerm(against g: some LinearOperator) -> RankOneTerm {
    let top = topSingularTriple(of: g)
    return RankOneTerm(gain: top.value, left: top.left.map { -$0 }, right: top.right)
  }

  /// √|scale| on either side, so that a balanced point stays balanced.
  public mutating func append(_ term: RankOneTerm, scale: Double) {
    let root = abs(scale).squareRoot()
    u = u.appending(column: term.left.map { (scale < 0 ? -root : root) * $0 })
    v = v.appending(column: term.right.map { root * $0 })
  }
}

/// Every matrix of the rank is within reach.
extension Asymmetric: FixedRank {
  /// (U diag √s, V diag √s): balanced.
  public init(spectral form: SpectralForm) {
    let w = form.balanced
    self.init(u: w.left, v: w.right)
  }

  public var spectral: SpectralForm { SpectralForm(LowRankMatrix(left: u, right: v)) }
}
