internal import LinearAlgebra

extension Completion {
  /// The answer for exact data, its error measured by finding it again without the hidden cells.
  func recovery(_ exact: ExactSearch.Exact, _ observe: Observer) -> Recovery {
    let holdOut = HoldOut(
      of: linked, in: .entry, fraction: options.holdOutFraction, folds: 1, seed: options.seed)
    let again = rediscovery(holdOut, rank: exact.form.rank)
    var warnings = dataWarnings()
    if again == nil {
      warnings.append(
        "too little is observed to hide any of it: the answer rests on its exact fit and on the "
          + "test that no other matrix of rank \(exact.form.rank) fits")
    }
    let w = exact.form.balanced
    return Recovery(
      method: .pursuit,
      model: CompletionModel(
        factors: w, singularValues: exact.form.singularValues,
        rowEffects: Array(repeating: 0, count: data.rows),
        columnEffects: Array(repeating: 0, count: data.columns), link: options.link,
        lower: units.range?.lower, upper: units.range?.upper),
      table: nil, path: exact.path, heldOut: again?.heldOut, intervals: again?.intervals,
      uniqueness: exact.uniqueness, residual: exact.relativeResidual,
      iterations: exact.iterations, reason: .exactFit, warnings: warnings, isTrustworthy: true,
      uncertainty: .uniform(1))
  }

  /// Rank growth from nothing on the visible cells: had the hidden ones not been seen, would the
  /// answer be the same? Nil when the visible cells alone do not determine it.
  private func rediscovery(
    _ holdOut: HoldOut, rank: Int
  ) -> (heldOut: Recovery.HeldOut, intervals: ConformalIntervals?)? {
    let (training, hidden) = linked.hiding(holdOut.folds[0])
    var search = ExactSearch(maxRank: rank)
    search.budget = nil
    search.tolerance = options.tolerance
    guard case .recovered(let found) = search.run(training, observe: { _ in nil }) else {
      return nil
    }
    var predicted = [Double](repeating: 0, count: hidden.count)
    hidden.pattern.sample(found.form.lowRank, into: &predicted)
    let baseline = Baseline(linked, holdOut, units)
    let scores = zip(hidden.values, predicted).map { abs($0 - $1) }
    return (
      Recovery.HeldOut(
        pattern: holdOut.pattern, error: HeldOutError(units.residuals(hidden, predicted)),
        meanError: baseline.meanError, effectsError: baseline.effectsError),
      ConformalIntervals(scores: [scores], level: options.level)
    )
  }
}
