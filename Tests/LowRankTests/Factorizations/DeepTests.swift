import LinearAlgebra
import LowRank
import LowRankTesting
import Testing

@Suite struct DeepTests {
  static let points: [Deep] = [
    .gaussian(widths: [9, 3, 7], scale: 1), .gaussian(widths: [9, 3, 4, 7], scale: 1),
    .gaussian(widths: [6, 8, 2, 5, 7], scale: 1), .gaussian(widths: [4, 9, 9, 9, 3, 4], scale: 1),
    .orthogonal(widths: [5, 5, 5, 5], scale: 0.2),
  ]

  @Test(arguments: points)
  func keepsItsLaws(_ point: Deep) {
    #expect(checkVectorSpace(like: point).worst < 1e-13)
    #expect(checkFactorization(point).isRight)
    // The factored product is the plain one.
    let plain = point.layers.dropFirst().reduce(point.layers[0]) { $0.times($1) }
    #expect(gap(point.matrix.dense(), plain) < 1e-13 * plain.norm)
    #expect(point.rank == point.widths.dropFirst().dropLast().min())
  }

  @Test func gradientsOfAFit() {
    let map = twoThirds(9, 7), target = gaussian(1, map.count, seed: 3).elements
    let fit = Fit(map, target: target, loss: SquaredLoss(), over: Deep.self)
    #expect(checkGradient(fit, at: Self.points[1]).isRight)
  }

  /// W = U Vᵀ and its path, to rounding.
  @Test func depthTwoIsAsymmetric() {
    let map = twoThirds(9, 7), target = gaussian(1, map.count, seed: 3).elements
    let u = gaussian(9, 3, seed: 4, scale: 0.3), v = gaussian(7, 3, seed: 5, scale: 0.3)
    let deep = Fit(map, target: target, loss: SquaredLoss(), over: Deep.self).solve(
      from: Deep([u, v.transposed]), by: Descent(along: .heavyBall(), step: .constant(0.01)),
      until: .iterations(200))
    let flat = Fit(map, target: target, loss: SquaredLoss(), over: Asymmetric.self).solve(
      from: Asymmetric(u: u, v: v), by: Descent(along: .heavyBall(), step: .constant(0.01)),
      until: .iterations(200))
    let size = flat.point.matrix.frobeniusNorm
    // 200 steps of a contracting iteration: a few hundred ulps.
    #expect(deep.point.matrix.distance(to: flat.point.matrix) < 1e-12 * size)
    #expect(gap(deep.point.layers[0], flat.point.u) < 1e-12 * flat.point.u.norm)
  }

  @Test func starts() {
    let form = SpectralForm(
      LowRankMatrix(left: gaussian(8, 2, seed: 1), right: gaussian(6, 2, seed: 2)))
    for depth in 2...5 {
      let balanced = Deep(spectral: form, depth: depth)
      #expect(balanced.matrix.distance(to: form.lowRank) < 1e-13 * form.norm)
      #expect(balanced.imbalance < 1e-14 * form.norm && balanced.depth == depth)
    }
    let orthogonal = Deep.orthogonal(widths: [6, 6, 6, 6], scale: 1e-3)
    #expect(orthogonal.imbalance < 1e-15)
    let values = SmallSVD(orthogonal.matrix.dense()).singularValues
    #expect(values.allSatisfy { abs($0 - 1e-3) < 1e-17 })
    // 3600 normal numbers: their norm has relative spread (1/7200)^½ = 1.2 %; four of them.
    let drawn = Deep.gaussian(widths: [60, 60, 60], scale: 0.01, seed: 4)
    #expect(abs(drawn.layers[0].norm / (0.1 * Double(60).squareRoot()) - 1) < 0.05)
    #expect(drawn == .gaussian(widths: [60, 60, 60], scale: 0.01, seed: 4))
    #expect(drawn != .gaussian(widths: [60, 60, 60], scale: 0.01, seed: 5))
  }

  @Test func growsByATermAndStaysBalanced() {
    let g = gaussian(6, 5, seed: 3)
    for depth in 2...4 {
      var point = Deep(
        spectral: SpectralForm(rows: 6, columns: 5), depth: depth)
      let term = point.steepestTerm(against: g)
      point.append(term, scale: 0.25)
      point.append(
        RankOneTerm(gain: 0, left: term.right + [0], right: term.left.dropLast()), scale: 0)
      let expected = LowRankMatrix(
        left: Matrix(rows: 6, columns: 1, elements: term.left.map { 0.25 * $0 }),
        right: Matrix(rows: 5, columns: 1, elements: term.right))
      #expect(point.widths.dropFirst().dropLast().allSatisfy { $0 == 2 })
      #expect(point.matrix.distance(to: expected) < 1e-15)
      #expect(point.imbalance < 1e-15)
      var down = Deep(spectral: SpectralForm(rows: 6, columns: 5), depth: depth)
      down.append(term, scale: -0.25)
      #expect(abs(down.matrix[0, 0] + expected[0, 0]) < 1e-15)
    }
  }

  private func gap(_ a: Matrix, _ b: Matrix) -> Double {
    var difference = a
    difference.add(b, scaledBy: -1)
    return difference.norm
  }
}
