import Testing

@testable import LinearAlgebra

/// Backward stable routines: errors of a few ε ‖A‖ √size; 1e-12 leaves a factor 100.
private let stable = 1e-12

/// Shapes: tall, square, wide, single lines, and no lines at all.
private let shapes = [(9, 4), (6, 6), (4, 9), (1, 5), (5, 1), (0, 3), (3, 0), (120, 20)]

@Suite struct ThinQRTests {
  @Test(arguments: shapes.filter { $0.0 >= $0.1 })
  func reproduces(_ m: Int, _ n: Int) {
    let a = gaussian(m, n), qr = ThinQR(a)
    #expect(distance(qr.q.times(qr.r), a) < stable)
    #expect(orthonormalityGap(qr.q) < stable)
    for i in 0..<n { for j in 0..<i { #expect(qr.r[i, j] == 0) } }
  }

  @Test func completesDeficientColumns() {
    var a = lowRank(8, 5, rank: 2)
    for i in 0..<8 { a[i, 3] = 0 }
    let qr = ThinQR(a)
    #expect(distance(qr.q.times(qr.r), a) < stable)
    #expect(orthonormalityGap(qr.q) < stable)
    #expect(orthonormalityGap(ThinQR(Matrix(rows: 6, columns: 3)).q) < stable)
  }
}

@Suite struct SmallSVDTests {
  @Test(arguments: shapes)
  func reproduces(_ m: Int, _ n: Int) { check(gaussian(m, n)) }

  @Test func deficientAndZero() {
    var a = lowRank(7, 6, rank: 2)
    for i in 0..<7 { a[i, 0] = 0 }
    check(a)
    #expect(SmallSVD(a).singularValues[2] < stable * SmallSVD(a).singularValues[0])
    check(Matrix(rows: 4, columns: 3))
    check(lowRank(3, 8, rank: 1))
  }

  @Test func knownValues() {
    let svd = SmallSVD(Matrix(rows: 2, columns: 2, elements: [3, 0, 4, 5]))
    // AᵀA has eigenvalues 45 and 5.
    #expect(abs(svd.singularValues[0] - 45.0.squareRoot()) < 1e-14)
    #expect(abs(svd.singularValues[1] - 5.0.squareRoot()) < 1e-14)
  }

  /// A diverged point is a result: it has no singular values, and the process goes on.
  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func whatIsNotFiniteHasNone(_ x: Double) {
    let svd = SmallSVD(Matrix(rows: 2, columns: 3, elements: [1, x, 0, 0, 1, 2]))
    let all = svd.singularValues + svd.u.elements + svd.v.elements
    #expect(svd.failure == .notFinite && all.allSatisfy { $0.isNaN })
    #expect(svd.singularValues.count == 2 && svd.u.rows == 2 && svd.v.rows == 3)
    let eigen = SymmetricEigen(Matrix(rows: 2, columns: 2, elements: [1, x, 0, 1]))
    let values = eigen.values + eigen.vectors.elements
    #expect(eigen.failure == .notFinite && values.allSatisfy { $0.isNaN })
    // Only the upper triangle counts.
    let lower = SymmetricEigen(Matrix(rows: 2, columns: 2, elements: [1, 0, x, 1]))
    #expect(lower.values == [1, 1] && lower.failure == nil)
    let qr = ThinQR(Matrix(rows: 3, columns: 2, elements: [1, x, 0, 0, 1, 2]))
    #expect(!qr.q.isFinite && !qr.r.isFinite)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func searchesOfWhatIsNotFiniteFail(_ x: Double) {
    var a = gaussian(30, 30)
    a[3, 7] = x
    let svd = TruncatedSVD(a, count: 3)
    #expect(svd.failure == .notFinite && !svd.converged)
    #expect(svd.singularValues.isEmpty && svd.u.columns == 0 && svd.v.columns == 0)
    #expect(topSingularTriple(of: a).value.isNaN)
    let lanczos = Lanczos(SymmetricPart(a))
    #expect(lanczos.smallest.value.isNaN && lanczos.largest.value.isNaN)
    let form = SpectralForm(LowRankMatrix(left: a, right: a))
    #expect(form.singularValues.count == 30 && form.singularValues.allSatisfy { $0.isNaN })
    #expect(!form.positivePart.u.isFinite)
  }

  /// Finite, but its squares are not.
  @Test func overflowIsNoTrap() {
    let a = Matrix(rows: 6, columns: 4) { i, j in 1e300 * Double(1 + (i * j) % 3) }
    #expect(SmallSVD(a).failure == nil && SmallSVD(a).singularValues[0] > 1e300)
    #expect(TruncatedSVD(a, count: 2).failure == .notFinite)
    #expect(SymmetricEigen(a.transposedTimes(a)).failure == .notFinite)
    #expect(Cholesky(a.transposedTimes(a)) == nil)
  }

  @Test func reportsLAPACKsOwnFailure() {
    #expect(DecompositionFailure(info: 0) == nil && DecompositionFailure(info: 3) == .notConverged)
  }

  private func check(_ a: Matrix) {
    let svd = SmallSVD(a), s = svd.singularValues
    #expect(distance(svd.u.scalingColumns(by: s).timesTransposed(svd.v), a) < stable)
    #expect(orthonormalityGap(svd.u) < stable && orthonormalityGap(svd.v) < stable)
    #expect(s == s.sorted(by: >) && s.allSatisfy { $0 >= 0 })
  }
}

@Suite struct SymmetricTests {
  @Test(arguments: [0, 1, 2, 7, 60])
  func eigenReproduces(_ n: Int) {
    let g = gaussian(n, n), a = Matrix(rows: n, columns: n) { g[$0, $1] + g[$1, $0] }
    let eigen = SymmetricEigen(a)
    let back = eigen.vectors.scalingColumns(by: eigen.values).timesTransposed(eigen.vectors)
    #expect(distance(back, a) < stable)
    #expect(orthonormalityGap(eigen.vectors) < stable)
    #expect(eigen.values == eigen.values.sorted())
  }

  @Test func eigenReadsTheUpperTriangle() {
    let a = Matrix(rows: 2, columns: 2, elements: [2, 1, 99, 2])
    #expect(SymmetricEigen(a).values.map { $0.rounded() } == [1, 3])
  }

  @Test(arguments: [1, 2, 5, 40])
  func choleskySolves(_ n: Int) throws {
    let g = gaussian(n + 3, n), a = g.transposedTimes(g), x = gaussian(4, n, seed: 2)
    var solved = x.times(a)
    try #require(Cholesky(a)).solveRows(&solved)
    // The condition number of these Gram matrices is below 1e4.
    #expect(distance(solved, x) < 1e-10)
  }

  @Test func choleskyReadsTheUpperTriangle() throws {
    var x = Matrix(rows: 1, columns: 2, elements: [4, 5])
    try #require(Cholesky(Matrix(rows: 2, columns: 2, elements: [2, 1, 99, 3]))).solveRows(&x)
    #expect(distance(x, Matrix(rows: 1, columns: 2, elements: [1.4, 1.2])) < 1e-14)
  }

  @Test func choleskyRefuses() {
    #expect(Cholesky(Matrix(diagonal: [1, -1e-3])) == nil)
    #expect(Cholesky(Matrix(rows: 2, columns: 2)) == nil)
    #expect(Cholesky(Matrix(diagonal: [1, .nan])) == nil)
    #expect(Cholesky(Matrix(rows: 0, columns: 0)) != nil)
  }
}

@Suite struct GramSolverTests {
  @Test(arguments: [0.0, 0.3])
  func dividesByTheGramMatrix(_ damping: Double) {
    let f = gaussian(20, 4), x = gaussian(6, 4, seed: 2)
    var gram = f.transposedTimes(f), solver = GramSolver(order: 4), solved = x
    for k in 0..<4 { gram[k, k] += damping }
    solver.factor(gramOf: f, damping: damping)
    solver.solveRows(&solved)
    #expect(distance(solved.times(gram), x) < stable)
  }

  @Test func survivesDeficientFactors() {
    var solver = GramSolver(order: 3), x = gaussian(5, 3)
    solver.factor(gramOf: lowRank(20, 3, rank: 1), damping: 0)
    solver.solveRows(&x)
    #expect(x.elements.allSatisfy { $0.isFinite })
  }

  @Test func leavesTheRestAlone() {
    let x = gaussian(5, 3)
    for f in [
      Matrix(rows: 8, columns: 3), Matrix(diagonal: [1, .nan, 1]),
      Matrix(diagonal: [1, .infinity, 1]),
    ] {
      var solver = GramSolver(order: 3), kept = x
      solver.factor(gramOf: f, damping: 0)
      solver.solveRows(&kept)
      #expect(kept == x)
    }
  }

  @Test func changesOrder() {
    var solver = GramSolver(order: 1), x = gaussian(2, 3)
    solver.factor(gramOf: Matrix(diagonal: [1, 2, 4]), damping: 0)
    let expected = x.scalingColumns(by: [1, 0.25, 1 / 16])
    solver.solveRows(&x)
    #expect(distance(x, expected) < 1e-15)
  }
}
