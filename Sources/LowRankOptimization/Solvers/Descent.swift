internal import LinearAlgebra

/// θ ← θ − η d(∇f(θ)): every first-order method is a direction and a step size.
///
///     Descent(along: .gramScaled(), step: .constant(0.5))
///     Descent(along: .steepest(), step: .exact)
///
/// Cost of a step: one gradient, the direction's work, and what the step size says of itself.
public struct Descent<Objective: LowRankOptimization.Objective, D: Direction>: Solver
where D.Point == Objective.Point {
  public let direction: D
  private let step: Step

  public init(along direction: D, step: StepSize) {
    self.direction = direction
    self.step = .sized(step)
  }

  /// Only objectives that are quartic along lines have an exact step.
  public init(along direction: D, step _: ExactLineSearch) where Objective: LineMinimizable {
    self.direction = direction
    step = .exact { objective, state in
      objective.restriction(at: state.point, along: state.direction, &state.workspace).minimizer
    }
  }

  /// The exact step is a function, because only its own initialiser knows the constraint it needs.
  private enum Step: Sendable {
    case sized(StepSize)
    case exact(@Sendable (Objective, inout State) -> Double)
  }

  /// Invariant: `gradient` and `record` are those of `point`, so a step evaluates once, at its end.
  public struct State: SolverState {
    public fileprivate(set) var point: Objective.Point
    public fileprivate(set) var record = StepRecord()
    public fileprivate(set) var workspace: Objective.Workspace
    /// ∇f(point).
    var gradient: Objective.Point
    /// d of the last step.
    var direction: Objective.Point
    /// Where backtracking looks; nil for the other step sizes.
    var trial: Objective.Point?
    var memory: D.Memory
    /// η to try next, for the sizes that learn.
    var nextSize: Double
  }

  public func start(_ objective: Objective, at point: Objective.Point) -> State {
    var state = State(
      point: point, workspace: objective.makeWorkspace(for: point),
      gradient: point.zeroed(), direction: point.zeroed(),
      memory: direction.makeMemory(for: point), nextSize: 0)
    if case .sized(let size) = step {
      state.nextSize = size.initial
      if case .backtracking = size { state.trial = point.zeroed() }
    }
    // Once, here: a conditional cast boxes the point, which a step could not afford.
    state.record.rank = (point as? any Factorization)?.rank
    state.evaluate(objective)
    return state
  }

  public func step(_ objective: Objective, _ state: inout State) {
    state.direction.assign(state.gradient)
    direction.transform(
      &state.direction, at: state.point, loss: state.record.loss, &state.memory)
    let slope = state.gradient.dot(state.direction)
    let size = size(objective, &state, slope)
    state.move(by: size)
    state.evaluate(objective)
    if case .sized(.barzilaiBorwein) = step { state.learn(from: size, slope) }
  }

  /// η of this step. Constant sizes ignore the slope: with heavy ball it may be negative.
  private func size(_ objective: Objective, _ state: inout State, _ slope: Double) -> Double {
    switch step {
    case .exact(let minimize):
      state.record.evaluations += 1
      return minimize(objective, &state)
    case .sized(.constant(let size)):
      return size
    case .sized(.polyak(let target)):
      return slope > 0 ? (state.record.loss - target) / slope : 0
    case .sized(.barzilaiBorwein):
      return state.nextSize
    case .sized(.backtracking(let initial, let shrink, let sufficient)):
      return state.backtrack(objective, slope, initial, shrink, sufficient)
    }
  }
}

extension Descent.State {
  /// θ ← θ − η d.
  fileprivate mutating func move(by size: Double) {
    point.add(direction, scaledBy: -size)
    record.iteration += 1
    record.stepSize = size
    record.stepNorm = abs(size) * direction.norm
  }

  /// Makes gradient and record those of `point`.
  fileprivate mutating func evaluate(_ objective: Objective) {
    record.loss = objective.differentiate(at: point, &workspace, into: &gradient)
    record.gradientNorm = gradient.norm
    record.evaluations += 1
  }

  /// Barzilai and Borwein's size from the two slopes along the last direction.
  fileprivate mutating func learn(from size: Double, _ slope: Double) {
    let curvature = slope - gradient.dot(direction)
    if curvature > 0, slope > 0 { nextSize = size * slope / curvature }
  }

  /// Armijo's size, or 0 when f does not fall before η drowns in rounding.
  fileprivate mutating func backtrack(
    _ objective: Objective, _ slope: Double, _ initial: Double, _ shrink: Double,
    _ sufficient: Double
  ) -> Double {
    var slope = slope
    if slope <= 0 {
      // Momentum points uphill: along the gradient a small enough step succeeds.
      direction.assign(gradient)
      slope = gradient.dot(gradient)
    }
    var size = nextSize, trial = trial.take()!
    defer { self.trial = trial }
    // 2⁻⁶⁰ of the largest size: beyond it θ − η d rounds to θ for any useful `initial`.
    while size > initial * 0x1p-60 {
      trial.assign(point)
      trial.add(direction, scaledBy: -size)
      record.evaluations += 1
      if objective.value(at: trial, &workspace) <= record.loss - sufficient * size * slope {
        nextSize = min(initial, size / shrink)
        return size
      }
      size *= shrink
    }
    nextSize = initial
    return 0
  }
}
