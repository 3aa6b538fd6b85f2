package import LinearAlgebra

/// Rank growth with a second-order inner solver: no rank, no step size and no start scale.
///
/// From rank zero: append the top singular pair of 𝒜*(b − 𝒜(W)) = −∇F(W), orthogonal to the frame
/// and scaled to fit best (the parameterisation says what a term is); settle at that rank by `LevenbergMarquardt`; repeat. Greedy Low-Rank
/// Learning (Li, Luo, Lyu 2021) with the limit of each stage computed rather than waited for. The
/// path is what makes it work: started at the right rank, the same inner solver fails where this
/// succeeds.
///
/// A rank is settled when the residual is at round-off, or three steps running shrink it by less
/// than 0.7, or after `stepsPerRank` steps, or when damping no longer helps.
public struct Pursuit<Objective: LeastSquaresObjective>: Solver where Objective.Point: FixedRank {
  public var inner = LevenbergMarquardt<Objective>()
  public var stepsPerRank = 30
  /// Relative residual at which the data count as fitted.
  public var tolerance = 1e-11

  public init(stepsPerRank: Int = 30, tolerance: Double = 1e-11) {
    self.stepsPerRank = stepsPerRank
    self.tolerance = tolerance
  }

  public struct State: SolverState {
    public package(set) var inner: LevenbergMarquardt<Objective>.State
    public var point: Objective.Point { inner.point }
    public var record: StepRecord { inner.record }
    var stepsAtRank = 0
    var slowSteps = 0
    /// Whether the next step will raise the rank.
    public internal(set) var isSettled: Bool
  }

  public func start(_ objective: Objective, at point: Objective.Point) -> State {
    let state = inner.start(objective, at: point)
    return State(inner: state, isSettled: state.form.rank == 0)
  }

  public func step(_ objective: Objective, _ state: inout State) {
    if state.isSettled { grow(objective, &state) } else { descend(objective, &state) }
  }

  private func descend(_ objective: Objective, _ state: inout State) {
    inner.step(objective, &state.inner)
    state.stepsAtRank += 1
    let accepted = state.inner.ratio < 1
    if accepted { state.slowSteps = state.inner.ratio > 0.7 ? state.slowSteps + 1 : 0 }
    state.isSettled =
      state.slowSteps >= 3 || state.stepsAtRank >= stepsPerRank || state.inner.damping > 1e6
      || state.inner.relativeResidual < tolerance
  }

  private func grow(_ objective: Objective, _ state: inout State) {
    let old = state.inner
    guard let form = Self.appending(objective, old.form, old.residual) else {
      // Nothing is left to fit, or no direction is free: stay settled.
      state.inner.record.iteration += 1
      return
    }
    state.inner = inner.start(objective, at: form)
    state.inner.record.iteration = old.record.iteration + 1
    state.inner.record.evaluations += old.record.evaluations
    state.inner.innerIterations = old.innerIterations
    (state.stepsAtRank, state.slowSteps, state.isSettled) = (0, 0, false)
  }

  /// W with the steepest term of 𝒜*(e) more, scaled to fit best; nil where no term helps.
  package static func appending(
    _ objective: Objective, _ form: SpectralForm, _ residual: [Double]
  ) -> SpectralForm? {
    let map = objective.measurement, size = residual.norm
    guard size > 0, size.isFinite else { return nil }
    var image = map.makeImage()
    map.adjoint(residual, into: &image)
    guard let term = Objective.Point.term(along: image, beyond: form) else { return nil }
    var measured = [Double](repeating: 0, count: map.count)
    map.apply(term, into: &measured)
    let energy = measured.dot(measured), along = measured.dot(residual)
    guard energy > 0, along != 0 else { return nil }
    return Objective.Point(spectral: form.appending(term, scale: along / energy)).spectral
  }
}
