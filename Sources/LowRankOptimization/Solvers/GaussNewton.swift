internal import LinearAlgebra

/// Levenberg–Marquardt in the factors themselves: θ ← θ + h with
///
///     h = argmin ‖e − 𝒜(W′(h))‖² + μ ‖h‖²,   e = b − 𝒜(W(θ)),
///
/// by conjugate gradients. θ stays where the residual would not fall, and μ follows Marquardt's
/// rule (`MarquardtDamping`).
///
/// `LevenbergMarquardt` moves W along its manifold and does not see the factors' condition; near
/// the solution it is the faster. Here W gains h hᵀ beyond the tangent, which columns near zero
/// need to grow: with more columns than the truth has this goes around bad minima that the other
/// ends in.
///
/// Cost of a step: at most `iterations` times one 𝒜 and one 𝒜*. Allocates nothing.
public struct GaussNewton<Objective: LeastSquaresObjective>: Solver
where Objective.Point: QuadraticFactorization {
  /// Initial μ relative to the mean curvature ‖𝒜(W′(h))‖²/‖h‖², as in `LevenbergMarquardt`.
  public var damping = 1e-3
  /// The most conjugate gradient iterations in a step.
  public var iterations = 60
  /// A step is solved when its gradient has fallen to this share.
  public var tolerance = 1e-3

  public init(damping: Double = 1e-3, iterations: Int = 60, tolerance: Double = 1e-3) {
    (self.damping, self.iterations, self.tolerance) = (damping, iterations, tolerance)
  }

  public struct State: SolverState {
    public internal(set) var point: Objective.Point
    public internal(set) var record = StepRecord()
    /// Conjugate gradient iterations so far.
    public internal(set) var innerIterations = 0
    var damping: MarquardtDamping
    let targetNorm: Double
    var scratch: Objective.Point.Scratch
    var image: Objective.Map.Image
    /// b − 𝒜(W(θ)), and room for another and for 𝒜 of a direction.
    var residual: [Double]
    var trialResidual: [Double]
    var measured: [Double]
    /// h, what is left of its equation, the search direction, its curvature, and θ + h.
    var move: Objective.Point
    var rest: Objective.Point
    var search: Objective.Point
    var curved: Objective.Point
    var trial: Objective.Point
  }

  public func start(_ objective: Objective, at point: Objective.Point) -> State {
    precondition(objective.weights == nil, "this method solves unweighted least squares")
    let zeros = [Double](repeating: 0, count: objective.target.count), zero = point.zeroed()
    var state = State(
      point: point, damping: MarquardtDamping(damping), targetNorm: objective.targetNorm,
      scratch: point.makeScratch(), image: objective.measurement.makeImage(), residual: zeros,
      trialResidual: zeros, measured: zeros, move: zero, rest: zero, search: zero, curved: zero,
      trial: zero)
    objective.residual(of: point.product(&state.scratch), into: &state.residual)
    state.record.loss = state.residual.dot(state.residual) / 2
    state.record.relativeResidual = state.residual.norm / state.targetNorm
    state.record.damping = damping
    state.record.rank = point.rank
    state.record.evaluations = 1
    return state
  }

  public func step(_ objective: Objective, _ state: inout State) {
    solve(objective, &state)
    state.trial.assign(state.point)
    state.trial.add(state.move, scaledBy: 1)
    objective.residual(of: state.trial.product(&state.scratch), into: &state.trialResidual)
    let before = state.residual.norm, after = state.trialResidual.norm
    state.record.iteration += 1
    state.record.evaluations += 1
    state.record.stepNorm = state.move.norm
    let isAccepted = state.damping.accepts(after, over: before)
    state.record.damping = state.damping.value
    guard isAccepted else { return }
    state.point.assign(state.trial)
    swap(&state.residual, &state.trialResidual)
    state.record.loss = after * after / 2
    state.record.relativeResidual = after / state.targetNorm
  }

  /// move ← h.
  private func solve(_ objective: Objective, _ state: inout State) {
    pullBack(objective, state.residual, &state.scratch, state.point, &state.image, &state.rest)
    state.record.gradientNorm = state.rest.norm
    state.search.assign(state.rest)
    state.move.clear()
    var energy = state.rest.dot(state.rest), shift: Double?
    let goal = tolerance * tolerance * energy
    for _ in 0..<iterations {
      guard energy > goal, energy.isFinite, !Execution.current.isAbandoned else { return }
      let along = curve(objective, &state)
      // The gradient's own curvature sets the scale of μ: it needs no random direction.
      let damping = shift ?? state.damping.value * along / energy
      shift = damping
      state.curved.add(state.search, scaledBy: damping)
      let bend = state.search.dot(state.curved)
      guard bend > 0, bend.isFinite else { return }
      state.innerIterations += 1
      state.move.add(state.search, scaledBy: energy / bend)
      state.rest.add(state.curved, scaledBy: -energy / bend)
      let next = state.rest.dot(state.rest)
      state.search.scale(by: next / energy)
      state.search.add(state.rest, scaledBy: 1)
      energy = next
    }
  }

  /// curved ← JᵀJ search; returns ‖J search‖².
  private func curve(_ objective: Objective, _ state: inout State) -> Double {
    let (a, b) = state.point.tangent(along: state.search)
    objective.measurement.apply(a, plus: b, into: &state.measured)
    pullBack(objective, state.measured, &state.scratch, state.point, &state.image, &state.curved)
    return state.measured.dot(state.measured)
  }

  /// into ← Jᵀ y.
  private func pullBack(
    _ objective: Objective, _ y: [Double], _ scratch: inout Objective.Point.Scratch,
    _ point: Objective.Point, _ image: inout Objective.Map.Image, _ result: inout Objective.Point
  ) {
    objective.measurement.adjoint(y, into: &image)
    // Some parameterisations keep products for their pull-back.
    _ = point.product(&scratch)
    point.pullBack(image, &scratch, into: &result)
  }
}
