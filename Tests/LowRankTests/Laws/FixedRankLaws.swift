import LinearAlgebra
import LowRank
import LowRankTesting
import Testing

/// Rounding of thin decompositions of a few rows: 1e-12 leaves a factor 10.
private let rounding = 1e-12

@Suite struct FixedRankLaws {
  static let points: [any FixedRank] = [
    Asymmetric(u: gaussian(8, 3), v: gaussian(6, 3, seed: 2)), Symmetric(gaussian(8, 3)),
    Hermitian(gaussian(8, 2)), Symmetric(gaussian(8, 1)), Hermitian(gaussian(8, 1)),
  ]

  @Test(arguments: points.indices)
  func formsAreReadAndMade(_ k: Int) {
    func check<P: FixedRank>(_ point: P) {
      let form = point.spectral, w = point.matrix
      #expect(form.lowRank.distance(to: w) < rounding * w.frobeniusNorm)
      #expect(P(spectral: form).matrix.distance(to: w) < rounding * w.frobeniusNorm)
      #expect(P(spectral: form).rank == point.rank)
      let overlap = form.u.transposedTimes(form.u)
      #expect(distance(overlap, Matrix(diagonal: Array(repeating: 1, count: form.rank))) < rounding)
    }
    check(Self.points[k])
  }

  /// P is linear by construction; P P = P, and ⟨P x, y⟩ = ⟨x, P y⟩.
  @Test(arguments: points.indices)
  func projectionsAreOrthogonal(_ k: Int) {
    func check<P: FixedRank>(_ point: P) {
      guard let project = P.tangentProjection else { return }
      let form = point.spectral
      let x = Blocks(form, seed: 3), y = Blocks(form, seed: 7)
      let (px, py) = (x.projected(by: project), y.projected(by: project))
      #expect(px.projected(by: project).distance(to: px) < rounding)
      #expect(abs(px.dot(y) - x.dot(py)) < rounding)
      #expect(px.distance(to: x) > 0.1)
    }
    check(Self.points[k])
  }

  /// A small tangent step is followed to second order, and what comes back is within reach.
  @Test(arguments: points.indices)
  func retractionsFollowTangents(_ k: Int) {
    func check<P: FixedRank>(_ point: P) {
      let form = point.spectral
      func gap(_ t: Double) -> Double {
        let xi = Blocks(form, seed: 3).projected(by: P.tangentProjection).scaled(by: t)
        let moved = P.retract(form, core: xi.core, left: xi.left, right: xi.right)
        #expect(moved.rank == form.rank)
        let w = moved.lowRank
        #expect(P(spectral: moved).matrix.distance(to: w) < rounding * w.frobeniusNorm)
        var expected = form.lowRank.dense()
        expected.add(xi.matrix(at: form), scaledBy: 1)
        return distance(w.dense(), expected)
      }
      // Halving t quarters the remainder.
      #expect(gap(0) < rounding * form.norm && gap(2e-4) > 3 * gap(1e-4))
    }
    check(Self.points[k])
  }

  @Test(arguments: points.indices)
  func termsLieOutsideTheFrame(_ k: Int) throws {
    func check<P: FixedRank>(_ point: P) throws {
      let form = point.spectral, g = gaussian(form.rows, form.columns, seed: 5)
      let term = try #require(P.term(along: g, beyond: form))
      #expect(form.u.transposedTimes(term.left).norm < rounding)
      #expect(form.v.transposedTimes(term.right).norm < rounding)
      let grown = form.appending(term, scale: 0.5).lowRank
      #expect(P(spectral: form.appending(term, scale: 0.5)).matrix.distance(to: grown) < rounding)
      #expect(term.rank == form.rank / point.rank)
    }
    try check(Self.points[k])
  }

  @Test func positiveTermsNeedAPositiveEigenvalue() {
    let none = SpectralForm(rows: 4, columns: 4)
    #expect(Symmetric.term(along: Matrix(diagonal: [-1, -2, -3, -1]), beyond: none) == nil)
    #expect(Hermitian.term(along: Matrix(diagonal: [-1, -2, -3, -1]), beyond: none) == nil)
    #expect(Asymmetric.term(along: Matrix(diagonal: [-1, -2, -3, -1]), beyond: none) != nil)
  }

