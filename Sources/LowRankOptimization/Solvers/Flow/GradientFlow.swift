internal import LinearAlgebra

/// θ′ = −∇f(θ), followed by an explicit Runge–Kutta method of order 5 with adaptive steps.
///
/// The limit of descent as the step size goes to 0. Dormand and Prince's pair (1980): seven stages,
/// the last of which is the first of the next step, and an error estimate of order 4. A step of the
/// solver is one accepted step; `state.segment` gives the points in between.
///
/// The steps stay below about 3.3/L for ∇²f ⪯ L, whatever the tolerance; where the least positive
/// curvature is thousands of times smaller, use `StiffGradientFlow`.
///
/// Cost of a step: six gradients a trial. Allocates nothing.
public struct GradientFlow<Objective: LowRankOptimization.Objective>: Solver {
  public let tolerance: FlowTolerance
  /// The first step to try; the tolerance then decides.
  public let initialStep: Double

  public init(tolerance: FlowTolerance = FlowTolerance(), initialStep: Double = 1e-3) {
    (self.tolerance, self.initialStep) = (tolerance, initialStep)
  }

  public struct State: FlowState {
    public internal(set) var progress: FlowProgress<Objective>
    /// ∇f at the stages.
    var slopes: [Objective.Point]
    /// The point of the stage at work; after the last, the point tried.
    var trial: Objective.Point
  }

  public func start(_ objective: Objective, at point: Objective.Point) -> State {
    let progress = FlowProgress(objective, at: point, initialStep: initialStep)
    var slopes = Array(repeating: point.zeroed(), count: 7)
    // The last stage of a step is the first of the next; before the first step there is none.
    slopes[0].assign(progress.segment.endGradient)
    return State(progress: progress, slopes: slopes, trial: point)
  }

  public func step(_ objective: Objective, _ state: inout State) {
    state.progress.record.iteration += 1
    for _ in 0..<flowTrials {
      let h = state.progress.nextStep, loss = state.tryStep(objective, h)
      let accepted = state.progress.accepts(
        tolerance, error: state.errorNorm(h), size: max(state.point.norm, state.trial.norm),
        step: h, order: 5)
      guard accepted else { continue }
      state.accept(h, loss)
      return
    }
    // No step however small was good enough: the point stays, and a rule on steps sees it.
    state.progress.record.stepNorm = 0
  }
}

/// The rows of Dormand and Prince's tableau, as weights of the stages before; the last row is the
/// fifth-order result itself.
private let stages: [[Double]] = [
  [1 / 5],
  [3 / 40, 9 / 40],
  [44 / 45, -56 / 15, 32 / 9],
  [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
  [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
  [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
]

/// Fifth-order weights minus fourth-order ones.
private let errorWeights: [Double] = [
  71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40,
]

extension GradientFlow.State {
  /// Leaves the trial point and its stages; returns the loss there.
  fileprivate mutating func tryStep(_ objective: Objective, _ h: Double) -> Double {
    var loss = progress.record.loss
    for s in stages.indices {
      trial.assign(progress.segment.end)
      for k in stages[s].indices where stages[s][k] != 0 {
        trial.add(slopes[k], scaledBy: -h * stages[s][k])
      }
      loss = objective.differentiate(at: trial, &progress.workspace, into: &slopes[s + 1])
    }
    progress.record.evaluations += stages.count
    return loss
  }

  /// ‖h Σ eₖ ∇fₖ‖. The stage that a trial has used up holds the sum.
  fileprivate mutating func errorNorm(_ h: Double) -> Double {
    slopes[1].clear()
    for k in errorWeights.indices where errorWeights[k] != 0 {
      slopes[1].add(slopes[k], scaledBy: errorWeights[k])
    }
    return h * slopes[1].norm
  }

  /// The last stage is the result's own, and the first of the next step.
  fileprivate mutating func accept(_ h: Double, _ loss: Double) {
    slopes[0].assign(slopes[6])
    slopes[1].assign(trial)
    slopes[1].add(progress.segment.end, scaledBy: -1)
    progress.advance(
      to: trial, loss: loss, gradient: slopes[0], step: h, length: slopes[1].norm)
  }
}
