import LinearAlgebra
import LowRank
import LowRankTesting
import Testing

@Suite struct FactorizationLaws {
  static let points: [any QuadraticFactorization] = [
    Symmetric(gaussian(9, 3)), Symmetric(gaussian(9, 1)),
    Asymmetric(u: gaussian(9, 3), v: gaussian(7, 3, seed: 2)),
    Asymmetric(u: gaussian(2, 4), v: gaussian(3, 4, seed: 2)),
    Hermitian(gaussian(10, 3)), Hermitian(gaussian(8, 1)),
  ]

  @Test(arguments: points.indices)
  func keepTheirLaws(_ k: Int) {
    #expect(checkVectorSpace(like: Self.points[k]).worst < 1e-13)
    #expect(checkFactorization(Self.points[k]).isRight)
    #expect(checkQuadratic(Self.points[k]) < 1e-13)
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

  static let growing: [any Growable] = [
    Symmetric(gaussian(8, 2)), Asymmetric(u: gaussian(8, 2), v: gaussian(8, 2, seed: 2)),
    Hermitian(gaussian(8, 2)), Hermitian(Matrix(rows: 8, columns: 0)),
    Deep([gaussian(8, 2), gaussian(2, 2, seed: 2), gaussian(2, 8, seed: 3)]),
  ]

  /// F(W) = ⟨G, W⟩ falls by gain · scale, and no reachable unit term does better.
  @Test(arguments: growing.indices)
  func growthFallsAtItsGain(_ k: Int) {
    let g = gaussian(8, 8, seed: 9), start = Self.growing[k]
    let term = start.steepestTerm(against: g)
    func value(_ point: some Growable) -> Double { g.dot(point.matrix.dense()) }
    func fall(_ term: RankOneTerm) -> Double {
      var point = start
      point.append(term, scale: 0.25)
      return (value(start) - value(point)) / 0.25
    }
    #expect(abs(fall(term) - term.gain) < 1e-6 * term.gain)
    for seed in 20..<40 as Range<UInt64> {
      var a = gaussian(1, 8, seed: seed).elements
      a.scale(by: 1 / a.norm)
      #expect(fall(RankOneTerm(gain: 0, left: a, right: a)) < term.gain)
    }
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

@Suite struct ObjectiveLaws {
  static let maps: [any MeasurementMap] = [
    twoThirds(9, 9), FullObservation(rows: 9, columns: 9),
    RankOneSensing(rows: 9, columns: 9, count: 40, seed: 5),
  ]
  static let points: [any QuadraticFactorization] = [
    Symmetric(gaussian(9, 3, seed: 2)),
    Asymmetric(u: gaussian(9, 3, seed: 3), v: gaussian(9, 3, seed: 4)),
  ]

  @Test(arguments: maps.indices, points.indices)
  func gradients(_ a: Int, _ p: Int) {
    func check<M: MeasurementMap, P: QuadraticFactorization>(_ map: M, _ point: P) {
      let target = gaussian(1, map.count, seed: 9).elements
      let weights = (0..<map.count).map { Double($0 % 3) }
      let fit = Fit(map, target: target, loss: SquaredLoss(), over: P.self)
      let weighted = Fit(map, target: target, loss: SquaredLoss(weights: weights), over: P.self)
      let ridge = Regularized(fit, by: Ridge(0.7))
      #expect(checkGradient(fit, at: point).isRight)
      #expect(checkGradient(weighted, at: point).isRight)
      #expect(checkGradient(ridge, at: point).isRight)
      #expect(checkGradient(Counted(fit), at: point).isRight)
      // The quartic repeats the arithmetic of f in another order: rounding relative to f.
      #expect(checkRestriction(fit, at: point) < 1e-12)
      #expect(checkRestriction(weighted, at: point) < 1e-12)
      #expect(checkRestriction(ridge, at: point) < 1e-12)
    }
    check(Self.maps[a], Self.points[p])
  }

  @Test func balance() {
    let point = Asymmetric(u: gaussian(9, 3, seed: 3), v: gaussian(6, 3, seed: 4))
    let fit = Fit(
      twoThirds(9, 6), target: gaussian(1, 36, seed: 9).elements, loss: SquaredLoss(),
      over: Asymmetric.self)
    let balanced = Regularized(fit, by: Balance(0.3))
    #expect(checkGradient(balanced, at: point).isRight)
    #expect(checkRestriction(balanced, at: point) < 1e-12)
    var none = Balance(1).makeWorkspace(for: point)
    #expect(Balance(1).value(at: Asymmetric(u: point.u, v: point.u), &none) == 0)
  }

  @Test func invariance() {
    let target = gaussian(1, 54, seed: 9).elements, u = gaussian(9, 3, seed: 3)
    let map = twoThirds(9, 9)
    #expect(
      checkInvariance(
        Fit(map, target: target, loss: SquaredLoss(), over: Symmetric.self), at: Symmetric(u)
      ).worst < 1e-13)
    #expect(
      checkInvariance(
        Fit(map, target: target, loss: HuberLoss(threshold: 1), over: Asymmetric.self),
        at: Asymmetric(u: u, v: gaussian(9, 3, seed: 4))
      ).worst < 1e-13)
  }

  @Test func theCheckerSeesAWrongGradient() {
    struct Doubled: Objective {
      let base: Ridge<Matrix>
      func makeWorkspace(for _: Matrix) {}
      func value(at point: Matrix, _: inout Void) -> Double {
        var none: Void = ()
        return base.value(at: point, &none)
      }
      func differentiate(at point: Matrix, _: inout Void, into gradient: inout Matrix) -> Double {
        var none: Void = ()
        gradient = point.zeroed()
        gradient.add(point, scaledBy: 0.01)
        return base.addGradient(at: point, &none, into: &gradient)
      }
    }
    let report = checkGradient(Doubled(base: Ridge(1)), at: gaussian(4, 2))
    #expect(!report.isRight && report.slope < 1.5)
  }

  @Test func countsEvaluations() {
    let map = twoThirds(9, 9), target = gaussian(1, map.count, seed: 9).elements
    let counted = Counted(Fit(map, target: target, loss: SquaredLoss(), over: Symmetric.self))
    var run = counted.iterates(
      from: Symmetric(gaussian(9, 2)), by: Descent(along: .steepest(), step: .exact))
    let solution = run.finish(at: .iterations(5))
    let evaluations = run.state.workspace.evaluations
    #expect(evaluations.gradients == 6 && evaluations.restrictions == 5)
    #expect(evaluations.values == 0 && solution.record.evaluations == 11)
  }
}

@Suite struct QuarticLaws {
  @Test(arguments: [
    (Quartic(linear: -2, quadratic: 1), 1.0),
    (Quartic(linear: 0, quadratic: -2, cubic: 0, quartic: 1), -1.0),
    // (t² − 1)² + 0.1 t: two wells, the left one deeper.
    (Quartic(linear: 0.1, quadratic: -2, cubic: 0, quartic: 1), -1.0123),
    (Quartic(linear: -4, quadratic: 6, cubic: -4, quartic: 1), 1.0),
    (Quartic(linear: -1e-20, quadratic: 1e-20, cubic: 1e-30, quartic: 1e-40), 0.5),
    (Quartic(linear: 1, quadratic: 0), 0.0), (Quartic(linear: 1, quadratic: -1), 0.0),
    (Quartic(linear: .nan, quadratic: 1, quartic: 1), 0.0),
  ])
  func minimizers(_ quartic: Quartic, _ expected: Double) {
    // A quadruple root is found to the fourth root of rounding.
    #expect(abs(quartic.minimizer - expected) < 2e-4)
  }
}
