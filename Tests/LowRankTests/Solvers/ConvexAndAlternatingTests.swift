import LinearAlgebra
import LowRank
import LowRankTesting
import LowRankTheory
import Testing

@Suite struct NuclearNormTests {
  /// With everything observed the answer is known: singular values lowered by λ, in one step.
  @Test func shrinksTheSpectrum() {
    let truth = planted(8, 6, [3, 2, 0.5], seed: 2)
    let fit = squaredFit(truth, by: FullObservation(rows: 8, columns: 6), over: Asymmetric.self)
    let solver = NuclearNorm<Fit<Asymmetric, FullObservation, SquaredLoss>>(strength: 1)
    var run = fit.iterates(from: fit.start(.zeroRank, rank: 0), by: solver)
    _ = run.finish(at: .iterations(3))
    let values = run.state.form.singularValues
    #expect(values.count == 2 && abs(values[0] - 2) < 1e-12 && abs(values[1] - 1) < 1e-12)
    #expect(solver.gap(fit, run.state) < 1e-12)
  }

  /// e7: the gap is a bound at every step, and below 1e-10 after a thousand.
  ///
  /// λ is a twentieth of the least at which the answer is 0.
  @Test func theGapCloses() {
    let truth = planted(12, 10, [1, 0.5], seed: 4)
    let map = DenseSensing(rows: 12, columns: 10, count: 90, seed: 3)
    var target = observations(of: truth, by: map)
    target.add(gaussian(1, 90, seed: 7, scale: 0.01).elements, scaledBy: 1)
    let fit = Fit(map, target: target, loss: SquaredLoss(), over: Asymmetric.self)
    let norm = topSingularTriple(of: map.sensors).value
    var image = map.makeImage()
    map.adjoint(target, into: &image)
    let strength = 0.05 * topSingularTriple(of: image).value
    let solver = NuclearNorm<Fit<Asymmetric, DenseSensing, SquaredLoss>>(
      strength: strength, stepSize: 1 / (norm * norm))
    var run = fit.iterates(from: fit.start(.zeroRank, rank: 0), by: solver)
    func primal() -> Double {
      run.state.record.loss + strength * run.state.form.singularValues.reduce(0, +)
    }
    var bounds: [(primal: Double, gap: Double)] = []
    for steps in [10, 100, 600] {
      _ = run.finish(at: .iterations(steps))
      bounds.append((primal(), solver.gap(fit, run.state)))
    }
    show("nuclear norm: primal, gap", (bounds, run.state.form.rank))
    let best = bounds.last!.primal
    #expect(bounds.allSatisfy { $0.primal - best <= $0.gap + 1e-14 && $0.gap > -1e-14 })
    #expect(bounds[0].gap > 1e-6 && bounds[2].gap < 1e-10)
  }

  /// A small λ completes the matrix, and the law of solvers holds.
  @Test func completes() {
    let problem = CompletionProblem(rows: 20, columns: 15, rank: 2, oversampling: 3, seed: 1)
    let fit = problem.fit(over: Asymmetric.self)
    let solver = NuclearNorm<Completion>(strength: 1e-3)
    let end = fit.solve(from: fit.start(.zeroRank, rank: 0), by: solver, until: .iterations(300))
    show("nuclear norm error", (problem.relativeError(of: end.point.matrix), end.record.rank!))
    #expect(problem.relativeError(of: end.point.matrix) < 0.05)
    #expect(checkSolver(solver, on: fit, from: fit.start(.gaussian(scale: 0.3), rank: 2)).isRight)
  }
}

@Suite struct AlternatingLeastSquaresTests {
  private let problem = CompletionProblem(
    rows: 40, columns: 30, rank: 2, conditionNumber: 1.5, oversampling: 6, seed: 7)

  @Test func neverAscendsAndFindsTheTruth() {
    let fit = problem.fit(over: Asymmetric.self)
    let start = fit.start(.spectral, rank: 2)
    var run = fit.iterates(from: start, by: AlternatingLeastSquares())
    var loss = run.current.record.loss
    let end = run.finish(at: .loss(1e-16) || .iterations(200)) {
      #expect($0.record.loss <= loss)
      loss = $0.record.loss
    }
    show("ALS sweeps, evaluations", (end.record.iteration, end.record.evaluations))
    #expect(end.converged && problem.relativeError(of: end.point.matrix) < 1e-4)
    #expect(checkSolver(AlternatingLeastSquares(), on: fit, from: start).isRight)
  }

  /// One sweep to rounding is the solution of the normal equations, row by row: with everything
  /// observed U = M V (VᵀV)⁻¹, then V from the new U.
  @Test func aBlockIsSolvedExactly() {
    let truth = planted(9, 7, [2, 1, 0.5], seed: 3), map = FullObservation(rows: 9, columns: 7)
    let fit = Regularized(
      squaredFit(truth, by: map, over: Asymmetric.self),
      by: Ridge(0.1))
    let start = Asymmetric(u: gaussian(9, 2, seed: 1), v: gaussian(7, 2, seed: 2))
    let end = fit.solve(
      from: start, by: AlternatingLeastSquares(tolerance: 1e-14), until: .iterations(1)
    ).point
    func solve(_ m: Matrix, _ v: Matrix) -> Matrix {
      var gram = v.transposedTimes(v), x = m.times(v)
      gram.add(Matrix(diagonal: [0.1, 0.1]), scaledBy: 1)
      Cholesky(gram)!.solveRows(&x)
      return x
    }
    var u = solve(truth.dense(), start.v), v = solve(truth.dense().transposed, u)
    u.add(end.u, scaledBy: -1)
    v.add(end.v, scaledBy: -1)
    #expect(u.norm < 1e-11 && v.norm < 1e-11, "\(u.norm), \(v.norm)")
  }

  /// Each layer of a deep factorisation is a block as well.
  @Test func layersAreBlocks() {
    let fit = problem.fit(over: Deep.self)
    let start = Deep.compressed(
      SparseMatrix(pattern: problem.pattern, values: problem.target), width: 2, depth: 3, scale: 1)
    let end = fit.solve(
      from: start, by: AlternatingLeastSquares(), until: .loss(1e-14) || .iterations(400))
    show("deep ALS sweeps", end.record.iteration)
    #expect(end.converged && problem.relativeError(of: end.point.matrix) < 1e-4)
  }
}
