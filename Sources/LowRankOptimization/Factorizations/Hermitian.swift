public import LinearAlgebra

/// W = E(U Uᴴ): complex positive semidefinite matrices, in their real embedding.
///
/// For complex M, E(M) = [[Re M, −Im M], [Im M, Re M]] is a real matrix of twice the size with
/// E(M N) = E(M) E(N) and E(Mᴴ) = E(M)ᵀ, so every map and solver stays real. The point is U with
/// its real parts on top of its imaginary parts; with J(a; b) = (−b; a), which is multiplication by
/// i, E(U) = [U, J U] and W = E(U) E(U)ᵀ.
///
/// The parameterisation has the symmetry U ↦ U Q for unitary Q. Each eigenvalue of U Uᴴ is one of W
/// twice: W has twice the rank.
public struct Hermitian: Factorization, Equatable, Codable {
  /// (2 · size) × rank: real parts, then imaginary parts.
  public private(set) var u: Matrix

  public init(_ u: Matrix) {
    precondition(u.rows % 2 == 0, "as many imaginary parts as real ones")
    self.u = u
  }

  public init(real: Matrix, imaginary: Matrix) {
    precondition(
      real.rows == imaginary.rows && real.columns == imaginary.columns, "shapes differ")
    u = Matrix(rows: 2 * real.rows, columns: real.columns) { i, j in
      i < real.rows ? real[i, j] : imaginary[i - real.rows, j]
    }
  }

  /// The order of U Uᴴ.
  public var size: Int { u.rows / 2 }
  /// The number of columns of U: the rank of U Uᴴ, half of that of W.
  public var rank: Int { u.columns }

  /// Re U Uᴴ and Im U Uᴴ. Cost: 2 size² numbers; meant for reading a result.
  public func dense() -> (real: Matrix, imaginary: Matrix) {
    let w = matrix.dense(), n = size
    return (
      Matrix(rows: n, columns: n) { w[$0, $1] }, Matrix(rows: n, columns: n) { w[$0 + n, $1] }
    )
  }

  /// E(U), and room for the pull-back's products.
  public struct Scratch: Sendable {
    var embedded: Matrix
    var product: Matrix
    var transposed: Matrix
  }

  public func makeScratch() -> Scratch {
    let room = Matrix(rows: u.rows, columns: 2 * u.columns)
    return Scratch(embedded: room, product: room, transposed: room)
  }

  public func product(_ scratch: inout Scratch) -> LowRankMatrix {
    ComplexKernel.embed(u, into: &scratch.embedded)
    return LowRankMatrix(left: scratch.embedded, right: scratch.embedded)
  }

  /// The adjoint of D ↦ [D, J D] on (G + Gᵀ) E(U).
  public func pullBack(
    _ g: some LinearOperator, _ scratch: inout Scratch, into gradient: inout Self
  ) {
    ComplexKernel.embed(u, into: &scratch.embedded)
    g.multiply(scratch.embedded, into: &scratch.product)
    g.multiplyTransposed(scratch.embedded, into: &scratch.transposed)
    scratch.product.add(scratch.transposed, scaledBy: 1)
    ComplexKernel.gather(scratch.product, into: &gradient.u)
  }
}

/// With ⟨U, V⟩ = Re tr(Uᴴ V).
extension Hermitian: VectorSpace {
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

/// E is linear, so W(θ + t D) = E(U)E(U)ᵀ + t (E(D)E(U)ᵀ + E(U)E(D)ᵀ) + t² E(D)E(D)ᵀ.
extension Hermitian: QuadraticFactorization {
  private var embedded: Matrix {
    var result = Matrix(rows: u.rows, columns: 2 * u.columns)
    ComplexKernel.embed(u, into: &result)
    return result
  }

  public func tangent(along h: Self) -> (LowRankMatrix, LowRankMatrix) {
    let (e, d) = (embedded, h.embedded)
    return (LowRankMatrix(left: d, right: e), LowRankMatrix(left: e, right: d))
  }

  public func curvature(along h: Self) -> LowRankMatrix {
    let d = h.embedded
    return LowRankMatrix(left: d, right: d)
  }
}

/// Grows towards the lowest eigenvector a of the complex Hermitian part of G: the best descent
/// among E(a aᴴ) = a aᵀ + (J a)(J a)ᵀ, the embedding of a complex rank-one term.
///
/// A real a aᵀ alone is not within reach: `term` holds a, and `append` adds its pair.
extension Hermitian: Growable {
  public func steepestTerm(against g: some LinearOperator) -> RankOneTerm {
    let smallest = Lanczos(HermitianPart(g)).smallest
    return RankOneTerm(gain: -2 * smallest.value, left: smallest.vector, right: smallest.vector)
  }

