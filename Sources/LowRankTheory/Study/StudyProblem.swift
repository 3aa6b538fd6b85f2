internal import LinearAlgebra
internal import LowRank
internal import LowRankOptimization

/// The measurements, in units in which their root mean square is one, as a problem for one
/// parameterisation; each extension adds the methods that its factors allow.
///
/// A method returns nil where it is not the study's, so that a caller may try them in turn; one
/// that the factors do not allow does not compile.
struct StudyProblem<Point: Factorization, Map: MeasurementMap> {
  typealias SquaredFit = Fit<Point, Map, SquaredLoss>

  let study: Study
  let options: RecoveryOptions
  /// ½ Σ wₖ (𝒜(W(θ))ₖ − bₖ)².
  let fit: SquaredFit
  /// Where solvers begin; of a warm sweep the first one.
  let start: Point
  /// σ₁(𝒜*(b)), near the largest curvature of the fit where it has been reached.
  let curvature: Double
  /// The mean of ‖𝒜(W)‖²/‖W‖² over W: the share of entries seen, for completion.
  let density: Double
  /// The most iterations of a run, or of each solver of a sweep.
  let limit: Int

  /// η as given, or found at each step by Armijo's rule.
  var step: StepSize {
    // Armijo's size falls in halves from its first, so that one is taken large.
    study.step.map { .constant($0) } ?? .backtracking(initial: 4 / curvature)
  }

  /// The loss of a relative residual of `tolerance`: as good as an exact fit.
  var floor: Double { options.tolerance * options.tolerance * fit.target.dot(fit.target) / 2 }

  /// Methods for any factors.
  func plain() -> (any StudyRun)? {
    switch study.method {
    case .descent: iterates(Descent(along: .steepest(), step: step))
    case .flow: iterates(GradientFlow(tolerance: FlowTolerance(relative: 1e-6)))
    case .sgd:
      Iterates(
        // Steps shorter than descent's, for a gradient from a tenth of the terms is noisy.
        Minibatch(fit, fraction: 0.1, seed: options.seed), from: start,
        by: Descent(along: .steepest(), step: .constant(study.step ?? 0.1 / curvature)),
        floor: floor, limit: limit)
    default: nil
    }
  }

  /// The run of a solver from `start`, with the rules that all methods end by.
  func iterates<S: Solver>(_ solver: S, window: Int = 100) -> any StudyRun
  where S.Objective == SquaredFit {
    Iterates(fit, from: start, by: solver, floor: floor, window: window, limit: limit)
  }
}

extension StudyProblem where Point: GramPreconditioned {
  /// Descent preconditioned by the Gram matrices of the factors (Tong, Ma, Chi 2021), damped in
  /// proportion to the residual; its steps meet the curvature of 𝒜 alone, not that of W.
  func scaled() -> (any StudyRun)? {
    guard study.method == .scaled else { return nil }
    let size = study.step.map { StepSize.constant($0) }
    return iterates(
      Descent(
        along: .gramScaled(damping: Study.damping),
        step: size ?? .backtracking(initial: 4 / density)))
  }
}

extension StudyProblem where Point: Blocked {
  /// Least squares in one factor at a time. An iteration does much, so five without gain are
  /// enough.
  func alternating() -> (any StudyRun)? {
    study.method == .als ? iterates(AlternatingLeastSquares(), window: 5) : nil
  }
}

extension StudyProblem where Point: LeftOrthonormalizable {
  /// The change of factors is made once most of the loss is gone, or where descent slows.
  func modified() -> (any StudyRun)? {
    guard study.method == .modified else { return nil }
    let energy = fit.target.dot(fit.target) / 2
    let rule: StopRule =
      .loss(1e-2 * energy) || (.loss(0.9 * energy) && .stalled(relative: 1e-2, window: 20))
    return iterates(Rebalancing(Descent(along: .steepest(), step: step), when: rule))
  }
}

extension StudyProblem where Point: Growable {
  /// Growth by one term whenever descent has slowed (Li, Luo, Lyu 2021). No threshold: that a term
  /// does not pay shows in the hidden error, not before.
  func greedy() -> (any StudyRun)? {
    guard study.method == .greedy else { return nil }
    return iterates(
      RankGrowth(
        Descent(along: .steepest(), step: step), scale: study.scaleOrDefault,
        threshold: 0,
        phase: .stalled(relative: 1e-3, window: 10), patience: 1000,
        maximumRank: options.maxRank ?? min(fit.measurement.rows, fit.measurement.columns)))
  }
}

extension StudyProblem where Point: FixedRank {
  /// λ from σ₁(𝒜*(b)), above which W = 0, down by 0.7 each time.
  func nuclear() -> (any StudyRun)? {
    guard study.method == .nuclear else { return nil }
    // Each starts from the answer of the one before, which is near its own; thirty end at 2 · 10⁻⁵
    // of σ₁.
    var strength = curvature, solvers: [NuclearNorm<SquaredFit>] = []
    for _ in 0..<30 {
      strength *= 0.7
      solvers.append(NuclearNorm(strength: strength))
    }
    return Sweep(
      fit, from: start, by: solvers,
      each: .stalled(relative: 1e-4, window: 10) || .iterations(min(200, limit)), floor: floor,
      isWarm: true)
  }

  /// r = 1, 2, 3, …, or the rank asked for; each begins anew, at `start`.
  func reweighted() -> (any StudyRun)? {
    guard study.method == .irls else { return nil }
    let side = min(fit.measurement.rows, fit.measurement.columns)
    let ranks =
      options.rank.map { [min($0, side)] }
      ?? RankSchedule.ranks(below: min(options.maxRank ?? .max, max(1, side - 1)) + 1)
    return Sweep(
      fit, from: start, by: ranks.map { ReweightedLeastSquares(rank: $0) },
      each: .loss(floor) || .stalled(relative: 1e-3, window: 10) || .iterations(min(100, limit)),
      floor: floor, isWarm: false)
  }
}
