internal import LinearAlgebra
internal import LowRankOptimization

extension ExactSearch {
  /// Rank growth by pursuit from a fit, until the residual is rounding alone: what the Bayesian
  /// path is too coarse for, as it cannot tell structure from noise below 1e-7 of the data.
  ///
  /// Singular values below `tolerance` are found here too. A rank counts while it explains more
  /// than noise would give it, so data that were written with ten digits end the growth at once.
  ///
  /// - Returns: the last fit below `tolerance` that is the only one, if there is one.
  func pursue(
    from form: SpectralForm, _ fit: ExactAttempt.Data, _ data: Observations,
    _ walk: inout Stages, _ observe: (RankRecord) -> Interruption?
  ) -> Exact? {
    // The walk counts what its own ranks explain; of a pursuit in vain it bears the cost only.
    var stages = walk
    defer {
      (walk.history.cost, walk.history.iterations) = (
        stages.history.cost, stages.history.iterations
      )
    }
    var form = form, best: Exact?
    var residual = [Double](repeating: 0, count: data.count)
    fit.residual(of: form.lowRank, into: &residual)
    while residual.norm > Self.rounding * data.values.norm, form.rank < stages.limit {
      guard let start = Pursuit.appending(fit, form, residual) else { break }
      let attempt = Execution.current.attempt {
        ExactAttempt(fit, from: start, tolerance: Self.rounding)
      }
      guard let attempt else { break }
      let left = attempt.residual * data.values.norm / residual.norm
      let noise = MeasurementBudget.evidence * data.budget.share(ofRank: start.rank)
      guard 1 - left * left > noise else { break }
      if observe(stages.record(attempt)) != nil { break }
      if let exact = judge(attempt, fit, stages) {
        guard exact.isDetermined else { break }
        best = exact
      }
      (form, residual) = (attempt.state.form, attempt.state.residual)
    }
    return best
  }

  /// Relative residual that is rounding alone: some tens of units in the last place.
  static let rounding = 1e-14
  /// Relative residual below which the Bayesian path sees nothing any more.
  static let coarsest = 1e-6
}
