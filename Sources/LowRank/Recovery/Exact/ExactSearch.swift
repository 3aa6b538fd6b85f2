internal import LinearAlgebra

/// Whether the data are exactly low-rank: at every rank a start from a Bayesian path, descent to
/// round-off, and a test that the fit found is the only one.
///
/// Any rank above the true one has exact fits too, so ranks are tried from below, and rank k is
/// tried from rank k + 1 as well before rank k + 1 itself.
///
/// Noisy data end the search early. A rank that fits noise lowers the residual's energy by about
/// its share of the remaining degrees of freedom, at most twice that for the greediest choice; a
/// rank that fits signal lowers it by much more. Two ranks running that look like noise
/// (`Stages.ranksOfNoise`) end the search, and so does `budget`.
struct ExactSearch: Sendable {
  var maxRank: Int?
  /// The most multiplications to spend; nil for no limit.
  var budget: Double? = 2e10
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
    /// What the ranks explained looks like noise.
    case noise
    /// The residual stayed above round-off at every rank that so few cells can determine, or the
    /// search was given up.
    case notFound
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
    guard data.values.norm > 0 else { return .noise }
    let fit = Self.fit(data)
    var ambiguous: Exact?, spent = 0.0
    for sweeps in walks {
      var stages = Stages(data, limit: maxRank)
      var path = BayesianPath(data, sweeps: sweeps)
      switch walk(&path, fit, &stages, spent, &ambiguous, observe) {
      case .recovered(let exact): return .recovered(exact)
      case .interrupted(let why): return .interrupted(why)
      case .noise: return .noise
      case .overBudget: return ambiguous.map { .notUnique($0) } ?? .notFound
      case .ranksExhausted: spent += stages.cost
      }
    }
    return ambiguous.map { .notUnique($0) } ?? .notFound
  }

  /// One more attempt from an approximate answer: the first rank from `ranks` at which descent from
  /// its leading part reaches round-off and a matrix that is the only one.
  func refine(_ answer: SpectralForm, ranks: ClosedRange<Int>, _ data: Observations) -> Exact? {
    let fit = Self.fit(data)
    var stages = Stages(data, limit: maxRank)
    for rank in ranks where rank > 0 && rank <= min(stages.limit, answer.rank) {
      let attempt = ExactAttempt(fit, from: answer.truncated(to: rank), tolerance: tolerance)
      _ = stages.record(attempt)
      if let exact = judge(attempt, fit, stages), exact.uniqueness.isUnique { return exact }
    }
    return nil
  }

  private static func fit(_ data: Observations) -> ExactAttempt.Data {
    Fit(
      EntrySampling(data.pattern), target: data.values, loss: SquaredLoss(), over: Asymmetric.self)
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
      if stages.ranksOfNoise >= 2 { return .noise }
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

extension Uniqueness {
  /// The test for sampled entries, with the count that only they have: a row with fewer than k
  /// entries leaves its k coefficients open.
  init(ofCompletion form: SpectralForm, under map: EntrySampling) {
    let pattern = map.pattern, k = form.rank
    let determined =
      (0..<pattern.rows).allSatisfy { pattern.count(inRow: $0) >= k }
      && (0..<pattern.columns).allSatisfy { pattern.count(inColumn: $0) >= k }
    // Without enough iterations an ill-conditioned but unique answer would look like an open one.
    self.init(of: form, under: map, iterations: determined ? 5000 : 0)
  }
}
