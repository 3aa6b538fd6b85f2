import LinearAlgebra
import LowRankTesting
import Testing

/// Rounding: an entry of a product of inner size k is off by at most k ε ‖row‖ ‖column‖, far below
/// 1e-13 for the sizes here.
private let rounding = 1e-13

@Suite struct ProductTests {
  /// The last two are cut into parts for threads.
  @Test(arguments: [
    (3, 4, 5), (1, 1, 1), (7, 1, 3), (1, 9, 1), (300, 200, 40), (200, 90, 300),
  ])
  func matchesTheDefinition(_ m: Int, _ k: Int, _ n: Int) {
    let a = gaussian(m, k), b = gaussian(k, n, seed: 2), expected = textbookProduct(a, b)
    #expect(distance(a.times(b), expected) < rounding)
    #expect(distance(a.transposed.transposedTimes(b), expected) < rounding)
    #expect(distance(a.timesTransposed(b.transposed), expected) < rounding)
    var both = Matrix(rows: m, columns: n)
    both.setProduct(a.transposed, b.transposed, left: .transposed, right: .transposed)
    #expect(distance(both, expected) < rounding)
  }

  @Test func scalesAndAdds() {
    let a = gaussian(6, 3), b = gaussian(3, 4, seed: 2), c = gaussian(6, 4, seed: 3)
    var sum = c
    sum.setProduct(a, b, scale: -2, adding: 0.5)
    let expected = Matrix(rows: 6, columns: 4) { i, j in
      0.5 * c[i, j] - 2 * textbookProduct(a, b)[i, j]
    }
    #expect(distance(sum, expected) < rounding)
  }

  @Test func emptyShapes() {
    #expect(gaussian(0, 3).times(gaussian(3, 2)) == Matrix(rows: 0, columns: 2))
    #expect(gaussian(4, 0).times(gaussian(0, 2)) == Matrix(rows: 4, columns: 2))
    #expect(gaussian(4, 3).times(gaussian(3, 0)) == Matrix(rows: 4, columns: 0))
    var kept = gaussian(2, 2)
    let before = kept
    kept.setProduct(gaussian(2, 0), gaussian(0, 2), adding: 1)
    #expect(kept == before)
  }

  /// β = 0 means overwrite: 0 · NaN must not survive from an old buffer.
  @Test func overwritesGarbage() {
    var target = Matrix(rows: 2, columns: 2, elements: Array(repeating: .nan, count: 4))
    target.setProduct(gaussian(2, 0), gaussian(0, 2))
    #expect(target == Matrix(rows: 2, columns: 2))
    target = Matrix(rows: 2, columns: 2, elements: Array(repeating: .nan, count: 4))
    target.setProduct(gaussian(2, 3), gaussian(3, 2))
    #expect(target.elements.allSatisfy { $0.isFinite })
  }

  @Test func writesLowRankMatricesInPlace() {
    let w = LowRankMatrix(left: gaussian(5, 2), right: gaussian(4, 2, seed: 2))
    var elements = Array(repeating: 1.0, count: 20)
    w.writeDense(into: &elements, adding: 2)
    let expected = Matrix(rows: 5, columns: 4) { w[$0, $1] + 2 }
    #expect(distance(Matrix(rows: 5, columns: 4, elements: elements), expected) < rounding)
  }

  @Test(arguments: [(8, 5), (5, 8), (1, 6)])
  func denseMatricesAreOperators(_ m: Int, _ n: Int) {
    #expect(checkOperator(gaussian(m, n)).worst < rounding)
  }

  @Test func matricesAreAVectorSpace() {
    #expect(checkVectorSpace(like: gaussian(7, 3)).worst < rounding)
  }
}

@Suite struct LowRankMatrixTests {
  @Test func distanceSeesTinyDifferences() {
    let w = LowRankMatrix(left: gaussian(30, 3), right: gaussian(20, 3, seed: 2))
    var left = w.left
    left[4, 1] += 1e-11
    let moved = LowRankMatrix(left: left, right: w.right)
    // The difference is 1e-11 e₄ times column 1 of R; Gram matrices would bury it at 1e-7.
    let exact = 1e-11 * w.right.column(1).norm
    #expect(abs(moved.distance(to: w) - exact) < 1e-3 * exact)
    #expect(w.distance(to: w) < 1e-14 * w.frobeniusNorm)
  }

  @Test(arguments: [(6, 5, 2), (3, 9, 4), (2, 2, 5)])
  func normsMatchDense(_ m: Int, _ n: Int, _ rank: Int) {
    let a = LowRankMatrix(left: gaussian(m, rank), right: gaussian(n, rank, seed: 2))
    let b = LowRankMatrix(left: gaussian(m, 1, seed: 3), right: gaussian(n, 1, seed: 4))
    var difference = a.dense()
    difference.add(b.dense(), scaledBy: -1)
    #expect(abs(a.distance(to: b) - difference.norm) < rounding * difference.norm)
    #expect(abs(a.frobeniusNorm - a.dense().norm) < rounding * a.dense().norm)
    #expect(abs(a[1, 0] - a.dense()[1, 0]) < rounding)
  }
}
