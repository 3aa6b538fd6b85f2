import LinearAlgebra
import LowRank
import LowRankTesting
import LowRankTheory
import Testing

typealias SecondOrder = LevenbergMarquardt<Completion>

/// The second-order rows of the solver table: start at the spectral point, or at rank zero.
@Suite struct SecondOrderTests {
  /// κ, ρ, and the steps measured for Levenberg–Marquardt and pursuit to reach 1e-9 ‖b‖.
  static let instances: [(condition: Double, oversampling: Double, measured: (Int, Int))] = [
    (1, 5, (6, 10)), (10, 4, (7, 14)), (1e3, 4, (7, 18)), (1e5, 4, (9, 22)),
  ]

  private func problem(_ k: Int) -> CompletionProblem {
    let instance = Self.instances[k]
    return CompletionProblem(
      rows: 40, columns: 30, rank: 3, conditionNumber: instance.condition,
      oversampling: instance.oversampling, seed: 7)
  }

  /// The bound leaves 30 % and two steps to rounding on other machines, like the solver table.
  private func check<S: Solver>(
    _ solver: S, _ problem: CompletionProblem, from start: Asymmetric, measured: Int
  ) where S.Objective == Completion {
    let fit = problem.fit(over: Asymmetric.self), before = start
    let goal = 0.5e-18 * fit.target.dot(fit.target), bound = measured + measured * 3 / 10 + 2
    let solution = fit.solve(from: start, by: solver, until: .loss(goal) || .iterations(bound))
    let error = problem.relativeError(of: solution.point.matrix), steps = solution.record.iteration
    // The residual is 1e-9 ‖b‖; J's smallest singular value leaves the error within 1e3 of it.
    #expect(solution.converged && error < 1e-6, "\(solution.record.loss) \(error)")
    #expect(steps * 3 > measured, "measured now: \(steps)")
    #expect(steps <= bound && solution.point.rank == 3, "measured now: \(steps)")
    #expect(start == before)
  }

  @Test(arguments: instances.indices)
  func levenbergMarquardt(_ k: Int) {
    let problem = problem(k)
    // Near the truth: from afar the right rank alone is not enough at large κ.
    var start = Asymmetric(u: problem.truth.left, v: problem.truth.right)
    start.add(
      Asymmetric(u: gaussian(40, 3, seed: 3), v: gaussian(30, 3, seed: 4)), scaledBy: 1e-3)
    check(SecondOrder(), problem, from: start, measured: Self.instances[k].measured.0)
  }

  @Test(arguments: instances.indices)
  func pursuitFindsTheRank(_ k: Int) {
    let problem = problem(k)
    check(
      Pursuit<Completion>(), problem,
      from: Asymmetric(u: Matrix(rows: 40, columns: 0), v: Matrix(rows: 30, columns: 0)),
      measured: Self.instances[k].measured.1)
  }

  /// In the factors: quadratic at the end, from near the truth.
  @Test func gaussNewtonInTheFactors() {
    let problem = problem(1)
    var start = Asymmetric(u: problem.truth.left, v: problem.truth.right)
    start.add(
      Asymmetric(u: gaussian(40, 3, seed: 3), v: gaussian(30, 3, seed: 4)), scaledBy: 1e-3)
    let fit = problem.fit(over: Asymmetric.self), goal = 0.5e-18 * fit.target.dot(fit.target)
    let solution = fit.solve(
      from: start, by: GaussNewton(iterations: 200), until: .loss(goal) || .iterations(30))
    #expect(solution.converged, "\(solution.record)")
    #expect(problem.relativeError(of: solution.point.matrix) < 1e-6)
  }

  /// Like the published instances: 300 × 300, rank 5, twice as many entries as degrees of freedom.
  /// To the residual at which pursuit itself takes the data for fitted.
  @Test(arguments: [10, 1e5])
  func pursuitOnLargeInstances(_ condition: Double) {
    let problem = CompletionProblem(
      rows: 300, columns: 300, rank: 5, conditionNumber: condition, oversampling: 2, seed: 1)
    let fit = problem.fit(over: Asymmetric.self)
    let solution = fit.solve(
      from: fit.start(.zeroRank, rank: 0), by: Pursuit<Completion>(),
      until: .loss(0.5e-22 * fit.target.dot(fit.target)) || .iterations(160))
    #expect(solution.point.rank == 5)
    #expect(problem.relativeError(of: solution.point.matrix) < 1e-8)
  }

