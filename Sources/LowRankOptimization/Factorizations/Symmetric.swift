public import LinearAlgebra

/// W = U Uᵀ: the positive semidefinite matrices of rank at most the number of columns of U.
///
/// The parameterisation has the symmetry U ↦ U Q for orthogonal Q, measured by `checkInvariance`.
/// Only the symmetric part of G matters: an image that samples (i, j) but not (j, i) will do.
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

/// Grows towards the lowest eigenvector of the symmetric part of G: the best descent among a aᵀ.
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

/// Forms have U = V; tangent vectors are symmetric; negative eigenvalues become zero.
extension Symmetric: FixedRank {
  public init(spectral form: SpectralForm) {
    let w = form.positivePart
    self.init(w.u.scalingColumns(by: w.singularValues.map { $0.squareRoot() }))
  }

  /// From U = Q R and R = A diag(σ) Bᵀ: W = (Q A) diag(σ²) (Q A)ᵀ.
  public var spectral: SpectralForm {
    let qr = ThinQR(u), svd = SmallSVD(qr.r), frame = qr.q.times(svd.u)
    return SpectralForm(u: frame, singularValues: svd.singularValues.map { $0 * $0 }, v: frame)
  }

  /// The symmetric part: it matters only to maps that see the skew part of a matrix.
  public static var tangentProjection: TangentProjection? {
    { core, left, right in
      for i in 0..<core.rows {
        for j in 0..<i {
          let mean = (core[i, j] + core[j, i]) / 2
          (core[i, j], core[j, i]) = (mean, mean)
        }
      }
      left.add(right, scaledBy: 1)
      left.scale(by: 0.5)
      right.assign(left)
    }
  }

  public static func retract(
    _ form: SpectralForm, core: Matrix, left: Matrix, right _: Matrix
  ) -> SpectralForm { form.retractingPositive(core: core, side: left, rank: form.rank) }

  /// The top eigenvector of the symmetric part of G.
  public static func term(
    along g: some LinearOperator, beyond form: SpectralForm
  ) -> LowRankMatrix? {
    guard form.rank < g.rows else { return nil }
    let largest = Lanczos(SymmetricPart(g), tolerance: 1e-6).largest
    guard largest.value > 0, let x = form.u.orthogonalised(largest.vector) else { return nil }
    return LowRankMatrix(left: x, right: x)
  }

  /// n k − k (k − 1)/2: a rotation of the columns changes nothing.
  public static func degreesOfFreedom(rows: Int, columns _: Int, rank: Int) -> Int {
    rank * rows - rank * (rank - 1) / 2
  }
}
