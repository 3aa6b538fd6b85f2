public import LinearAlgebra

/// W = U Uᵀ: the positive semidefinite matrices of rank at most the number of columns of U.
///
/// The parameterisation has the symmetry U ↦ U Q for orthogonal Q.
public struct Symmetric: Factorization, Equatable, Codable {
  /// size × rank.
  public private(set) var u: Matrix

  public init(_ u: Matrix) { self.u = u }

  public var rank: Int { u.columns }

  public func makeScratch() -> Matrix { u.zeroed() }

  public func product(_: inout Matrix) -> LowRankMatrix { LowRankMatrix(left: u, right: u) }

  /// (G + Gᵀ) U.
  public func pullBack(
    _ g: some LinearOperator, _ scratch: inout Matrix, into gradient: inout Self
  ) {
    g.multiply(u, into: &gradient.u)
    g.multiplyTransposed(u, into: &scratch)
    gradient.u.add(scratch, scaledBy: 1)
  }
}

extension Symmetric: VectorSpace {
  public func zeroed() -> Self { Self(u.zeroed()) }
  public mutating func assign(_ other: Self) { u.assign(other.u) }
  public mutating func add(_ other: Self, scaledBy scale: Double) {
    u.add(other.u, scaledBy: scale)
  }
  public func dot(_ other: Self) -> Double { u.dot(other.u) }
  public mutating func updateBuffers(_ body: (inout [Double]) throws -> Void) rethrows {
    try u.updateBuffers(body)
  }
}

/// W(θ + t D) = U Uᵀ + t (D Uᵀ + U Dᵀ) + t² D Dᵀ.
extension Symmetric: QuadraticFactorization {
  public func tangent(along h: Self) -> (LowRankMatrix, LowRankMatrix) {
    (LowRankMatrix(left: h.u, right: u), LowRankMatrix(left: u, right: h.u))
  }

  public func curvature(along h: Self) -> LowRankMatrix { LowRankMatrix(left: h.u, right: h.u) }
}

/// ∇U (UᵀU + λI)⁻¹: ScaledGD(λ) (Xu, Shen, Chi, Ma 2023), PrecGD (Zhang, Fattahi, Zhang 2021).
extension Symmetric: GramPreconditioned {
  public func divideByGram(_ gradient: inout Self, damping: Double, _ gram: inout GramSolver) {
    gram.factor(gramOf: u, damping: damping)
    gram.solveRows(&gradient.u)
  }
}

extension Symmetric: Growable {
  public func steepestTerm(against g: some LinearOperator) -> RankOneTerm {
    let smallest = Lanczos(SymmetricPart(g)).smallest
    return RankOneTerm(gain: -smallest.value, left: smallest.vector, right: smallest.vector)
  }

  public mutating func append(_ term: RankOneTerm, scale: Double) {
    precondition(scale >= 0 && term.left == term.right, "U Uᵀ grows only by a aᵀ")
    u = u.appending(column: term.left.map { scale.squareRoot() * $0 })
  }
}