  public mutating func append(_ term: RankOneTerm, scale: Double) {
    precondition(scale >= 0 && term.left == term.right, "U Uᴴ grows only by a aᴴ")
    u = u.appending(column: term.left.map { scale.squareRoot() * $0 })
  }
}

/// Forms have U = V with columns in pairs (q, J q); tangent vectors commute with J.
extension Hermitian: FixedRank {
  public init(spectral form: SpectralForm) {
    let w = form.positivePart.paired(rank: (form.rank + 1) / 2)
    self.init(
      Matrix(rows: w.rows, columns: w.rank / 2) { i, j in
        w.u[i, 2 * j] * w.singularValues[2 * j].squareRoot()
      })
  }

  public var spectral: SpectralForm {
    let e = embedded
    return Symmetric(e).spectral.paired(rank: rank)
  }

  public static var columnsPerRank: Int { 2 }

  public static var tangentProjection: TangentProjection? {
    let symmetrise = Symmetric.tangentProjection!
    return { core, left, right in
      symmetrise(&core, &left, &right)
      ComplexKernel.average(core: &core)
      ComplexKernel.average(side: &left)
      right.assign(left)
    }
  }

  /// Of all 2 rank eigenpairs within reach, so that no pair (q, J q) is cut in two.
  public static func retract(
    _ form: SpectralForm, core: Matrix, left: Matrix, right _: Matrix
  ) -> SpectralForm {
    form.retractingPositive(core: core, side: left, rank: 2 * form.rank)
      .paired(rank: form.rank / 2)
  }

  /// (q, J q) for the top eigenvector q of the complex Hermitian part of G.
  public static func term(
    along g: some LinearOperator, beyond form: SpectralForm
  ) -> LowRankMatrix? {
    guard form.rank < g.rows else { return nil }
    let largest = Lanczos(HermitianPart(g), tolerance: 1e-6).largest
    guard largest.value > 0, let q = form.u.orthogonalised(largest.vector) else { return nil }
    var pair = Matrix(rows: g.rows, columns: 2)
    ComplexKernel.embed(q, into: &pair)
    return LowRankMatrix(left: pair, right: pair)
  }

  /// 2 n k − k² for k columns of n complex numbers and unitary k × k rotations.
  public static func degreesOfFreedom(rows: Int, columns _: Int, rank: Int) -> Int {
    let complexRank = rank / 2
    return complexRank * (rows - complexRank)
  }
}

extension SpectralForm {
  /// The same matrix with columns in pairs (q, J q), for a W that commutes with J.
  ///
  /// Goes down the eigenvectors and takes each that is not in the span of the pairs taken before;
  /// its partner J q is orthogonal to it and to them. Where an eigenvalue is shared by d pairs,
  /// some eigenvector of it has a part of at least d^−½ outside fewer than d of them, so 1e-2
  /// suffices to tell a new direction from rounding.
  func paired(rank count: Int) -> SpectralForm {
    var frame = Matrix(rows: rows, columns: 0), values: [Double] = []
    for k in 0..<rank where values.count < 2 * count {
      let vector = Matrix(rows: rows, columns: 1, elements: u.column(k))
      var rest = vector
      rest.setProduct(frame, frame.transposedTimes(vector), scale: -1, adding: 1)
      guard rest.norm > 1e-2, let q = frame.orthogonalised(rest.elements) else { continue }
      var pair = Matrix(rows: rows, columns: 2)
      ComplexKernel.embed(q, into: &pair)
      frame = frame.appending(columns: pair)
      values += [singularValues[k], singularValues[k]]
    }
    return SpectralForm(u: frame, singularValues: values, v: frame)
  }
}

/// (S + J S Jᵀ)/2 for S = (G + Gᵀ)/2: what a complex Hermitian matrix sees of a real operator.
struct HermitianPart<G: LinearOperator>: LinearOperator {
  let g: SymmetricPart<G>

  init(_ g: G) { self.g = SymmetricPart(g) }

  var rows: Int { g.rows }
  var columns: Int { g.columns }

  func multiply(_ x: Matrix, into y: inout Matrix) {
    // S x + J S J⁻¹ x, with J⁻¹ = −J: the signs of both turns cancel.
    var turned = x, product = y
    ComplexKernel.turn(&turned)
    g.multiply(turned, into: &product)
    ComplexKernel.turn(&product)
    g.multiply(x, into: &y)
    y.add(product, scaledBy: -1)
    y.scale(by: 0.5)
  }

  func multiplyTransposed(_ x: Matrix, into y: inout Matrix) { multiply(x, into: &y) }
}
