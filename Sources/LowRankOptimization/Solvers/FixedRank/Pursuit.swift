package import LinearAlgebra

/// Rank growth with a second-order inner solver: no rank, no step size and no start scale.
///
/// From rank zero: append the top singular pair of 𝒜*(b − 𝒜(W)) = −∇F(W), orthogonal to the frame
/// and scaled to fit best (the parameterisation says what a term is); settle at that rank by
/// `LevenbergMarquardt`; repeat. Greedy Low-Rank Learning (Li, Luo, Lyu 2021) with the limit of
/// each stage computed rather than waited for. The path is what makes it work: started at the right
/// rank, the same inner solver fails where this succeeds.
public struct Pursuit<Objective: LeastSquaresObjective>: Solver where Objective.Point: FixedRank {
  /// What settles a rank.
  public var inner = LevenbergMarquardt<Objective>()
  /// The most steps at one rank, for one that would go on gaining a little for ever.
  public var stepsPerRank = 30
  /// Relative residual at which the data count as fitted.
  public var tolerance = 1e-11

  public init(stepsPerRank: Int = 30, tolerance: Double = 1e-11) {
    self.stepsPerRank = stepsPerRank
    self.tolerance = tolerance
  }

  /// When a rank is settled, by the record of its own steps: at round-off, where three steps
  /// running leave more than 0.7 of the residual, where damping no longer helps, or after
  /// `stepsPerRank` steps.
  ///
  /// A start that fits has the digits of what it was cut from: one step gives it its own.
  public var settled: StopRule {
    .any([
      .relativeResidual(tolerance) && .iterations(1), .slow(ratio: 0.7, steps: 3),
      .damping(above: 1e6), .iterations(stepsPerRank),
    ])
  }

  public struct State: SolverState {
    /// Descent at the present rank, its record begun there.
    public internal(set) var inner: LevenbergMarquardt<Objective>.State
    /// `settled` at work on the present rank.
    var monitor: StopMonitor
    /// Whether the next step will raise the rank.
    public internal(set) var isSettled: Bool
    /// Steps, evaluations and conjugate gradient iterations before the present rank.
    var before = (steps: 0, evaluations: 0, inner: 0)

    public var point: Objective.Point { inner.point }
    /// Conjugate gradient iterations so far.
    public var innerIterations: Int { before.inner + inner.innerIterations }

    public var record: StepRecord {
      var record = inner.record
      record.iteration += before.steps
      record.evaluations += before.evaluations
      return record
    }
  }

  /// From any rank: zero, where it grows at once, or that of an answer, which is settled first.
  public func start(_ objective: Objective, at point: Objective.Point) -> State {
    let inner = inner.start(objective, at: point)
    return State(
      inner: inner, monitor: watch(from: inner.record), isSettled: inner.form.rank == 0)
  }

  public func step(_ objective: Objective, _ state: inout State) {
    if state.isSettled { grow(objective, &state) } else { descend(objective, &state) }
  }

  private func descend(_ objective: Objective, _ state: inout State) {
    inner.step(objective, &state.inner)
    state.isSettled = state.monitor.check(state.inner.record) != nil
  }

  /// One term more, as a step of its own, with the inner solver begun anew in the new frame.
  private func grow(_ objective: Objective, _ state: inout State) {
    let old = state.inner
    // Where nothing is left to fit, or no direction is free, it stays settled.
    guard let form = Self.appending(objective, old.form, old.residual) else {
      state.before.steps += 1
      return
    }
    state.before.steps += old.record.iteration + 1
    state.before.evaluations += old.record.evaluations
    state.before.inner += old.innerIterations
    state.inner = inner.start(objective, at: form)
    state.monitor = watch(from: state.inner.record)
    state.isSettled = false
  }

  /// The rule at work from where a rank begins: at least one step is taken there.
  private func watch(from start: StepRecord) -> StopMonitor {
    var monitor = StopMonitor(settled)
    _ = monitor.check(start)
    return monitor
  }

  /// W with the steepest term of 𝒜*(e) more, scaled to fit best; nil where no term helps.
  ///
  /// Cost: one 𝒜*, the leading term of its image, one 𝒜 and a decomposition of one rank more.
  package static func appending(
    _ objective: Objective, _ form: SpectralForm, _ residual: [Double]
  ) -> SpectralForm? {
    let map = objective.measurement, size = residual.norm
    guard size > 0, size.isFinite else { return nil }
    var image = map.makeImage()
    map.adjoint(residual, into: &image)
    // Beyond the frame, so that the new column is no copy of an old one and the rank does rise.
    guard let term = Objective.Point.term(along: image, beyond: form) else { return nil }
    var measured = [Double](repeating: 0, count: map.count)
    map.apply(term, into: &measured)
    // argmin over c of ‖e − c 𝒜(term)‖: a term of the right direction must not begin at the wrong
    // size.
    let energy = measured.dot(measured), along = measured.dot(residual)
    guard energy > 0, along != 0 else { return nil }
    return Objective.Point(spectral: form.appending(term, scale: along / energy)).spectral
  }
}
