import LinearAlgebra
import LowRank
import LowRankAllocations
import LowRankTesting
import Testing

/// One row of the table: a solver on a problem, how many iterations and evaluations it may take,
/// and which laws it keeps there.
struct SolverRow: Sendable, CustomTestStringConvertible {
  /// Iterations and evaluations.
  struct Count: Sendable, Equatable {
    var iterations: Int
    var evaluations: Int
    init(_ iterations: Int, _ evaluations: Int) {
      (self.iterations, self.evaluations) = (iterations, evaluations)
    }
  }

  /// When a solver may allocate.
  enum Allocation: Sendable { case never, inSteps }

  struct Outcome: Sendable {
    let reason: StopReason
    let count: Count
    let relativeError: Double
  }

  let name: String
  /// What was measured when the row was written.
  let measured: Count
  /// The relative error of the matrix that the goal of the row implies.
  let error: Double
  let allocation: Allocation
  let solve: @Sendable (_ limit: Int) -> Outcome
  let laws: @Sendable () -> SolverReport
  let extraAllocations: @Sendable () -> Int?

  /// What was measured and 30 % more, and 2: a change that costs a method a third of its speed must
  /// be noticed, rounding on another machine must not.
  var bound: Count {
    func raised(_ n: Int) -> Int { n + n * 3 / 10 + 2 }
    return Count(raised(measured.iterations), raised(measured.evaluations))
  }

  var testDescription: String { name }
}

/// A problem: a fit, a start and the truth. Every solver that its requirements admit is run on it.
struct SolverProblem<Point, M: MeasurementMap>: Sendable where Point: Factorization {
  typealias Objective = Fit<Point, M, SquaredLoss>

  let name: String
  /// Where its counts stand in the rows.
  let place: Int
  let fit: Objective
  let truth: LowRankMatrix
  let start: Point
  /// η for steepest descent, about 1/L; momentum takes half of it.
  let plainStep: Double
  /// η for Gram-scaled descent: 1/2 over the fraction of entries seen.
  let scaledStep: Double

  /// The row of a solver, or none where nothing was measured: there it does not come to the goal.
  ///
  /// The goal is a relative residual of 1e-6, from which the error of the whole matrix follows
  /// within 1e-4, unless the row says otherwise.
  func row<S: Solver>(
    _ name: String, _ solver: S, from start: Point? = nil, residual: Double = 1e-6,
    error: Double = 1e-4, allocates allocation: SolverRow.Allocation = .never, lawSteps: Int = 20,
    _ measured: [(Int, Int)?]
  ) -> [SolverRow] where S.Objective == Objective {
    guard let measured = measured[place] else { return [] }
    let start = start ?? self.start, goal = residual * residual / 2 * fit.target.dot(fit.target)
    return [
      SolverRow(
        name: "\(self.name): \(name)", measured: .init(measured.0, measured.1), error: error,
        allocation: allocation,
        solve: { [fit, truth] limit in
          let end = fit.solve(from: start, by: solver, until: .loss(goal) || .iterations(limit))
          return SolverRow.Outcome(
            reason: end.reason, count: .init(end.record.iteration, end.record.evaluations),
            relativeError: end.point.matrix.distance(to: truth) / truth.frobeniusNorm)
        },
        laws: { [fit] in checkSolver(solver, on: fit, from: start, steps: lawSteps) },
        extraAllocations: { [fit] in checkAllocations(solver, on: fit, from: start) })
    ]
  }
}

extension SolverProblem where Point: Startable {
  /// W = 0 with no columns, where growth begins.
  var zero: Point { fit.start(.zeroRank, rank: 0) }
}