  /// Subtracting twice the matrix leaves nothing positive.
  @Test func negativeEigenvaluesAreClipped() {
    let form = Symmetric(gaussian(6, 2)).spectral
    let core = Matrix(diagonal: [-2 * form.singularValues[0], 0])
    let zero = Matrix(rows: 6, columns: 2)
    let clipped = Symmetric.retract(form, core: core, left: zero, right: zero)
    #expect(clipped.rank == 2)
    #expect(abs(clipped.singularValues[0] - form.singularValues[1]) < rounding)
    #expect(clipped.singularValues[1] == 0)
  }

  /// Twice as many real numbers as complex ones, less the k² of a unitary.
  @Test func degreesOfFreedom() {
    #expect(Asymmetric.degreesOfFreedom(rows: 40, columns: 30, rank: 2) == 136)
    #expect(Symmetric.degreesOfFreedom(rows: 40, columns: 40, rank: 2) == 79)
    #expect(Hermitian.degreesOfFreedom(rows: 16, columns: 16, rank: 2) == 15)
    #expect(Hermitian.degreesOfFreedom(rows: 16, columns: 16, rank: 16) == 64)
  }

  /// W = E(U Uᴴ), entry by entry.
  @Test func hermitianEmbedding() {
    let (a, b) = (gaussian(4, 2, seed: 3), gaussian(4, 2, seed: 4))
    let (real, imaginary) = Hermitian(real: a, imaginary: b).dense()
    for i in 0..<4 {
      for j in 0..<4 {
        let re = (0..<2).reduce(0.0) { $0 + a[i, $1] * a[j, $1] + b[i, $1] * b[j, $1] }
        let im = (0..<2).reduce(0.0) { $0 + b[i, $1] * a[j, $1] - a[i, $1] * b[j, $1] }
        #expect(abs(real[i, j] - re) < rounding && abs(imaginary[i, j] - im) < rounding)
      }
    }
  }
}

private func distance(_ a: Matrix, _ b: Matrix) -> Double {
  var difference = a
  difference.add(b, scaledBy: -1)
  return difference.norm
}

/// A tangent vector with Uᵀ left = 0 and Vᵀ right = 0.
private struct Blocks {
  var core: Matrix
  var left: Matrix
  var right: Matrix

  init(_ form: SpectralForm, seed: UInt64) {
    core = gaussian(form.rank, form.rank, seed: seed)
    left = gaussian(form.rows, form.rank, seed: seed + 1)
    right = gaussian(form.columns, form.rank, seed: seed + 2)
    left.setProduct(form.u, form.u.transposedTimes(left), scale: -1, adding: 1)
    right.setProduct(form.v, form.v.transposedTimes(right), scale: -1, adding: 1)
  }

  func projected(by project: TangentProjection?) -> Blocks {
    var copy = self
    project?(&copy.core, &copy.left, &copy.right)
    return copy
  }

  func scaled(by t: Double) -> Blocks {
    var copy = self
    copy.core.scale(by: t)
    copy.left.scale(by: t)
    copy.right.scale(by: t)
    return copy
  }

  func dot(_ other: Blocks) -> Double {
    core.dot(other.core) + left.dot(other.left) + right.dot(other.right)
  }

  func distance(to other: Blocks) -> Double {
    var difference = self
    difference.core.add(other.core, scaledBy: -1)
    difference.left.add(other.left, scaledBy: -1)
    difference.right.add(other.right, scaledBy: -1)
    return difference.dot(difference).squareRoot()
  }

  func matrix(at form: SpectralForm) -> Matrix {
    var sum = form.u.times(core).timesTransposed(form.v)
    sum.add(left.timesTransposed(form.v), scaledBy: 1)
    sum.add(form.u.timesTransposed(right), scaledBy: 1)
    return sum
  }
}
