internal import LinearAlgebra
internal import LowRankOptimization

extension ExactSearch {
  /// Descent from the answer for noisy tables, which hold-out folds and standardised rows have led
  /// along another path than the walks.
  func refine(_ answer: Recovery, _ data: Observations) -> Exact? {
    guard !answer.reason.isInterruption else { return nil }
    let model = answer.model
    // The effects are a matrix of rank two, which may or may not be among the factors' directions;
    // and one or two factors may stand in for a direction that was found too late.
    return refine(
      SpectralForm(model.factorsWithEffects), ranks: max(1, model.rank - 2)...model.rank + 2, data)
  }
}

extension Completion {
  /// The answer for exact data, its error measured by finding it again without the hidden cells.
  func recovery(_ exact: ExactSearch.Exact) -> Recovery {
    let again = rediscovery(exact)
    var remarks = data.remarksOnPlaces()
    if again == nil {
      remarks.append(.exactFitNotFoundAgain(rank: exact.form.rank, observed: .cells))
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
      uniqueness: exact.uniqueness, certificate: exact.uniqueness.certificate,
      residual: exact.relativeResidual,
      iterations: exact.iterations, reason: .exactFit, remarks: remarks,
      uncertainty: .uniform(1))
  }

  /// The search from nothing on the visible cells: had the hidden ones not been seen, would the
  /// answer be the same? Nil when the visible cells alone do not determine it.
  ///
  /// As much is hidden as leaves 1.4 times as many cells as degrees of freedom, where the search
  /// rarely fails, up to the fraction asked for.
  private func rediscovery(
    _ exact: ExactSearch.Exact
  ) -> (heldOut: Recovery.HeldOut, intervals: ConformalIntervals?)? {
    let needed = 1.4 * Double(exact.uniqueness.degreesOfFreedom)
    let spare = 1 - needed / Double(linked.count)
    guard spare > 0.005 else { return nil }
    let holdOut = HoldOut(
      of: linked, in: .entry, fraction: min(options.holdOutFraction, spare), folds: 1,
      seed: options.seed)
    let (training, hidden) = linked.hiding(holdOut.folds[0])
    var search = ExactSearch(maxRank: exact.form.rank)
    search.walks = [20, 6]
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
        pattern: holdOut.pattern,
        error: HeldOutError(units.residuals(hidden, predicted), weights: hidden.weights),
        meanError: baseline.meanError, effectsError: baseline.effectsError),
      ConformalIntervals(scores: [scores], level: options.level)
    )
  }
}
