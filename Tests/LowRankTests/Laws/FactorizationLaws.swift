import LinearAlgebra
import LowRank
import LowRankTesting
import LowRankTheory
import Testing

@Suite struct FactorizationLaws {
  static let quadratic: [any QuadraticFactorization] = [
    Symmetric(gaussian(9, 3)), Symmetric(gaussian(9, 1)),
    Asymmetric(u: gaussian(9, 3), v: gaussian(7, 3, seed: 2)),
    Asymmetric(u: gaussian(2, 4), v: gaussian(3, 4, seed: 2)),
    Hermitian(gaussian(10, 3)), Hermitian(gaussian(8, 1)),
  ]
  static let all: [any Factorization] =
    quadratic + [
      Deep.gaussian(widths: [9, 3, 7], scale: 1), Deep.gaussian(widths: [6, 8, 2, 7], scale: 1),
      UnitRows(gaussian(9, 3)), UnitRows(gaussian(5, 1)),
      DiagonalNetwork(gaussian(7, 1).elements), DiagonalNetwork(gaussian(7, 1).elements, depth: 3),
      NormalizedNetwork(gaussian(7, 1).elements),
      NormalizedNetwork(gaussian(7, 1).elements, depth: 3),
    ]

  @Test(arguments: all.indices)
  func keepTheirLaws(_ k: Int) {
    #expect(checkVectorSpace(like: Self.all[k]).worst < 1e-13)
    #expect(checkFactorization(Self.all[k]).isRight)
  }

