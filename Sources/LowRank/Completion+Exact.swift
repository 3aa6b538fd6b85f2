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
    // From few ranks to many: any rank above the true one has exact fits too.
    return refine(
      SpectralForm(model.factorsWithEffects), ranks: max(1, model.rank - 2)...model.rank + 2, data)
  }
}

extension Completion {
  /// The answer for exact data, its error measured by finding it again without the hidden cells.
  ///
  /// There are no effects and no ruling: the whole matrix is in the factors, and no hidden cell
  /// chose the rank. The uncertainty is the same everywhere, as exact data leave nothing to tell
  /// cells by, so the intervals have one width: the quantile of the errors made without the hidden
  /// cells.
  func recovery(_ exact: ExactSearch.Exact) -> Recovery {
    let again = rediscovery(exact)
    var remarks = data.remarksOnPlaces()
    if again == nil {
      remarks.append(.exactFitNotFoundAgain(rank: exact.form.rank, observed: .cells))
    }
    return Recovery(
      method: .pursuit,
      model: CompletionModel(
        factors: exact.form.balanced, singularValues: exact.form.singularValues,
        rowEffects: Array(repeating: 0, count: data.rows),
        columnEffects: Array(repeating: 0, count: data.columns), link: options.link,
        lower: units.range?.lower, upper: units.range?.upper),
      form: exact.form, rank: exact.form.rank, table: nil, path: exact.path, ruling: nil,
      heldOut: again?.heldOut, intervals: again?.intervals, uniqueness: exact.uniqueness,
      certificate: exact.uniqueness.certificate, residual: exact.relativeResidual,
      iterations: exact.iterations, reason: .exactFit, remarks: remarks,
      uncertainty: .uniform(1))
  }

  /// The search from nothing on the visible cells: had the hidden ones not been seen, would the
  /// answer be the same? Nil when the visible cells alone do not determine it.
  ///
  /// As much is hidden as leaves 1.4 times as many cells as degrees of freedom, where the search
  /// rarely fails, up to the fraction asked for.
  ///
  /// The rank is limited to that of the answer, since a higher one would be another matrix, and two
  /// of the walks are enough to find again what has been found before. Cost: a second, shorter
  /// search.
  private func rediscovery(
    _ exact: ExactSearch.Exact
  ) -> (heldOut: Recovery.HeldOut, intervals: ConformalIntervals?)? {
    let needed = 1.4 * Double(exact.uniqueness.degreesOfFreedom)
    // Fewer than a cell in two hundred to hide would say nothing.
    let spare = 1 - needed / Double(linked.count)
    guard spare > 0.005 else { return nil }
    let design = HoldOutDesign(
      .entry, fraction: min(options.holdOutFraction, spare), folds: 1, seed: options.seed)
    let heldOut = heldOut(by: design), fold = heldOut.folds[0]
    var search = ExactSearch(maxRank: exact.form.rank)
    search.walks = [20, 6]
    search.tolerance = options.tolerance
    guard case .recovered(let found) = search.run(fold.visible.observations, observe: { _ in nil })
    else { return nil }
    var predicted = [Double](repeating: 0, count: fold.hidden.count)
    fold.hidden.places.sample(found.form.lowRank, into: &predicted)
    let baseline = Baseline(heldOut)
    let error = HeldOutError(heldOut.residuals([predicted]), weights: heldOut.weights)
    return (
      Recovery.HeldOut(
        pattern: design.pattern, error: error, meanError: baseline.meanError,
        effectsError: baseline.effectsError),
      ConformalIntervals(
        scores: [heldOut.calibrated(fold.hidden, predicted).map { abs($0) }],
        level: options.level)
    )
  }
}
