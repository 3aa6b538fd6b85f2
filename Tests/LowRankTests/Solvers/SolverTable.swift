import LinearAlgebra
import LowRank
import Testing

/// One row of the table: a method and the number of iterations it may take.
struct SolverRow: Sendable, CustomTestStringConvertible {
  let name: String
  /// Iterations measured when the row was written, and 30 % more: a change that costs a method a
  /// third of its speed must be noticed, rounding on another machine must not.
  let measured: Int
  var bound: Int { measured + measured * 3 / 10 + 2 }
  let solve: @Sendable (_ limit: Int) -> Outcome

  struct Outcome: Sendable {
    let reason: StopReason
    let iterations: Int
    let relativeError: Double
    let startIsUnchanged: Bool
  }

  var testDescription: String { name }
}

/// A problem: a fit, a start and the truth. Every solver of the table is run on it.
struct SolverProblem<Point, M: MeasurementMap>: Sendable
where Point: QuadraticFactorization & GramPreconditioned & Equatable {
  let name: String
  let fit: Fit<Point, M, SquaredLoss>
  let start: Point
  let truth: LowRankMatrix
  /// η for steepest descent, about 1/L; heavy ball takes half of it.
  let plainStep: Double
  /// η for Gram-scaled descent: 1/2 over the fraction of entries seen.
  let scaledStep: Double
  /// Iterations measured, in the order of `rows`.
  let measured: [Int]

  var rows: [SolverRow] {
    let solvers: [(String, @Sendable (Int) -> SolverRow.Outcome)] = [
      ("steepest constant", run(Descent(along: .steepest(), step: .constant(plainStep)))),
      ("steepest backtracking", run(Descent(along: .steepest(), step: .backtracking(initial: 8)))),
      ("steepest exact", run(Descent(along: .steepest(), step: .exact))),
      ("steepest Polyak", run(Descent(along: .steepest(), step: .polyak(target: 0)))),
      (
        "steepest Barzilai–Borwein",
        run(Descent(along: .steepest(), step: .barzilaiBorwein(initial: plainStep / 2)))
      ),
      (
        "heavy ball",
        run(Descent(along: .heavyBall(beta: 0.7), step: .constant(plainStep / 2)))
      ),
      ("heavy ball exact", run(Descent(along: .heavyBall(beta: 0.7), step: .exact))),
      ("scaled constant", run(Descent(along: .gramScaled(), step: .constant(scaledStep)))),
      ("scaled exact", run(Descent(along: .gramScaled(), step: .exact))),
      (
        "scaled by residual",
        run(Descent(along: .gramScaled(damping: .residual(factor: 0.1)), step: .exact))
      ),
    ]
    return zip(solvers, measured).map { solver, count in
      SolverRow(name: "\(name): \(solver.0)", measured: count, solve: solver.1)
    }
  }

  /// To a relative residual of 1e-6, from which the error of the whole matrix follows within 1e-4.
  private func run<S: Solver>(_ solver: S) -> @Sendable (Int) -> SolverRow.Outcome
  where S.Objective == Fit<Point, M, SquaredLoss> {
    let goal = 0.5e-12 * fit.target.dot(fit.target)
    return { [fit, start, truth] limit in
      let before = start
      let solution = fit.solve(from: start, by: solver, until: .loss(goal) || .iterations(limit))
      return SolverRow.Outcome(
        reason: solution.reason, iterations: solution.record.iteration,
        relativeError: solution.point.matrix.distance(to: truth) / truth.frobeniusNorm,
        startIsUnchanged: start == before)
    }
  }
}
