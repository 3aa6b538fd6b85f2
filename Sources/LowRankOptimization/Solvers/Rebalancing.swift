internal import LinearAlgebra

/// Any descent, with one change of factors on the way: U = A S Bᵀ becomes β A, and V takes V B S/β.
///
/// Descent on U Vᵀ with more columns than the rank is linear at a rate that falls with the square
/// of the start's scale. Done once near the optimum, this change makes the rate
///
///     2 ln(1 − η min(β², σᵣ²/β²)) per step of log ‖error‖²,
///
/// whatever the start (Xiong, Ding, Du 2024, section 5); stable where η < 2/(β² + σ₁²/β²). The
/// product does not change, so neither does the loss. β² near σᵣ is fastest; the default β² = σ₁ of
/// the current product is safest, for it allows the same η as before.
///
/// Cost: the inner steps, and once a small decomposition and a fresh inner state.
public struct Rebalancing<Inner: Solver>: Solver
where Inner.Objective.Point: LeftOrthonormalizable {
  public let inner: Inner
  /// The change is made before the first step at which this holds, and never again.
  public let trigger: StopRule
  /// β, or nil for √σ₁ of the product at that moment.
  public let scale: Double?

  public init(_ inner: Inner, when trigger: StopRule, scale: Double? = nil) {
    (self.inner, self.trigger, self.scale) = (inner, trigger, scale)
  }

  public struct State: SolverState {
    var inner: Inner.State
    var monitor: StopMonitor
    /// Iterations and evaluations before the change.
    var iterations = 0
    var evaluations = 0
    /// Whether the change has been made.
    public fileprivate(set) var isRebalanced = false

    public var point: Inner.Objective.Point { inner.point }

    public var record: StepRecord {
      var record = inner.record
      record.iteration += iterations
      record.evaluations += evaluations
      return record
    }
  }

  public func start(_ objective: Inner.Objective, at point: Inner.Objective.Point) -> State {
    State(inner: inner.start(objective, at: point), monitor: StopMonitor(trigger))
  }

  public func step(_ objective: Inner.Objective, _ state: inout State) {
    if !state.isRebalanced, state.monitor.check(state.record) != nil {
      rebalance(objective, &state)
    }
    inner.step(objective, &state.inner)
  }

  private func rebalance(_ objective: Inner.Objective, _ state: inout State) {
    let record = state.record
    (state.iterations, state.evaluations) = (record.iteration, record.evaluations)
    let scale = scale ?? SpectralForm(state.point.matrix).singularValues[0].squareRoot()
    state.inner = inner.start(objective, at: state.point.leftOrthonormalized(scale: scale))
    state.isRebalanced = true
  }
}
