public import LinearAlgebra

/// Iteratively reweighted least squares for the log-determinant of W: MatrixIRLS.
///
/// At X with singular values σ and smoothing ε = σ_{r+1}, those above ε being U diag(s) Vᵀ, a step
/// solves on the tangent space there
///
///     γ = argmin ‖y − 𝒜(P_T γ)‖² + Σ w γ²,   w = ε²/(sᵢsⱼ − ε²) on the core, ε/(sᵢ − ε) beside it,
///     X ← P_T γ + 𝒜*(y − 𝒜(P_T γ)),
///
/// and lowers ε to σ_{r+1} of the new X (Kümmerle, Mayrink Verdun 2021, Algorithm 1). W is X cut to
/// the rank. From rank zero X = 𝒜*(y). Exact data are found with few more measurements than degrees
/// of freedom where r is the true rank, whatever the condition of W; a larger r needs more of them.
/// Meant for maps with 𝒜𝒜* = I, as sampled entries are.
///
/// Cost of a step: at most `iterations` conjugate gradient iterations (see `TangentLeastSquares`)
/// and r + 1 singular triples. Allocates.
public struct ReweightedLeastSquares<Objective: LeastSquaresObjective>: Solver
where Objective.Point: FixedRank {
  /// r, the rank that is sought.
  public let rank: Int
  /// The most conjugate gradient iterations in a step.
  public let iterations: Int
  /// They end at this preconditioned residual, relative to the one they begin with.
  public let tolerance: Double

  /// Preconditions: all three positive.
  public init(rank: Int, iterations: Int = 400, tolerance: Double = 1e-5) {
    precondition(rank > 0 && iterations > 0 && tolerance > 0, "a rank, and a few iterations")
    (self.rank, self.iterations, self.tolerance) = (rank, iterations, tolerance)
  }

  public struct State: SolverState {
    /// The start point itself until the first step; then balanced factors of `form`.
    public var point: Objective.Point { initial ?? Objective.Point(spectral: form) }
    public fileprivate(set) var record = StepRecord()
    /// W.
    public fileprivate(set) var form: SpectralForm
    /// ε.
    public fileprivate(set) var smoothing: Double
    var initial: Objective.Point?
    /// X = `carried` + 𝒜*(`residual`).
    var carried: LowRankMatrix
    var residual: [Double]
    /// b − 𝒜(W), for the record alone.
    var measured: [Double]
    /// 𝒜*(`residual`).
    var image: Objective.Map.Image
  }

  /// Where the start has a rank, ε is half its least singular value, for none of them to have an
  /// infinite weight. Preconditions: no weights, and a parameterisation that reaches every matrix.
  public func start(_ objective: Objective, at point: Objective.Point) -> State {
    precondition(objective.weights == nil, "this method solves unweighted least squares")
    precondition(
      Objective.Point.tangentProjection == nil, "reweighting needs factors that reach every matrix")
    let form = point.spectral, map = objective.measurement
    let zero = [Double](repeating: 0, count: map.count)
    var state = State(
      form: form, smoothing: form.singularValues.last.map { $0 / 2 } ?? .infinity, initial: point,
      carried: form.lowRank, residual: zero, measured: zero, image: map.makeImage())
    objective.residual(of: form.lowRank, into: &state.residual)
    state.evaluate(objective)
    return state
  }

  public func step(_ objective: Objective, _ state: inout State) {
    objective.measurement.adjoint(state.residual, into: &state.image)
    if state.form.rank > 0 { reweigh(objective, &state) }
    // X is never formed: a thin matrix and an image, which is sparse for sampled entries, act on
    // blocks.
    let x = ShiftedImage(matrix: state.carried, image: state.image, scale: 1)
    let svd = TruncatedSVD(x, count: rank + 1)
    guard svd.failure == nil else { return state.diverge() }
    let s = svd.singularValues
    // ε only falls, else the surrogate would no longer decrease from step to step.
    state.smoothing = min(state.smoothing, s.count > rank ? s[rank] : 0)
    // A singular value that ties with ε would have an infinite weight.
    let kept = s.prefix(rank).prefix { $0 > state.smoothing * (1 + 1e-10) }.count
    state.form = SpectralForm(
      u: svd.u.prefix(columns: kept), singularValues: Array(s.prefix(kept)),
      v: svd.v.prefix(columns: kept))
    state.initial = nil
    state.record.iteration += 1
    state.evaluate(objective)
  }

  /// carried ← P_T γ, residual ← y − 𝒜(P_T γ), and their image.
  private func reweigh(_ objective: Objective, _ state: inout State) {
    let form = state.form, map = objective.measurement
    var tangent = TangentLeastSquares(map, u: form.u, v: form.v)
    var start = TangentVector(rows: form.rows, columns: form.columns, rank: form.rank)
    // The last X, seen on the new tangent space, is near the solution.
    tangent.jacobian.project(
      ShiftedImage(matrix: state.carried, image: state.image, scale: 1), into: &start)
    _ = tangent.solve(
      objective.target, Self.weights(form.singularValues, state.smoothing),
      curvature: tangent.jacobian.meanCurvature(seed: 1), tolerance: tolerance,
      iterations: iterations, from: start)
    let gamma = tangent.solution
    var left = gamma.left
    left.setProduct(form.u, gamma.core, adding: 1)
    state.carried = LowRankMatrix(
      left: left.appending(columns: form.u), right: form.v.appending(columns: gamma.right))
    objective.residual(of: state.carried, into: &state.residual)
    map.adjoint(state.residual, into: &state.image)
  }

  /// w above. Where s is far above ε a coordinate is nearly free, near ε it is held back.
  private static func weights(_ s: [Double], _ epsilon: Double) -> TangentWeights {
    let square = epsilon * epsilon
    return TangentWeights(
      core: Matrix(rows: s.count, columns: s.count) { square / (s[$0] * s[$1] - square) },
      side: s.map { epsilon / ($0 - epsilon) })
  }
}

extension ReweightedLeastSquares.State {
  /// The loss of W itself, not of X.
  fileprivate mutating func evaluate(_ objective: Objective) {
    objective.residual(of: form.lowRank, into: &measured)
    record.loss = measured.dot(measured) / 2
    record.relativeResidual = measured.norm / objective.targetNorm
    record.rank = form.rank
    record.evaluations += 1
  }

  /// X is not finite: a step to nowhere, which a matrix of rank zero would hide.
  fileprivate mutating func diverge() {
    record.iteration += 1
    record.loss = .nan
  }
}