  @Test(arguments: quadratic.indices)
  func areQuadratic(_ k: Int) { #expect(checkQuadratic(Self.quadratic[k]) < 1e-13) }

  static let growing: [any Growable] = [
    Symmetric(gaussian(8, 2)), Symmetric(Matrix(rows: 8, columns: 0)),
    Asymmetric(u: gaussian(8, 2), v: gaussian(6, 2, seed: 2)),
    Hermitian(gaussian(8, 2)), Hermitian(Matrix(rows: 8, columns: 0)), UnitRows(gaussian(8, 2)),
    Deep([gaussian(8, 2), gaussian(2, 2, seed: 2), gaussian(2, 6, seed: 3)]),
    Deep(spectral: SpectralForm(rows: 8, columns: 6), depth: 4),
  ]

  /// 1e-6: eigenvectors are searched to about 1e-8, and a rate that is a difference has nine
  /// digits.
  @Test(arguments: growing.indices)
  func grow(_ k: Int) {
    let gaps = checkGrowth(Self.growing[k])
    #expect(gaps.worst < 1e-6, "\(gaps)")
  }

  static let balanceable: [any Balanceable] = [
    Asymmetric(u: gaussian(8, 3), v: gaussian(6, 3, seed: 2)),
    Deep.gaussian(widths: [9, 3, 7], scale: 1), Deep.gaussian(widths: [6, 5, 4, 5, 7], scale: 1),
  ]

  /// 1e-10: rounding of the differences, 1e-16, over twice a step of 1e-3, and a factor 1000.
  @Test(arguments: balanceable.indices)
  func keepTheirBalance(_ k: Int) {
    let gaps = checkBalances(Self.balanceable[k])
    #expect(gaps.worst < 1e-10, "\(gaps)")
  }

  static let startable: [any Startable.Type] = [Asymmetric.self, Symmetric.self, Hermitian.self]

  /// 1e-4: the triples of a start are known to 1e-6, and where two values are near each other, the
  /// spaces to less.
  @Test(arguments: startable.indices, [1, 2])
  func start(_ k: Int, _ rank: Int) {
    func check<P: Startable>(_: P.Type) {
      let gaps = checkStart(P.self, rows: 8, columns: 8, rank: rank)
      #expect(gaps.worst < 1e-4, "\(P.self): \(gaps)")
    }
    check(Self.startable[k])
  }

  @Test func haveTheirOtherLaws() {
    let flat = Asymmetric(u: gaussian(8, 3), v: gaussian(6, 3, seed: 2))
    let square = Symmetric(gaussian(8, 3))
    #expect(checkLeftOrthonormalization(flat).worst < 1e-13)
    #expect(checkPreconditioner(flat).worst < 1e-12)
    #expect(checkPreconditioner(square).worst < 1e-12)
    #expect(checkRotation(flat) < 1e-13)
    #expect(checkRotation(square) < 1e-13)
    #expect(checkLengthInvariance(NormalizedNetwork(gaussian(7, 1).elements, depth: 3)) < 1e-13)
  }

  static let blocked: [any Blocked] = [
    Asymmetric(u: gaussian(4, 2), v: gaussian(3, 2, seed: 2)),
    Deep.gaussian(widths: [4, 2, 5, 3], scale: 1), NormalizedNetwork(gaussian(6, 1).elements),
    NetworkWeights(hidden: gaussian(5, 4), output: gaussian(5, 1, seed: 2).elements),
  ]

  @Test(arguments: blocked.indices)
  func areMadeOfBlocks(_ k: Int) { #expect(checkBlocks(like: Self.blocked[k]) == 0) }

  @Test func matricesAreVectors() {
    #expect(checkVectorSpace(like: gaussian(5, 4)).worst < 1e-13)
    let weights = NetworkWeights(hidden: gaussian(5, 4), output: gaussian(5, 1, seed: 2).elements)
    #expect(checkVectorSpace(like: weights).worst < 1e-13)
  }

  @Test func asymmetricGrowsByTheTopSingularPair() {
    var point = Asymmetric(u: gaussian(6, 2), v: gaussian(5, 2, seed: 2))
    let g = gaussian(6, 5, seed: 3), before = point.matrix.dense(), svd = SmallSVD(g)
    let term = point.steepestTerm(against: g)
    point.append(term, scale: 0.25)
    // W moves by −¼ u₁ v₁ᵀ, against the gradient.
    var expected = before
    expected.setProduct(
      svd.u.prefix(columns: 1), svd.v.prefix(columns: 1), right: .transposed, scale: -0.25,
      adding: 1)
    #expect(point.rank == 3 && abs(term.gain - svd.singularValues[0]) < 1e-9)
    #expect(gap(point.matrix.dense(), expected) < 1e-7)
  }

  @Test func symmetricGrowsByTheLowestEigenvector() {
    var point = Symmetric(Matrix(rows: 3, columns: 0))
    // The largest singular value belongs to +5, which U Uᵀ cannot use; −2 is the best descent.
    let term = point.steepestTerm(against: Matrix(diagonal: [5, -2, 1]))
    point.append(term, scale: 9)
    #expect(abs(term.gain - 2) < 1e-12)
    #expect(gap(point.matrix.dense(), Matrix(diagonal: [0, 9, 0])) < 1e-9)
    #expect(point.steepestTerm(against: Matrix(diagonal: [1, 2, 3])).gain < 0)
  }

  @Test func hermitianGrowsByAComplexTerm() {
    var point = Hermitian(Matrix(rows: 4, columns: 0))
    // −Y, the Pauli matrix: its lowest eigenvector (1, i)/√2 is complex.
    let minusY = Matrix(
      rows: 4, columns: 4, elements: [0, 0, 0, -1, 0, 0, 1, 0, 0, 1, 0, 0, -1, 0, 0, 0])
    let term = point.steepestTerm(against: minusY)
    point.append(term, scale: 2)
    let (real, imaginary) = point.dense()
    #expect(abs(term.gain - 2) < 1e-9 && point.rank == 1)
    #expect(gap(real, Matrix(diagonal: [1, 1])) < 1e-9)
    #expect(gap(imaginary, Matrix(rows: 2, columns: 2, elements: [0, -1, 1, 0])) < 1e-9)
  }

  private func gap(_ a: Matrix, _ b: Matrix) -> Double {
    var difference = a
    difference.add(b, scaledBy: -1)
    return difference.norm
  }
}
