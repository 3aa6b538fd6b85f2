internal import LinearAlgebra
internal import LowRank
internal import LowRankOptimization

/// A method at work, seen at the iterates that are recorded.
///
/// Without the types of objective, point and solver, so that one path serves them all.
protocol StudyRun: Sendable {
  /// Goes on to the next iterate to be recorded.
  mutating func advance()
  /// W, finite whatever has happened.
  var matrix: LowRankMatrix { get }
  /// Of the newest iterate; its iteration counts from the start of the run.
  var record: StepRecord { get }
  /// Why it will not go on; nil while it can.
  var reason: RecoveryReason? { get }
  /// How long it is worth going on after the iterate with the least held-out error.
  var patience: Patience { get }
}

/// One run of a solver, recorded at iterations 1, 2, 3, … 20, and then in steps of a twentieth.
struct Iterates<S: Solver>: StudyRun where S.Objective.Point: Factorization {
  private var run: Run<S>
  /// The rules of convergence, with the losses that they look back at.
  private var monitor: StopMonitor
  private(set) var matrix: LowRankMatrix
  private(set) var record: StepRecord
  private(set) var reason: RecoveryReason?
  /// The most iterations.
  private let limit: Int
  /// The loss at which it has left the saddle that a small start lies at.
  private let armed: Double

  /// - Parameters:
  ///   - floor: the loss that counts as an exact fit.
  ///   - window: where so many iterations lower the loss by less than 1e-5 of it, it has converged.
  init(
    _ objective: S.Objective, from start: S.Objective.Point, by solver: S, floor: Double,
    window: Int = 100, limit: Int
  ) {
    run = Run(objective, from: start, by: solver)
    self.limit = limit
    (matrix, record) = (start.matrix, run.current.record)
    // Near a saddle nothing happens for long, and is no reason to stop.
    armed = 0.99 * record.loss
    monitor = StopMonitor(
      .loss(floor) || (.loss(armed) && .stalled(relative: 1e-5, window: window)))
    reason = check()
  }

  /// Five iterates are a quarter more iterations than the best took; fifty iterations are more than
  /// chance, or the next term of greedy growth, needs to make up for a rise.
  var patience: Patience {
    record.loss <= armed ? Patience(steps: 5, iterations: 50) : .endless
  }

  mutating func advance() {
    // A twentieth more is rounded down to nothing below twenty.
    let next = max(record.iteration + 1, record.iteration * 21 / 20)
    while reason == nil, record.iteration < next {
      _ = run.next()
      record = run.current.record
      reason = check()
    }
    // The last finite matrix stays, as the answer of a run that diverged.
    if reason != .diverged { matrix = run.state.point.matrix }
  }

  /// Why the run ends at the present iterate; nil where it goes on.
  private mutating func check() -> RecoveryReason? {
    guard record.loss.isFinite else { return .diverged }
    if monitor.check(record) != nil { return .converged }
    return record.iteration >= limit ? .stepsSpent : nil
  }
}

/// A solver for each strength or rank in turn, each run to its end.
///
/// An iterate is one solver's answer: within a strength or a rank there is nothing to choose.
struct Sweep<S: Solver>: StudyRun where S.Objective.Point: Factorization {
  private let objective: S.Objective
  /// One for each strength or rank, in the order in which they run.
  private let solvers: [S]
  /// When one of them is done.
  private let rule: StopRule
  private let start: S.Objective.Point
  /// The loss that counts as an exact fit, which ends the sweep.
  private let floor: Double
  /// Whether each begins where the one before has ended.
  private let isWarm: Bool
  /// Which of them runs next.
  private var next = 0
  /// The answer of the last one that stayed finite.
  private var point: S.Objective.Point
  private(set) var record: StepRecord
  private(set) var reason: RecoveryReason?

  var matrix: LowRankMatrix { point.matrix }

  var patience: Patience { .twoRanks }

  init(
    _ objective: S.Objective, from start: S.Objective.Point, by solvers: [S], each rule: StopRule,
    floor: Double, isWarm: Bool
  ) {
    (self.objective, self.solvers, self.rule, self.isWarm) = (objective, solvers, rule, isWarm)
    (self.start, self.floor, point) = (start, floor, start)
    record = Run(objective, from: start, by: solvers[0]).current.record
  }

  /// Whether a solver ended for want of iterations rather than by its rule.
  private func ranOut(_ reason: StopReason) -> Bool {
    if case .exhausted(.iterations) = reason { true } else { false }
  }

  mutating func advance() {
    guard reason == nil else { return }
    let solution = objective.solve(
      from: isWarm ? point : start, by: solvers[next], until: rule)
    // Each solver counts from zero, the sweep from its start.
    let iterations = record.iteration
    record = solution.record
    record.iteration += iterations
    next += 1
    guard record.loss.isFinite else {
      reason = .diverged
      return
    }
    point = solution.point
    if record.loss <= floor { reason = .converged }
    if next == solvers.count {
      // A last solver that ran out of iterations leaves the sweep without its end.
      reason = reason ?? (ranOut(solution.reason) ? .stepsSpent : .sweepEnded)
    }
  }
}
