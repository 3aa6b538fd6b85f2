internal import LinearAlgebra

/// Whether the data are exactly low-rank: at every rank a start from a Bayesian path, descent to
/// round-off, and a test that the fit found is the only one.
///
/// Any rank above the true one has exact fits too, so ranks are tried from below, and rank k is
/// tried from rank k + 1 as well before rank k + 1 itself.
///
/// Noisy data end the search early. A rank that fits noise lowers the residual's energy by about
/// its share of the remaining degrees of freedom, at most twice that for the greediest choice; a
/// rank that fits signal lowers it by much more. Two ranks running below `evidence` times their
/// share end the search, and so does `budget`.
struct ExactSearch: Sendable {
  var maxRank: Int?
  /// The most multiplications to spend; nil for no limit.
  var budget: Double? = 2e10
  /// How many times its share of the degrees of freedom a rank must explain to count as signal.
  var evidence = 2.0
  /// Relative residual that counts as round-off.
  var tolerance = 1e-9
  /// Sweeps at each rank, one walk along all ranks for each number.
  ///
  /// Few sweeps start far from the answer but are slow to commit, many the other way round; near
  /// the information limit each finds matrices that the others miss. Later walks are taken only
  /// when the first neither recovers the matrix nor meets noise.
  var walks = [24, 6, 60, 12, 100]

  enum Outcome: Sendable {
    /// At round-off and locally unique.
    case recovered(Exact)
    /// At round-off, but other matrices of the same rank fit as well.
    case notUnique(Exact)
    /// The residual stayed above round-off, or the search was given up.
    case notExact
    case interrupted(Interruption)
  }

  struct Exact: Sendable {
    let form: SpectralForm
    let path: [RankRecord]
    let relativeResidual: Double
    let uniqueness: Uniqueness
    let iterations: Int
  }

  func run(_ data: Observations, observe: (RankRecord) -> Interruption?) -> Outcome {
    guard data.values.norm > 0 else { return .notExact }
    let fit = Fit(
      EntrySampling(data.pattern), target: data.values, loss: SquaredLoss(), over: Asymmetric.self)
    var ambiguous: Exact?, spent = 0.0
    for sweeps in walks {
      var stages = Stages(data, limit: maxRank)
      var path = BayesianPath(data, sweeps: sweeps)
      switch walk(&path, fit, &stages, spent, &ambiguous, observe) {
      case .recovered(let exact): return .recovered(exact)
      case .interrupted(let why): return .interrupted(why)
      case .noise: return .notExact
      case .overBudget: return ambiguous.map { .notUnique($0) } ?? .notExact
      case .ranksExhausted: spent += stages.cost
      }
    }
    return ambiguous.map { .notUnique($0) } ?? .notExact
  }

  private enum WalkEnd {
    case recovered(Exact), interrupted(Interruption), noise, overBudget, ranksExhausted
  }

  /// One walk along the ranks.
  private func walk(
    _ path: inout BayesianPath, _ fit: ExactAttempt.Data, _ stages: inout Stages,
    _ spent: Double, _ ambiguous: inout Exact?, _ observe: (RankRecord) -> Interruption?
  ) -> WalkEnd {
    while path.rank <= stages.limit {
      let before = path.rank
      path.advance()
      // Where nothing is left to add the path stands still: every rank it reaches has been tried.
      guard path.rank > before else { break }
      stages.spend(sweeps: path.sweeps, rank: path.rank)
      let mean = path.mean
      var attempts: [ExactAttempt] = []
      if path.rank > 1, stages.suggestsStandIn(mean, fit) {
        attempts.append(ExactAttempt(fit, from: path.meanFromAbove(), tolerance: tolerance))
        stages.spend(attempts[0])
      }
      if path.rank <= stages.limit, attempts.allSatisfy({ $0.residual >= tolerance }) {
        attempts.append(ExactAttempt(fit, from: mean, tolerance: tolerance))
        if let why = observe(stages.record(attempts.last!)) { return .interrupted(why) }
      }
      for attempt in attempts {
        guard let exact = judge(attempt, fit, stages) else { continue }
        if exact.uniqueness.isUnique { return .recovered(exact) }
        ambiguous = ambiguous ?? exact
      }
      if stages.ranksOfNoise(evidence) >= 2 { return .noise }
      if let budget, spent + stages.cost > budget { return .overBudget }
    }
    return .ranksExhausted
  }

  /// The attempt as an answer, if it reached round-off.
  private func judge(
    _ attempt: ExactAttempt, _ fit: ExactAttempt.Data, _ stages: Stages
  ) -> Exact? {
    guard attempt.residual < tolerance else { return nil }
    var attempt = attempt
    attempt.polish(fit)
    return Exact(
      form: attempt.state.form, path: stages.path, relativeResidual: attempt.residual,
      uniqueness: Uniqueness(ofCompletion: attempt.state.form, under: fit.measurement),
      iterations: stages.iterations)
  }
}
