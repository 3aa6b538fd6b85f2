import LinearAlgebra
import Testing

/// Two QRs, one small SVD and three products, each backward stable: a few ε ‖W‖ √size.
private let stable = 1e-12

@Suite struct SpectralFormTests {
  /// A form with orthonormal factors and the given singular values.
  private func form(_ m: Int, _ n: Int, _ s: [Double], seed: UInt64 = 1) -> SpectralForm {
    var generator = SeededGenerator(seed: seed)
    return SpectralForm(
      u: .orthonormal(rows: m, columns: s.count, using: &generator), singularValues: s,
      v: .orthonormal(rows: n, columns: s.count, using: &generator))
  }

  private func check(_ form: SpectralForm, is dense: Matrix, scale: Double = 1) {
    #expect(distance(form.lowRank.dense(), dense) < stable * scale)
    #expect(orthonormalityGap(form.u) < stable && orthonormalityGap(form.v) < stable)
    let s = form.singularValues
    #expect(s == s.sorted(by: >) && s.allSatisfy { $0 >= 0 })
  }

  /// Tall, square and wide factors: the last two have more columns than rows.
  @Test(arguments: [(9, 7, 3), (5, 5, 5), (4, 9, 4), (2, 3, 4), (6, 2, 3), (1, 1, 1)])
  func readsFactors(_ m: Int, _ n: Int, _ k: Int) {
    let w = LowRankMatrix(left: gaussian(m, k), right: gaussian(n, k, seed: 2))
    let form = SpectralForm(w)
    check(form, is: w.dense())
    #expect(form.rows == m && form.columns == n && form.rank == min(m, n, k))
    #expect(abs(form.norm - w.dense().norm) < stable * form.norm)
    #expect(distance(form.balanced.dense(), w.dense()) < stable)
    let (left, right) = (form.balanced.left, form.balanced.right)
    #expect(distance(left.transposedTimes(left), right.transposedTimes(right)) < stable)
  }

  @Test func keepsItsSingularValues() {
    let s = [1e3, 1, 1e-3], again = SpectralForm(form(8, 6, s).balanced)
    // Absolute accuracy ε‖W‖ in every singular value.
    for k in 0..<3 { #expect(abs(again.singularValues[k] - s[k]) < stable * 1e3) }
  }

  @Test func truncates() {
    let whole = form(8, 6, [3, 2, 1]), svd = SmallSVD(whole.lowRank.dense())
    let best = svd.u.prefix(columns: 2).scalingColumns(by: [3, 2])
      .timesTransposed(svd.v.prefix(columns: 2))
    check(whole.truncated(to: 2), is: best)
    #expect(whole.truncated(to: 0).rank == 0)
  }

  @Test func appends() {
    let w = form(8, 6, [3, 2])
    let (a, b) = (gaussian(8, 1, seed: 3), gaussian(6, 1, seed: 4))
    var expected = w.lowRank.dense()
    expected.add(a.timesTransposed(b), scaledBy: -5 / (a.norm * b.norm))
    let grown = w.appending(LowRankMatrix(left: a, right: b), scale: -5 / (a.norm * b.norm))
    check(grown, is: expected)
    #expect(grown.rank == 3)
  }

  @Test func rankZero() {
    let zero = SpectralForm(rows: 4, columns: 3), nothing = Matrix(rows: 4, columns: 3)
    check(zero, is: nothing)
    #expect(zero.rank == 0 && zero.norm == 0)
    #expect(SpectralForm(zero.lowRank) == zero && zero.truncated(to: 0) == zero)
    let still = zero.retracting(
      core: Matrix(rows: 0, columns: 0), left: Matrix(rows: 4, columns: 0),
      right: Matrix(rows: 3, columns: 0))
    #expect(still == zero)
    let term = LowRankMatrix(
      left: Matrix(rows: 4, columns: 1) { i, _ in i == 1 ? 1 : 0 },
      right: Matrix(rows: 3, columns: 1) { j, _ in j == 2 ? 1 : 0 })
    var expected = nothing
    expected[1, 2] = 7
    check(zero.appending(term, scale: 7), is: expected)
  }

  /// The retraction is the truncated SVD of W + ξ, also where 2 rank exceeds a side and where a
  /// block of ξ has dependent columns, so that its Q is not orthogonal to the frame.
  @Test(arguments: [(12, 9, 3), (12, 5, 3), (5, 5, 4), (4, 4, 4), (1, 6, 1)], [false, true])
  func retracts(_ shape: (Int, Int, Int), _ dependent: Bool) {
    let (m, n, k) = shape
    let w = form(m, n, (0..<k).map { Double(k - $0) })
    var left = gaussian(m, k, seed: 5), right = gaussian(n, k, seed: 6)
    if dependent, k > 1 {
      for i in 0..<m { left[i, 1] = 2 * left[i, 0] }
      for j in 0..<n { right[j, 0] = 0 }
    }
    left.setProduct(w.u, w.u.transposedTimes(left), scale: -1, adding: 1)
    right.setProduct(w.v, w.v.transposedTimes(right), scale: -1, adding: 1)
    let core = gaussian(k, k, seed: 7)
    var moved = w.lowRank.dense()
    moved.setProduct(w.u.times(core), w.v, right: .transposed, adding: 1)
    moved.setProduct(left, w.v, right: .transposed, adding: 1)
    moved.setProduct(w.u, right, right: .transposed, adding: 1)
    let svd = SmallSVD(moved), s = Array(svd.singularValues.prefix(k))
    let best = svd.u.prefix(columns: k).scalingColumns(by: s)
      .timesTransposed(svd.v.prefix(columns: k))
    // The truncation moves by the rounding over the relative gap s[k−1] − s[k], here above 0.05.
    check(w.retracting(core: core, left: left, right: right), is: best, scale: 20)
  }
}
