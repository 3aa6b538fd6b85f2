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
  var sweeps = 30

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
    var path = BayesianPath(data, sweeps: sweeps), stages = Stages(data, limit: maxRank)
    var ambiguous: Exact?
    while path.rank <= stages.limit {
      let before = path.rank
      path.advance()
      // Where nothing is left to add the path stands still: every rank it reaches has been tried.
      guard path.rank > before else { break }
      stages.spend(sweeps: sweeps, rank: path.rank)
      let mean = path.mean
      if path.rank > 1, stages.suggestsStandIn(mean, fit) {
        let attempt = ExactAttempt(fit, from: path.meanFromAbove(), tolerance: tolerance)
        stages.spend(attempt)
        if let exact = judge(attempt, fit, stages) {
          if exact.uniqueness.isUnique { return .recovered(exact) }
          ambiguous = ambiguous ?? exact
        }
      }
      guard path.rank <= stages.limit else { break }
      let attempt = ExactAttempt(fit, from: mean, tolerance: tolerance)
      if let why = observe(stages.record(attempt)) { return .interrupted(why) }
      if let exact = judge(attempt, fit, stages) {
        if exact.uniqueness.isUnique { return .recovered(exact) }
        ambiguous = ambiguous ?? exact
      }
      if stages.ranksOfNoise(evidence) >= 2 { break }
      if let budget, stages.cost > budget { break }
    }
    return ambiguous.map { .notUnique($0) } ?? .notExact
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
