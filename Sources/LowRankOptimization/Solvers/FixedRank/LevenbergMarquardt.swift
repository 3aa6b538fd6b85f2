public import LinearAlgebra

/// Second-order descent at fixed rank: no step size, and no dependence on the matrix's condition.
///
/// At W = U diag(s) Vᵀ, with e = b − 𝒜(W), a step solves the damped least-squares problem
///     min over tangent ξ of ‖e − 𝒜(ξ)‖² + μ‖ξ‖²
/// in orthonormal coordinates by conjugate gradients, and retracts W + ξ to the same rank. W stays
/// where the residual would not fall, and μ follows Marquardt's rule (`MarquardtDamping`).
/// Riemannian Levenberg–Marquardt (Levenberg 1944, Marquardt 1963; tangent-space form as in
/// Vandereycken 2013). Quadratic convergence near an exact fit.
///
/// Cost of a step: at most `iterations` conjugate gradient iterations (see `TangentLeastSquares`),
/// one retraction and one 𝒜. A step allocates for its decompositions, O((rows + columns) rank);
/// the inner iterations allocate nothing.
public struct LevenbergMarquardt<Objective: LeastSquaresObjective>: Solver
where Objective.Point: FixedRank {
  /// Initial μ relative to the mean curvature ‖𝒜ξ‖²/‖ξ‖². A thousandth: small against the data,
  /// large enough to hold back directions that the data hardly see.
  public var damping = 1e-3
  /// The most conjugate gradient iterations in a step.
  public var iterations = 60
  /// The largest μ a step is taken with, relative as `damping` is. Near an exact fit 1e-9 makes the
  /// steps Gauss–Newton's in all but name, whatever the run has been through. Such a step that
  /// fails would fail again, so the run needs a rule that ends it then.
  public var largestDamping = Double.infinity

  public init(
    damping: Double = 1e-3, iterations: Int = 60, largestDamping: Double = .infinity
  ) {
    self.damping = damping
    self.iterations = iterations
    self.largestDamping = largestDamping
  }

  public struct State: SolverState {
    /// The start point itself until a step is accepted; then balanced factors of `form`.
    public var point: Objective.Point { initial ?? Objective.Point(spectral: form) }
    public internal(set) var record: StepRecord
    /// W itself.
    public internal(set) var form: SpectralForm
    /// b − 𝒜(W).
    public internal(set) var residual: [Double]
    /// ‖b − 𝒜(W)‖ / ‖b‖.
    public var relativeResidual: Double { record.relativeResidual }
    /// Conjugate gradient iterations so far.
    public internal(set) var innerIterations = 0
    /// The caller's start point while it is where the run is, with the caller's factors.
    var initial: Objective.Point?
    /// μ relative to `curvature`, and the rule by which it changes.
    var damping: MarquardtDamping
    /// The mean of ‖𝒜ξ‖²/‖ξ‖² over tangent ξ at the start; held fixed, so that μ changes by its
    /// rule alone.
    var curvature: Double
    /// ‖b‖, against which residuals are measured.
    let targetNorm: Double
    /// b − 𝒜 of the matrix tried; changes place with `residual` where it is accepted.
    var trial: [Double]
    /// J at W with the buffers of its conjugate gradients.
    var tangent: TangentLeastSquares<Objective.Map>

    /// The norm of the gradient of ½‖b − 𝒜(W)‖² along the manifold. Cost: one 𝒜*.
    public var gradientNorm: Double {
      var jacobian = tangent.jacobian
      var gradient = TangentVector(rows: form.rows, columns: form.columns, rank: form.rank)
      jacobian.adjoint(residual, into: &gradient)
      return gradient.norm
    }
  }

  /// Precondition: no weights; `ScaledMeasurements` puts them into the map. Cost: the singular
  /// value decomposition of W, and two 𝒜.
  public func start(_ objective: Objective, at point: Objective.Point) -> State {
    var state = start(objective, at: point.spectral)
    state.initial = point
    return state
  }

  /// The same from W in the form it is given in, to the bit.
  package func start(_ objective: Objective, at form: SpectralForm) -> State {
    precondition(objective.weights == nil, "this method solves unweighted least squares")
    var tangent = TangentLeastSquares(
      objective.measurement, u: form.u, v: form.v,
      projection: Objective.Point.tangentProjection)
    var residual = [Double](repeating: 0, count: objective.target.count)
    objective.residual(of: form.lowRank, into: &residual)
    let targetNorm = objective.targetNorm
    let curvature = form.rank > 0 ? tangent.jacobian.meanCurvature(seed: 1) : 1
    var record = StepRecord()
    record.loss = residual.dot(residual) / 2
    record.relativeResidual = residual.norm / targetNorm
    record.damping = damping
    record.rank = Objective.Point(spectral: form).rank
    record.evaluations = 1
    return State(
      record: record, form: form, residual: residual, damping: MarquardtDamping(damping),
      curvature: curvature, targetNorm: targetNorm, trial: residual, tangent: tangent)
  }

  public func step(_ objective: Objective, _ state: inout State) {
    // Solved only as well as the step deserves: loosely far from a fit, the tighter the nearer it
    // is, so that quadratic convergence is kept (inexact Newton; Dembo, Eisenstat, Steihaug 1982).
    let before = state.residual.norm, relative = state.relativeResidual
    state.damping.limit(to: largestDamping)
    state.innerIterations += state.tangent.solve(
      state.residual, damping: state.damping.value * state.curvature,
      curvature: state.curvature, tolerance: 0.3 * min(0.1, max(relative, 1e-8)),
      iterations: iterations)
    let xi = state.tangent.solution
    let trial = Objective.Point.retract(
      state.form, core: xi.core, left: xi.left, right: xi.right)
    objective.residual(of: trial.lowRank, into: &state.trial)
    let after = state.trial.norm
    state.record.iteration += 1
    state.record.evaluations += 1
    state.record.stepNorm = xi.norm
    let isAccepted = state.damping.accepts(after, over: before)
    state.record.damping = state.damping.value
    // A step that was refused leaves W, its residual and the frame as they were.
    guard isAccepted else { return }
    state.form = trial
    state.initial = nil
    swap(&state.residual, &state.trial)
    state.tangent.jacobian.move(to: trial)
    state.record.loss = after * after / 2
    state.record.relativeResidual = after / state.targetNorm
  }
}

extension TangentJacobian {
  /// Moves to the frame of another matrix of the same rank.
  ///
  /// The buffers have the sizes of the rank and serve on.
  mutating func move(to form: SpectralForm) {
    u = form.u
    v = form.v
  }
}