  @Test func lawsOfSolvers() {
    let fit = problem(1).fit(over: Asymmetric.self)
    let start = fit.start(.gaussian(scale: 0.3), rank: 3), none = fit.start(.zeroRank, rank: 0)
    #expect(checkSolver(SecondOrder(), on: fit, from: start, steps: 8).isRight)
    #expect(checkSolver(SecondOrder(), on: fit, from: none, steps: 4).isRight)
    #expect(checkSolver(GaussNewton<Completion>(), on: fit, from: start, steps: 8).isRight)
    #expect(checkSolver(Pursuit<Completion>(), on: fit, from: none).isRight)
    #expect(checkSolver(Pursuit<Completion>(), on: fit, from: start).isRight)
    let map = FullObservation(rows: 9, columns: 7)
    let full = Fit(
      map, target: gaussian(9, 7).elements, loss: SquaredLoss(), over: Asymmetric.self)
    let pursuit = Pursuit<Fit<Asymmetric, FullObservation, SquaredLoss>>()
    #expect(checkSolver(pursuit, on: full, from: full.start(.zeroRank, rank: 0)).isRight)
  }

  /// A pursuit of everything observed is the truncated SVD: at rank k the k leading terms, and at
  /// full rank the matrix, after which it stays there.
  @Test func pursuitOfEverythingIsTheSVD() {
    let map = FullObservation(rows: 6, columns: 5), target = gaussian(6, 5)
    let fit = Fit(map, target: target.elements, loss: SquaredLoss(), over: Asymmetric.self)
    let s = SmallSVD(target).singularValues
    for iterate in fit.iterates(
      from: fit.start(.zeroRank, rank: 0),
      by: Pursuit<Fit<Asymmetric, FullObservation, SquaredLoss>>()
    ).prefix(80) {
      let best = s.dropFirst(iterate.point.rank).reduce(0) { $0 + $1 * $1 } / 2
      #expect(iterate.record.loss >= best - 1e-12)
    }
    let end = fit.solve(
      from: fit.start(.zeroRank, rank: 0),
      by: Pursuit<Fit<Asymmetric, FullObservation, SquaredLoss>>(), until: .iterations(200))
    #expect(end.point.rank == 5 && end.record.loss < 1e-18 * target.dot(target))
  }

  @Test func zeroData() {
    let map = twoThirds(9, 7), zeros = [Double](repeating: 0, count: map.count)
    let fit = Fit(map, target: zeros, loss: SquaredLoss(), over: Asymmetric.self)
    let pursuit = fit.solve(
      from: fit.start(.zeroRank, rank: 0), by: Pursuit<Completion>(), until: .iterations(5))
    #expect(pursuit.point.rank == 0 && pursuit.record.loss == 0)
    let start = fit.start(.gaussian(scale: 0.3), rank: 2)
    let end = fit.solve(
      from: start, by: SecondOrder(), until: .loss(1e-20) || .iterations(60))
    #expect(end.converged && end.point.u.elements.allSatisfy { $0.isFinite })
    let still = fit.solve(from: start.zeroed(), by: SecondOrder(), until: .iterations(3))
    #expect(still.record.loss == 0)
  }

  /// A datum that is no number ends the run as diverged, at the start, with nothing trapped.
  @Test(arguments: [Double.nan, .infinity])
  func dataThatAreNoNumbers(_ bad: Double) {
    let map = twoThirds(9, 7)
    var target = gaussian(1, map.count).elements
    target[3] = bad
    let fit = Fit(map, target: target, loss: SquaredLoss(), over: Asymmetric.self)
    for start in [fit.start(.gaussian(scale: 0.3), rank: 2), fit.start(.zeroRank, rank: 0)] {
      #expect(fit.solve(from: start, by: SecondOrder(), until: .iterations(3)).reason == .diverged)
      #expect(
        fit.solve(from: start, by: Pursuit<Completion>(), until: .iterations(3)).reason
          == .diverged)
      var run = fit.iterates(from: start, by: Pursuit<Completion>())
      for _ in 0..<3 { _ = run.next() }
      #expect(run.current.point.u.elements.allSatisfy { $0.isFinite })
    }
  }

  @Test func weightsAreRefused() async {
    await #expect(processExitsWith: .failure) {
      let fit = Fit(
        FullObservation(rows: 2, columns: 2), target: [1, 2, 3, 4],
        loss: SquaredLoss(weights: [1, 1, 1, 2]), over: Asymmetric.self)
      let start = Asymmetric(u: gaussian(2, 1), v: gaussian(2, 1, seed: 2))
      _ = fit.solve(
        from: start, by: LevenbergMarquardt<Fit<Asymmetric, FullObservation, SquaredLoss>>(),
        until: .iterations(1))
    }
  }
}
