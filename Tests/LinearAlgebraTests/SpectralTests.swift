import LinearAlgebra
import Testing

/// W = L Rᵀ as an operator, to search the spectrum of something never formed.
private struct Factored: LinearOperator {
  let w: LowRankMatrix
  var rows: Int { w.rows }
  var columns: Int { w.columns }
  func multiply(_ x: Matrix, into y: inout Matrix) {
    y.setProduct(w.left, w.right.transposedTimes(x))
  }
  func multiplyTransposed(_ x: Matrix, into y: inout Matrix) {
    y.setProduct(w.right, w.left.transposedTimes(x))
  }
}

@Suite struct TruncatedSVDTests {
  /// Tolerance 1e-10 on residuals bounds the error of a singular value by 1e-10 s₁.
  @Test(arguments: [(40, 25), (25, 40), (30, 30), (200, 3), (3, 200)], [1, 3])
  func matchesDense(_ shape: (Int, Int), _ count: Int) {
    let a = gaussian(shape.0, shape.1)
    check(TruncatedSVD(a, count: count), against: a, count)
  }

  @Test func sparse() {
    let a = SparseMatrix.random(80, 60, density: 0.1)
    check(TruncatedSVD(a, count: 4), against: a.dense, 4)
  }

  /// Rank 3, asked for 5: the space is exhausted after three steps or so.
  @Test func lowRankGivesFewer() {
    let w = LowRankMatrix(left: gaussian(50, 3), right: gaussian(40, 3, seed: 2))
    let svd = TruncatedSVD(Factored(w: w), count: 5)
    #expect(svd.converged)
    #expect(svd.singularValues.count(where: { $0 > 1e-10 * svd.singularValues[0] }) == 3)
    let k = svd.singularValues.count
    #expect(orthonormalityGap(svd.u) < 1e-10 && orthonormalityGap(svd.v) < 1e-10)
    #expect(svd.u.columns == k && svd.v.columns == k)
    let back = svd.u.scalingColumns(by: svd.singularValues).timesTransposed(svd.v)
    #expect(distance(back, w.dense()) < 1e-10)
  }

  @Test func zeroOperator() {
    let svd = TruncatedSVD(Matrix(rows: 6, columns: 4), count: 2)
    #expect(svd.converged && svd.singularValues.allSatisfy { $0 == 0 })
    let top = topSingularTriple(of: Matrix(rows: 6, columns: 4))
    #expect(top.value == 0 && top.left.count == 6 && top.right.count == 4)
  }

  @Test func emptyOperator() {
    #expect(TruncatedSVD(Matrix(rows: 0, columns: 4), count: 2).singularValues.isEmpty)
  }

  /// All singular values equal: one copy shows, and a full set after restarts is not promised.
  @Test func identity() {
    let svd = TruncatedSVD(Matrix(diagonal: [2, 2, 2, 2]), count: 1)
    #expect(svd.converged && abs(svd.singularValues[0] - 2) < 1e-14)
  }

  @Test func startsFromAGivenVector() {
    let a = gaussian(20, 10), exact = SmallSVD(a)
    let svd = TruncatedSVD(a, count: 1, start: exact.v.column(0))
    #expect(svd.converged && svd.steps <= 4)
    #expect(abs(svd.singularValues[0] - exact.singularValues[0]) < 1e-10)
  }

  private func check(_ svd: TruncatedSVD, against a: Matrix, _ wanted: Int) {
    let exact = SmallSVD(a), count = min(wanted, a.rows, a.columns)
    #expect(svd.converged && svd.singularValues.count == count)
    #expect(orthonormalityGap(svd.u) < 1e-12 && orthonormalityGap(svd.v) < 1e-12)
    for k in 0..<count {
      #expect(abs(svd.singularValues[k] - exact.singularValues[k]) < 1e-9 * exact.singularValues[0])
    }
    let residual = distance(a.times(svd.v), svd.u.scalingColumns(by: svd.singularValues))
    #expect(residual < 1e-9 * exact.singularValues[0])
  }
}

@Suite struct LanczosTests {
  @Test(arguments: [1, 2, 5, 60])
  func matchesDense(_ n: Int) {
    let g = gaussian(n, n), a = Matrix(rows: n, columns: n) { g[$0, $1] + g[$1, $0] }
    let exact = SymmetricEigen(a).values, lanczos = Lanczos(a)
    let scale = max(abs(exact[0]), abs(exact[n - 1]))
    #expect(abs(lanczos.smallest.value - exact[0]) < 1e-9 * scale)
    #expect(abs(lanczos.largest.value - exact[n - 1]) < 1e-9 * scale)
    for pair in [lanczos.smallest, lanczos.largest] {
      var product = Matrix(rows: n, columns: 1)
      let x = Matrix(rows: n, columns: 1, elements: pair.vector)
      a.multiply(x, into: &product)
      product.add(x, scaledBy: -pair.value)
      #expect(product.norm < 1e-9 * scale && abs(x.norm - 1) < 1e-12)
    }
  }

  @Test func lowRankAndZero() {
    let u = gaussian(30, 2), w = LowRankMatrix(left: u, right: u)
    let lanczos = Lanczos(Factored(w: w)), exact = SymmetricEigen(w.dense()).values
    #expect(abs(lanczos.largest.value - exact[29]) < 1e-10 * exact[29])
    #expect(abs(lanczos.smallest.value) < 1e-10 * exact[29])
    let zero = Lanczos(Matrix(rows: 5, columns: 5))
    #expect(zero.smallest.value == 0 && zero.largest.value == 0)
  }

  @Test func symmetricPart() {
    let g = gaussian(12, 12), part = Matrix(rows: 12, columns: 12) { (g[$0, $1] + g[$1, $0]) / 2 }
    let exact = SymmetricEigen(part).values
    #expect(abs(Lanczos(SymmetricPart(g)).smallest.value - exact[0]) < 1e-9)
  }
}
