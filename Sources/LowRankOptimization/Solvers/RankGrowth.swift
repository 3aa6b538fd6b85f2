/// Greedy low-rank learning: descend, append the steepest rank-one term, descend again.
///
///     r = 0, W₀ = 0
///     while the gain ⟨−∇F(Wᵣ), a bᵀ⟩ of the steepest unit term exceeds `threshold`:
///         append scale · a bᵀ, run the inner solver to a stationary point: Wᵣ₊₁
///
/// Gradient flow from an infinitesimal start follows this path (Li, Luo, Lyu 2021), so the ranks
/// appear one at a time and the rank need not be known. Every inner solver will do.
///
/// A phase starts `scale` away from a saddle, where the gradient is tiny although nothing has been
/// gained. Its stop is therefore armed only once the loss has fallen to 99 % of that at its start.
///
/// Cost: the inner steps, and a Lanczos search and a fresh inner state each phase.
public struct RankGrowth<Inner: Solver>: Solver
where Inner.Objective: MatrixObjective, Inner.Objective.Point: Growable {
  public let inner: Inner
  /// ε of the appended term ε a bᵀ: the smaller, the nearer to the limit path.
  public let scale: Double
  /// The gain at or below which the rank suffices.
  public let threshold: Double
  /// When a phase, once armed, has reached its stationary point. It sees the phase's own record,
  /// whose iterations begin at 0 and whose clock stands still.
  public let phase: StopRule
  /// The most inner steps of a phase that never gets armed.
  public let patience: Int
  public let maximumRank: Int

  public init(
    _ inner: Inner, scale: Double, threshold: Double, phase: StopRule,
    patience: Int = 100_000, maximumRank: Int = .max
  ) {
    precondition(scale > 0 && threshold >= 0, "a positive scale, a threshold ≥ 0")
    self.inner = inner
    self.scale = scale
    self.threshold = threshold
    self.phase = phase
    self.patience = patience
    self.maximumRank = maximumRank
  }

  public struct State: SolverState {
    var inner: Inner.State
    var monitor: StopMonitor
    /// The loss below which the phase's stop rule counts.
    var armedBelow: Double
    /// The gain of the term appended last; 0 once no term is worth appending.
    var gain: Double
    var iteration = 0
    /// Evaluations of the phases before this one.
    var evaluations = 0
    /// Whether the rank has stopped growing.
    public fileprivate(set) var isComplete = false

    public var point: Inner.Objective.Point { inner.point }

    /// While the rank grows, `gradientNorm` is at least the gain, so that a rule on it cannot end
    /// the run at the saddle between two phases.
    public var record: StepRecord {
      var record = inner.record
      record.iteration = iteration
      record.evaluations += evaluations
      record.rank = inner.point.rank
      record.gradientNorm = max(record.gradientNorm, gain)
      return record
    }
  }

  public func start(_ objective: Inner.Objective, at point: Inner.Objective.Point) -> State {
    // Until the first look at ∇F the gain is not known, so nothing may pass for stationary.
    State(
      inner: inner.start(objective, at: point), monitor: StopMonitor(phase),
      armedBelow: .infinity, gain: .infinity)
  }

  public func step(_ objective: Inner.Objective, _ state: inout State) {
    if !state.isComplete, phaseIsOver(&state) { grow(objective, &state) }
    inner.step(objective, &state.inner)
    state.iteration += 1
  }

  private func phaseIsOver(_ state: inout State) -> Bool {
    // Rank 0 is stationary; any other start is given a phase of its own.
    guard state.point.rank > 0 else { return true }
    let record = state.inner.record
    guard record.loss <= state.armedBelow else { return record.iteration >= patience }
    return state.monitor.check(record) != nil
  }

  /// Appends the steepest term and restarts the inner solver, or finds the rank complete.
  private func grow(_ objective: Inner.Objective, _ state: inout State) {
    var point = state.point, workspace = objective.makeWorkspace(for: point)
    let term = point.steepestTerm(against: objective.matrixGradient(at: point, &workspace))
    state.evaluations += 1
    guard term.gain > threshold, point.rank < maximumRank else {
      state.isComplete = true
      state.gain = 0
      return
    }
    point.append(term, scale: scale)
    state.evaluations += state.inner.record.evaluations
    state.inner = inner.start(objective, at: point)
    state.monitor = StopMonitor(phase)
    state.armedBelow = 0.99 * state.inner.record.loss
    state.gain = term.gain
  }
}
