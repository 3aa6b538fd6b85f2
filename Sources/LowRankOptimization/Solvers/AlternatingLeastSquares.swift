internal import LinearAlgebra

/// One block at a time to its minimum, the others held: alternating least squares (ALS, AltMin).
///
/// For objectives that are quadratic in each block, as ½‖𝒜(U Vᵀ) − b‖² with or without a ridge is
/// in U and in V, and that of U₁ ⋯ U_L in each layer. The gradient g is then affine in the block,
/// so its Hessian acts as H p = (g(θ + s p) − g(θ))/s exactly, for any s, and conjugate gradients
/// (Hestenes, Stiefel 1952) solve H x = −g by gradients alone, for any map and any regulariser.
/// Starting at x = 0, they leave alone what the data do not determine.
///
/// The loss never rises. Known rank; fast where the factors stay well conditioned. From a start
/// that does not show the smallest singular value, an exact solve overfits the rows that are seen
/// least, and the factors then grow slowly without end: add a ridge, or take single steps
/// (`Alternating`).
///
/// Cost of a step, one sweep over the blocks: a gradient for each conjugate gradient iteration, and
/// one at the end of each block. Allocates nothing.
public struct AlternatingLeastSquares<Objective: LowRankOptimization.Objective>: Solver
where Objective.Point: Blocked {
  /// A block is solved when ‖H x + g‖ ≤ tolerance · ‖g‖. A hundredth: blocks move again anyway.
  public let tolerance: Double
  /// The most conjugate gradient iterations for a block.
  public let iterations: Int

  public init(tolerance: Double = 1e-2, iterations: Int = 30) {
    precondition(tolerance > 0 && iterations > 0, "a tolerance and a few iterations")
    (self.tolerance, self.iterations) = (tolerance, iterations)
  }

  public struct State: SolverState {
    public fileprivate(set) var point: Objective.Point
    public fileprivate(set) var record = StepRecord()
    var workspace: Objective.Workspace
    /// ∇f(point), all blocks.
    var gradient: Objective.Point
    /// −(H x + g) on the block, the search direction p, the solution x, and room for θ + s p and H
    /// p.
    var residual: Objective.Point
    var search: Objective.Point
    var move: Objective.Point
    var trial: Objective.Point
    var product: Objective.Point
  }

  public func start(_ objective: Objective, at point: Objective.Point) -> State {
    let zero = point.zeroed()
    var state = State(
      point: point, workspace: objective.makeWorkspace(for: point), gradient: zero,
      residual: zero, search: zero, move: zero, trial: zero, product: zero)
    state.record.rank = (point as? any Factorization)?.rank
    state.evaluate(objective)
    return state
  }

  public func step(_ objective: Objective, _ state: inout State) {
    var length = 0.0
    for block in 0..<state.point.blockCount {
      state.solve(objective, block, tolerance, iterations)
      state.point.add(state.move, scaledBy: 1)
      length += state.move.dot(state.move)
      state.evaluate(objective)
    }
    state.record.iteration += 1
    state.record.stepNorm = length.squareRoot()
  }
}

extension AlternatingLeastSquares.State {
  fileprivate mutating func evaluate(_ objective: Objective) {
    record.loss = objective.differentiate(at: point, &workspace, into: &gradient)
    record.gradientNorm = gradient.norm
    record.evaluations += 1
  }

  /// move ← argmin over x in the block of f(θ + x), by conjugate gradients.
  fileprivate mutating func solve(
    _ objective: Objective, _ block: Int, _ tolerance: Double, _ iterations: Int
  ) {
    move.clear()
    residual.assign(gradient)
    residual.scale(by: -1)
    residual.keepOnly(block)
    search.assign(residual)
    var energy = residual.dot(residual)
    let goal = tolerance * tolerance * energy
    for _ in 0..<iterations where energy > goal && energy > 0 {
      curve(objective, block)
      let curvature = search.dot(product)
      // Flat to rounding, or not a quadratic: what is found so far is the answer.
      guard curvature > 0, !Execution.current.isAbandoned else { return }
      let step = energy / curvature
      move.add(search, scaledBy: step)
      residual.add(product, scaledBy: -step)
      let before = energy
      energy = residual.dot(residual)
      search.scale(by: energy / before)
      search.add(residual, scaledBy: 1)
    }
  }

  /// product ← H p on the block, with s p as long as θ so that the difference keeps its digits.
  private mutating func curve(_ objective: Objective, _ block: Int) {
    let size = point.norm, scale = (size > 0 ? size : 1) / search.norm
    trial.assign(point)
    trial.add(search, scaledBy: scale)
    _ = objective.differentiate(at: trial, &workspace, into: &product)
    record.evaluations += 1
    product.add(gradient, scaledBy: -1)
    product.keepOnly(block)
    product.scale(by: 1 / scale)
  }
}
