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
  func keepTheirLaws(_ k: Int) {
    let gaps = checkFixedRank(Self.points[k])
    #expect(gaps.worst < rounding, "\(gaps)")
  }

  /// A term raises the rank by what a column of the factors is worth.
  @Test(arguments: points.indices)
  func columnsHaveTheirRank(_ k: Int) throws {
    func check<P: FixedRank>(_ point: P) throws {
      let form = point.spectral
      let term = try #require(
        P.term(along: gaussian(form.rows, form.columns, seed: 5), beyond: form))
      #expect(term.rank == P.columnsPerRank && form.rank == point.rank * P.columnsPerRank)
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
