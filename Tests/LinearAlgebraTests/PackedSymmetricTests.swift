import Testing

@testable import LinearAlgebra

/// Sums of at most 400 products: 400 ε, and a factor 10.
private let rounding = 1e-12

@Suite struct PackedSymmetricTests {
  /// Lower triangle row by row, off the diagonal times √2: the definition, to hold the code
  /// against.
  private func pack(_ a: Matrix) -> [Double] {
    (0..<a.rows).flatMap { i in (0...i).map { a[i, $0] * (i == $0 ? 1 : 2.0.squareRoot()) } }
  }

  private func positive(_ q: Int, seed: UInt64 = 1) -> Matrix {
    let g = gaussian(q + 5, q, seed: seed)
    return g.transposedTimes(g)
  }

  private func inverse(_ a: Matrix, prior: [Double]) -> Matrix? {
    let q = a.rows
    var scratch = [Double](repeating: .nan, count: q * q), result = scratch
    let solved = PackedSymmetric.invert(
      pack(a), prior: prior, order: q, scratch: &scratch, into: &result)
    // Only the lower triangle is promised.
    return solved ? Matrix(rows: q, columns: q) { result[max($0, $1) * q + min($0, $1)] } : nil
  }

  /// ⟨A, B⟩_F = pack(A) · pack(B), for x xᵀ + S as the code packs it.
  @Test(arguments: [1, 2, 5, 20])
  func isAnIsometry(_ q: Int) {
    let x = gaussian(1, q, seed: 3).elements, s = positive(q), b = positive(q, seed: 9)
    var packed = [Double](repeating: .nan, count: PackedSymmetric.count(order: q))
    PackedSymmetric.moment(x, plus: s.elements, order: q, into: &packed)
    let a = Matrix(rows: q, columns: q) { x[$0] * x[$1] + s[$0, $1] }
    #expect(abs(packed.dot(pack(b)) - a.dot(b)) < rounding * a.norm * b.norm)
    #expect(abs(packed.norm - a.norm) < rounding * a.norm)
    #expect(packed == pack(a) || zip(packed, pack(a)).allSatisfy { abs($0 - $1) < 1e-13 * a.norm })
    PackedSymmetric.moment(x, plus: nil, order: q, into: &packed)
    #expect(abs(packed.norm - x.dot(x)) < rounding * x.dot(x))
  }

  /// The leading block is a prefix.
  @Test func leadingBlocksArePrefixes() {
    let a = positive(6), leading = Matrix(rows: 4, columns: 4) { a[$0, $1] }
    let prefix = pack(a).prefix(PackedSymmetric.count(order: 4))
    #expect(Array(prefix) == pack(leading))
  }

  @Test(arguments: [1, 2, 5, 20])
  func invertsLikeCholesky(_ q: Int) throws {
    let prior = (0..<q).map { Double($0 + 1) }
    var a = positive(q)
    let found = try #require(inverse(a, prior: prior))
    for k in 0..<q { a[k, k] += prior[k] }
    var expected = Matrix(diagonal: Array(repeating: 1, count: q))
    try #require(Cholesky(a)).solveRows(&expected)
    // The prior keeps the condition number below 100.
    #expect(distance(found, expected) < 100 * rounding)
    #expect(distance(found.times(a), Matrix(diagonal: Array(repeating: 1, count: q))) < 1e-11)
  }

  @Test func multipliesByItsLowerTriangle() {
    let s = positive(7), x = gaussian(7, 1, seed: 4)
    let garbage = Matrix(rows: 7, columns: 7) { $1 > $0 ? .nan : s[$0, $1] }
    var y = [Double](repeating: .nan, count: 7)
    PackedSymmetric.multiply(garbage.elements, x.elements, order: 7, into: &y)
    #expect(distance(Matrix(rows: 7, columns: 1, elements: y), s.times(x)) < rounding)
  }

  @Test func refuses() {
    #expect(inverse(Matrix(diagonal: [1, -1e-3]), prior: [0, 0]) == nil)
    #expect(inverse(Matrix(diagonal: [0, 1]), prior: [0, 0]) == nil)
    #expect(inverse(Matrix(diagonal: [1, .nan]), prior: [0, 0]) == nil)
    // xxᵀ is singular; a prior makes it definite.
    let ones = Matrix(rows: 3, columns: 3) { _, _ in 1 }
    #expect(inverse(ones, prior: [0, 0, 0]) == nil)
    #expect(inverse(ones, prior: [1, 1, 1]) != nil)
    #expect(inverse(Matrix(rows: 0, columns: 0), prior: []) != nil)
  }
}
