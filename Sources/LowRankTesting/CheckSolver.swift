internal import LinearAlgebra
public import LowRank

/// Whether a solver keeps its laws; all comparisons are to the bit but that of losses.
public struct SolverReport: Sendable, Equatable {
  /// The caller's start point is what it was.
  public let startIsUnchanged: Bool
  /// Before the first step the state is at the start point, at iteration 0 with the loss there.
  public let beginsAtStart: Bool
  /// Iterations count the steps one by one.
  public let countsSteps: Bool
  /// Every record has the loss of its point, and its rank where it has one.
  public let recordsDescribePoints: Bool
  /// A run copied half-way ends where the uninterrupted one does, with the same record, and so does
  /// one begun anew at its state.
  public let resumedIsWhole: Bool
  /// Stepping one copy of a run leaves the other where it was, and on its way to the same end.
  public let copiesAreIndependent: Bool

  public var isRight: Bool {
    startIsUnchanged && beginsAtStart && countsSteps && recordsDescribePoints && resumedIsWhole
      && copiesAreIndependent
  }
}

/// Takes `steps` steps whole, and again by way of a copy half-way.
///
///     #expect(checkSolver(GaussNewton(), on: fit, from: start).isRight)
///
/// At least two steps, for there to be a half-way. Losses are compared up to rounding, since a
/// solver may reckon them from other sums than the objective does.
public func checkSolver<S: Solver>(
  _ solver: S, on objective: S.Objective, from start: S.Objective.Point, steps: Int = 20
) -> SolverReport {
  // Copied out as numbers: a point of shared storage would change along with the one it was copied
  // from.
  let before = start.components
  var whole = objective.iterates(from: start, by: solver)
  let first = whole.current
  var counts = true, describes = true
  for k in 1...steps {
    let iterate = whole.next()!
    counts = iterate.record.iteration == k && counts
    describes = record(of: iterate, describesItOn: objective, from: first) && describes
  }

  var half = objective.iterates(from: start, by: solver)
  for _ in 0..<steps / 2 { _ = half.next() }
  let atHalf = half.current
  var resumed = half
  var begun = Run(objective, resuming: half.state, by: solver)
  for _ in steps / 2..<steps { _ = (resumed.next(), begun.next()) }
  let stayed = isSame(half.current, atHalf)
  // What both copies share shows here: the other copy finds it used up.
  for _ in steps / 2..<steps { _ = half.next() }
  return SolverReport(
    startIsUnchanged: start.components == before,
    beginsAtStart: first.point.components == before && first.record.iteration == 0
      && record(of: first, describesItOn: objective, from: first),
    countsSteps: counts, recordsDescribePoints: describes,
    resumedIsWhole: [resumed, begun].allSatisfy { isSame($0.current, whole.current) },
    copiesAreIndependent: stayed && isSame(half.current, whole.current))
}

/// Whether the loss is that of the point, up to rounding of the loss at the start: near the end
/// what is left of it is rounding.
private func record<O: Objective>(
  of iterate: Iterate<O.Point>, describesItOn objective: O, from first: Iterate<O.Point>
) -> Bool {
  let record = iterate.record, rank = (iterate.point as? any Factorization)?.rank
  guard record.loss.isFinite else { return true }
  var workspace = objective.makeWorkspace(for: iterate.point)
  let loss = objective.value(at: iterate.point, &workspace)
  return relativeGap(record.loss, loss, scale: abs(first.record.loss)) < 1e-11
    && (record.rank == nil || record.rank == rank)
}

/// The same point and the same record to the bit; the clock may differ.
private func isSame<P: VectorSpace>(_ a: Iterate<P>, _ b: Iterate<P>) -> Bool {
  func bits(_ record: StepRecord) -> [UInt64] {
    [record.loss, record.gradientNorm, record.stepSize, record.stepNorm].map(\.bitPattern)
      + [record.iteration, record.evaluations, record.rank ?? -1].map {
        UInt64(bitPattern: Int64($0))
      }
  }
  return a.point.isIdentical(to: b.point) && bits(a.record) == bits(b.record)
}
