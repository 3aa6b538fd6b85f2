internal import LinearAlgebra
public import LowRank

/// Whether a solver keeps its laws; all comparisons are to the bit.
public struct SolverReport: Sendable, Equatable {
  /// The caller's start point is what it was.
  public let startIsUnchanged: Bool
  /// Before the first step the state is at the start point, at iteration 0 with the loss there.
  public let beginsAtStart: Bool
  /// Iterations count the steps one by one.
  public let countsSteps: Bool
  /// A run copied half-way ends where the uninterrupted one does, and so does one begun anew at
  /// its state.
  public let resumedIsWhole: Bool
  /// Stepping one copy of a run leaves the other where it was.
  public let copiesAreIndependent: Bool

  public var isRight: Bool {
    startIsUnchanged && beginsAtStart && countsSteps && resumedIsWhole && copiesAreIndependent
  }
}

/// Takes `steps` steps whole, and again by way of a copy half-way.
public func checkSolver<S: Solver>(
  _ solver: S, on objective: S.Objective, from start: S.Objective.Point, steps: Int = 20
) -> SolverReport {
  let before = start.components
  var workspace = objective.makeWorkspace(for: start)
  let loss = objective.value(at: start, &workspace)
  var whole = objective.iterates(from: start, by: solver)
  let first = whole.current
  var counts = true
  for k in 1...steps { counts = whole.next()?.record.iteration == k && counts }

  var half = objective.iterates(from: start, by: solver)
  for _ in 0..<steps / 2 { _ = half.next() }
  let atHalf = half.current.point
  var resumed = half
  var begun = Run(objective, resuming: half.state, by: solver)
  for _ in steps / 2..<steps { _ = (resumed.next(), begun.next()) }
  return SolverReport(
    startIsUnchanged: start.components == before,
    beginsAtStart: first.point.components == before && first.record.iteration == 0
      && relativeGap(first.record.loss, loss) < 1e-13,
    countsSteps: counts,
    resumedIsWhole: [resumed, begun].allSatisfy {
      $0.current.point.isIdentical(to: whole.current.point)
    },
    copiesAreIndependent: half.current.point.isIdentical(to: atHalf))
}
