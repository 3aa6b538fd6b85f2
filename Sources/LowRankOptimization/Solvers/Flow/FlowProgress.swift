internal import LinearAlgebra

/// Where a flow is, how large a step it will try, and what it evaluates with: what every integrator
/// has besides its stages.
///
/// Invariant: `record` and the second gradient of `segment` are those of its end, so an accepted
/// step evaluates nothing again.
public struct FlowProgress<Objective: LowRankOptimization.Objective>: Sendable {
  var record = StepRecord()
  /// The last step, whose end is where the flow is.
  var segment: FlowSegment<Objective.Point>
  var workspace: Objective.Workspace
  /// h to try next.
  var nextStep: Double

  /// One gradient, which is the first stage of the first step as well.
  init(_ objective: Objective, at point: Objective.Point, initialStep: Double) {
    precondition(initialStep > 0, "a step is positive")
    var gradient = point.zeroed()
    workspace = objective.makeWorkspace(for: point)
    record.loss = objective.differentiate(at: point, &workspace, into: &gradient)
    record.gradientNorm = gradient.norm
    record.evaluations = 1
    record.rank = (point as? any Factorization)?.rank
    segment = FlowSegment(at: point, gradient: gradient)
    nextStep = initialStep
  }

  /// Whether a trial of length h with this error may stand; either way the step to try next.
  mutating func accepts(
    _ tolerance: FlowTolerance, error: Double, size: Double, step h: Double, order: Int
  ) -> Bool {
    // A step that was refused is tried again smaller, one that stands lets the next be larger.
    let ratio = tolerance.ratio(error: error, size: size)
    nextStep = h * tolerance.growth(after: ratio, order: order)
    return ratio <= 1
  }

  /// Goes to `point`, where f is `loss` and ∇f is `gradient`.
  mutating func advance(
    to point: Objective.Point, loss: Double, gradient: Objective.Point, step h: Double,
    length: Double
  ) {
    segment.advance(to: point, gradient: gradient, after: h)
    record.loss = loss
    record.gradientNorm = gradient.norm
    record.stepSize = h
    record.stepNorm = length
  }
}

/// The state of an integrator: a place on the flow, and what its stages need besides.
///
/// Laws, checked by `checkFlow` in LowRankTesting: the pieces of the path follow each other without
/// a gap, in place and in time, have slope −∇f at their ends, and f does not rise along them.
public protocol FlowState: SolverState where Point == Objective.Point {
  associatedtype Objective: LowRankOptimization.Objective
  /// What all integrators share; the stages are each one's own.
  var progress: FlowProgress<Objective> { get }
}

extension FlowState {
  public var point: Objective.Point { progress.segment.end }
  public var record: StepRecord { progress.record }
  /// The last step, to look between its ends.
  public var segment: FlowSegment<Objective.Point> { progress.segment }
  /// How far the flow has come.
  public var time: Double { progress.segment.endTime }
}

/// The most trials in a step: sixty shrinkings by 5 end below any step that still moves a point.
let flowTrials = 60
