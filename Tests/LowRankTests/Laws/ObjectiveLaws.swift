import LinearAlgebra
import LowRank
import LowRankTesting
import LowRankTheory
import Testing

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
      #expect(checkMatrixGradient(fit, at: point) < 1e-13)
      #expect(checkMatrixGradient(Counted(weighted), at: point) < 1e-13)
      #expect(checkLeastSquares(fit, at: point) < 1e-13)
      #expect(checkLeastSquares(weighted, at: point) < 1e-13)
      // The quartic repeats the arithmetic of f in another order: rounding relative to f.
      #expect(checkRestriction(fit, at: point) < 1e-12)
      #expect(checkRestriction(weighted, at: point) < 1e-12)
      #expect(checkRestriction(ridge, at: point) < 1e-12)
      #expect(checkRestriction(Counted(fit), at: point) < 1e-12)
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

  @Test func penalties() {
    let point = Asymmetric(u: gaussian(9, 3, seed: 3), v: gaussian(6, 3, seed: 4))
    #expect(checkRegularizer(Balance(0.3), at: point).isRight)
    #expect(checkRegularizer(Ridge(0.7), at: point).isRight)
    #expect(checkRegularizer(Ridge(0.7), at: gaussian(4, 3)).isRight)
  }

  /// The penalty is no part of ∇F(W): that of the ridge is the base's.
  @Test func linearFunctionals() {
    let map = twoThirds(9, 9)
    let cost = SparseMatrix(pattern: map.pattern, values: gaussian(1, map.count, seed: 3).elements)
    let objective = LinearFunctional<UnitRows>(maximizing: cost), point = UnitRows(gaussian(9, 3))
    #expect(checkGradient(objective, at: point).isRight)
    #expect(checkMatrixGradient(objective, at: point) < 1e-13)
    let ridge = Regularized(objective, by: Ridge(0.7, over: UnitRows.self))
    var (a, b) = (objective.makeWorkspace(for: point), ridge.makeWorkspace(for: point))
    #expect(
      objective.matrixGradient(at: point, &a).values == ridge.matrixGradient(at: point, &b).values)
  }

  @Test func parts() {
    let fit = Fit(
      twoThirds(9, 6), target: gaussian(1, 36, seed: 9).elements, loss: HuberLoss(threshold: 0.5),
      over: Asymmetric.self)
    let point = Asymmetric(u: gaussian(9, 3, seed: 3), v: gaussian(6, 3, seed: 4))
    let network = ShallowNetwork(
      inputs: gaussian(40, 5, seed: 3), target: gaussian(40, 1, seed: 4).elements,
      activation: .softplus, trainsOutput: true)
    let weights = NetworkWeights(
      hidden: gaussian(6, 5, seed: 1), output: gaussian(6, 1, seed: 2).elements)
    #expect(checkSeparable(fit, at: point).isRight)
    #expect(checkSeparable(network, at: weights).isRight)
    #expect(checkStochasticGradient(Minibatch(fit, fraction: 0.25, seed: 5), at: point).isRight)
    #expect(checkStochasticGradient(Minibatch(network, fraction: 0.25), at: weights).isRight)
    #expect(checkStochasticGradient(Noisy(fit, level: 0.3), at: point).isRight)
    #expect(
      checkStochasticGradient(Noisy(Minibatch(fit, fraction: 0.5), level: 0.3), at: point).spread
        > 0)
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
