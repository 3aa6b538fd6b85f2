internal import LinearAlgebra

/// A solver at work: an endless, resumable sequence of iterates.
///
/// Watching, thinning and stopping are things done to the sequence:
///
///     for iterate in fit.iterates(from: start, by: method).prefix(100) { … }
///
/// A run is a value, so a copy of it is a checkpoint, and both copies continue with the same bits.
public struct Run<S: Solver>: Sequence, IteratorProtocol, Sendable {
  public let objective: S.Objective
  public let solver: S
  public private(set) var state: S.State
  private var elapsed = Duration.zero

  public init(_ objective: S.Objective, from start: S.Objective.Point, by solver: S) {
    self.objective = objective
    self.solver = solver
    let clock = ContinuousClock(), began = clock.now
    state = solver.start(objective, at: start)
    elapsed = clock.now - began
  }

  /// Goes on from where another run is, perhaps with other options: same solver, same bits.
  public init(_ objective: S.Objective, resuming state: S.State, by solver: S) {
    (self.objective, self.solver, self.state) = (objective, solver, state)
  }

  /// Where the run is now; the start point before the first step.
  public var current: Iterate<S.Objective.Point> {
    Iterate(point: state.point, record: record)
  }

  /// Takes one step. Never nil: an iterate that is kept costs the next step a copy of the point.
  public mutating func next() -> Iterate<S.Objective.Point>? {
    advance()
    return current
  }

  /// Steps until `rule` fires, the loss is not finite, or task or execution are cancelled;
  /// `observe` sees every new iterate. Takes no step when there is a reason to stop at the current
  /// point.
  ///
  /// - Parameter isInterruptible: false for a run that is part of a larger computation, which would
  ///   take one that was cut short for a whole one.
  public mutating func finish(
    at rule: StopRule, isInterruptible: Bool = true,
    observe: (Iterate<S.Objective.Point>) -> Void = { _ in }
  ) -> Solution<S.Objective.Point> {
    var monitor = StopMonitor(rule)
    while true {
      if let reason = reason(by: &monitor, isInterruptible) {
        return Solution(point: state.point, record: record, reason: reason)
      }
      advance()
      observe(current)
    }
  }

  private mutating func advance() {
    let clock = ContinuousClock(), began = clock.now
    solver.step(objective, &state)
    elapsed += clock.now - began
  }

  private var record: StepRecord {
    var record = state.record
    record.elapsed = elapsed
    return record
  }

  /// Divergence first, for a NaN passes every comparison; then the rule, then cancellation, so
  /// that a run which has met its goal says so.
  private func reason(
    by monitor: inout StopMonitor, _ isInterruptible: Bool
  ) -> StopReason? {
    let record = record
    guard record.loss.isFinite else { return .diverged }
    return monitor.check(record) ?? (isInterruptible && isCancelled ? .cancelled : nil)
  }

  private var isCancelled: Bool { Task.isCancelled || Execution.current.isCancelled }
}
