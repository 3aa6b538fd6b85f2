public import LinearAlgebra

/// min ½‖𝒜(X) − b‖² + λ ‖X‖_* by accelerated proximal gradient: the convex way to low rank.
///
///     Yₖ = Xₖ + ((tₖ₋₁ − 1)/tₖ)(Xₖ − Xₖ₋₁),   Xₖ₊₁ = shrink(Yₖ − η 𝒜*(𝒜(Yₖ) − b), η λ),
///
/// where shrink lowers every singular value by ηλ, to no less than 0 (FISTA, Beck and Teboulle
/// 2009; Toh and Yun 2010). For η ≤ 1/‖𝒜‖² the objective's gap falls as 2‖X* − X₀‖²/(η k²). There
/// are no spurious minima and no rank to choose; λ shrinks the singular values that are kept.
///
/// X is held by its spectral form, whose rank changes from step to step. `record.loss` is the data
/// term; `gap` proves how near the convex optimum is.
///
/// Cost of a step: one 𝒜, one 𝒜*, and a singular value decomposition down to ηλ: Lanczos with as
/// many terms as are kept, doubled until the last is below. Allocates.
public struct NuclearNorm<Objective: LeastSquaresObjective>: Solver
where Objective.Point: FixedRank {
  /// λ > 0.
  public let strength: Double
  /// η; at most 1/‖𝒜‖², which is 1 for entries.
  public let stepSize: Double

  public init(strength: Double, stepSize: Double = 1) {
    precondition(strength > 0 && stepSize > 0, "a positive strength and step")
    (self.strength, self.stepSize) = (strength, stepSize)
  }

  public struct State: SolverState {
    /// The start point itself until the first step; then balanced factors of `form`.
    public var point: Objective.Point { initial ?? Objective.Point(spectral: form) }
    public fileprivate(set) var record = StepRecord()
    /// X.
    public fileprivate(set) var form: SpectralForm
    var previous: SpectralForm
    var initial: Objective.Point?
    /// t.
    var momentum = 1.0
    /// 𝒜(X) − b, and the same at Y.
    var residual: [Double]
    var ahead: [Double]
    var image: Objective.Map.Image
  }

  public func start(_ objective: Objective, at point: Objective.Point) -> State {
    precondition(objective.weights == nil, "the plain norm is all that this method solves")
    precondition(
      Objective.Point.tangentProjection == nil, "shrinking needs factors that reach every matrix")
    let form = point.spectral, map = objective.measurement
    let zero = [Double](repeating: 0, count: map.count)
    var state = State(
      form: form, previous: form, initial: point, residual: zero, ahead: zero,
      image: map.makeImage())
    state.evaluate(objective)
    return state
  }

  public func step(_ objective: Objective, _ state: inout State) {
    let next = (1 + (1 + 4 * state.momentum * state.momentum).squareRoot()) / 2
    let beta = (state.momentum - 1) / next
    let y = state.form.lowRank.scaled(by: 1 + beta).plus(state.previous.lowRank.scaled(by: -beta))
    objective.measurement.apply(y, into: &state.ahead)
    state.ahead.add(objective.target, scaledBy: -1)
    objective.measurement.adjoint(state.ahead, into: &state.image)
    let shifted = ShiftedImage(matrix: y, image: state.image, scale: -stepSize)
    guard let form = shifted.shrunk(by: stepSize * strength, guess: state.form.rank + 2) else {
      return state.diverge()
    }
    state.previous = state.form
    state.initial = nil
    state.form = form
    state.momentum = next
    state.record.iteration += 1
    state.record.stepSize = stepSize
    state.evaluate(objective)
  }

  /// f(X) + λ ‖X‖_* less the dual value, an upper bound of how far X is from the optimum.
  ///
  /// For any r, θ = min(1, λ/‖𝒜*(r)‖₂) r is dual feasible with value ⟨θ, b⟩ − ½‖θ‖²; r is the
  /// residual b − 𝒜(X). Cost: one 𝒜* and one top singular value.
  public func gap(_ objective: Objective, _ state: State) -> Double {
    var image = objective.measurement.makeImage(), dual = state.residual
    dual.scale(by: -1)
    objective.measurement.adjoint(dual, into: &image)
    let top = topSingularTriple(of: image, tolerance: 1e-12).value
    if top > strength { dual.scale(by: strength / top) }
    let primal = state.record.loss + strength * state.form.singularValues.reduce(0, +)
    return primal - (dual.dot(objective.target) - dual.dot(dual) / 2)
  }
}

extension NuclearNorm.State {
  fileprivate mutating func evaluate(_ objective: Objective) {
    objective.measurement.apply(form.lowRank, into: &residual)
    residual.add(objective.target, scaledBy: -1)
    record.loss = residual.dot(residual) / 2
    record.relativeResidual = residual.norm / objective.targetNorm
    record.rank = form.rank
    record.evaluations += 1
  }

  /// X is not finite: a step to nowhere, which a matrix of rank zero would hide.
  fileprivate mutating func diverge() {
    record.iteration += 1
    record.loss = .nan
  }
}

extension LowRankMatrix {
  /// scale · W.
  fileprivate func scaled(by scale: Double) -> LowRankMatrix {
    var left = left
    left.scale(by: scale)
    return LowRankMatrix(left: left, right: right)
  }

  /// W + other, with as many columns as both together.
  fileprivate func plus(_ other: LowRankMatrix) -> LowRankMatrix {
    LowRankMatrix(
      left: left.appending(columns: other.left), right: right.appending(columns: other.right))
  }
}

extension ShiftedImage {
  /// Every singular value lowered by `amount`, those below it gone; nil where there are none.
  fileprivate func shrunk(by amount: Double, guess: Int) -> SpectralForm? {
    let most = min(rows, columns)
    var count = min(max(guess, 1), most)
    while true {
      // To 1e-13, for the duality gap is to fall to rounding.
      let svd = TruncatedSVD(self, count: count, tolerance: 1e-13)
      guard svd.failure == nil else { return nil }
      let kept = svd.singularValues.prefix { $0 > amount }.count
      if kept < count || count == most || svd.singularValues.count < count {
        return SpectralForm(
          u: svd.u.prefix(columns: kept),
          singularValues: svd.singularValues.prefix(kept).map { $0 - amount },
          v: svd.v.prefix(columns: kept))
      }
      count = min(2 * count, most)
    }
  }
}
