internal import LinearAlgebra
internal import LowRankOptimization

extension Completion {
  /// The answer for a noisy table.
  ///
  /// The search sees folds only; the model and rank that it chose are then fitted to all cells
  /// along the same ranks, so that the refit has the history of the fits that were judged.
  ///
  /// - Parameters:
  ///   - finding: of the search for an exact fit.
  ///   - progress: where the search is to go on.
  func noisy(
    _ finding: ExactSearch.Finding, from progress: TableSearch.Search.Progress? = nil,
    keep: (TableSearch.Search.Progress) -> Void = { _ in }, observe: Observer
  ) -> Recovery {
    let design = design, heldOut = heldOut(by: design), search = tableSearch
    let choice = search.run(linked, heldOut, from: progress, keep: keep) {
      observe(.heldOut($0, $1))
    }
    _ = observe(.refitting(rank: choice.rank))
    let (fit, uncertainty) = refitted(choice, search)
    // A rank that was asked for is given in full, however little its last components explain.
    let noise = options.rank == nil ? modelError(choice, heldOut) : nil
    return assemble(
      fit, pruning: noise, choice, heldOut, design, uncertainty, finding,
      by: choice.rank == 0 ? .effects : .variational)
  }

  /// The answer of a single path on all cells, taken as far as did best on the hidden ones.
  ///
  /// Studies of one method come here: no model was compared with another, no exact fit looked for,
  /// and the method says nothing of how certain single cells are.
  package func recovery<Path>(
    _ answer: TableAnswer, _ choice: RankSearch<Path>.Choice, as model: TableModel,
    _ heldOut: HeldOutData<SparsityPattern>, by method: RecoveryMethod
  ) -> Recovery {
    let choice = HeldOutChoice(studied: choice, as: model, Baseline(heldOut))
    return assemble(
      answer, pruning: modelError(choice, heldOut), choice, heldOut, design, .uniform(1), .init(),
      by: method)
  }

  /// The root mean square of the held-out residuals in the units of the factors, which a link makes
  /// others than the data's.
  private func modelError(
    _ choice: HeldOutChoice, _ heldOut: HeldOutData<SparsityPattern>
  ) -> Double {
    HeldOutError(choice.kept.modelResiduals(heldOut), weights: heldOut.weights).rmse
  }

  private var tableSearch: TableSearch {
    var search = TableSearch()
    (search.rank, search.maxRank) = (options.rank, options.maxRank)
    search.centred = options.centred
    return search
  }

  /// Nothing but effects is left to fit at rank 0, and they have no posterior: every cell is as
  /// uncertain as any other.
  private func refitted(
    _ choice: HeldOutChoice, _ search: TableSearch
  ) -> (TableAnswer, Recovery.Uncertainty) {
    guard choice.rank > 0 else { return (TableAnswer(Effects(linked)), .uniform(1)) }
    let path = search.path(on: linked, choice.model).refitted(to: choice.kept)
    return (path.table.answer(), .table(path.uncertainty))
  }

  /// Without components that move no cell by as much as a thousandth of the held-out error: what
  /// automatic relevance determination has switched off.
  ///
  /// A component of singular value s has entries of root mean square s / √(mn); those with s ≤ 10⁻³
  /// √(mn) · noise go. That changes predictions far below their error and makes the rank that is
  /// reported the number of components that say something.
  static func pruned(_ form: SpectralForm, noise: Double) -> SpectralForm {
    let cells = (Double(form.rows) * Double(form.columns)).squareRoot()
    let kept = form.singularValues.prefix { $0 > 1e-3 * noise * cells }.count
    return form.truncated(to: kept)
  }

  /// The result of a table, whatever the path was.
  ///
  /// - Parameter noise: the held-out error below which components are pruned; nil to keep them all.
  func assemble(
    _ answer: TableAnswer, pruning noise: Double?, _ choice: HeldOutChoice,
    _ heldOut: HeldOutData<SparsityPattern>, _ design: HoldOutDesign,
    _ uncertainty: Recovery.Uncertainty, _ finding: ExactSearch.Finding, by method: RecoveryMethod
  ) -> Recovery {
    var form = SpectralForm(answer.factors)
    if let noise { form = Self.pruned(form, noise: noise) }
    let model = CompletionModel(
      factors: form.balanced, singularValues: form.singularValues, rowEffects: answer.row,
      columnEffects: answer.column, link: options.link, lower: units.range?.lower,
      upper: units.range?.upper)
    let doubts = doubts(choice, heldOut, rank: model.rank, finding)
    let error = Recovery.HeldOut(
      pattern: design.pattern, error: choice.kept.error, meanError: choice.baseline.meanError,
      effectsError: choice.baseline.effectsError)
    return Recovery(
      method: method, model: model, form: form, rank: model.rank, table: choice.model,
      path: choice.path, ruling: choice.ruling, heldOut: error.error.count == 0 ? nil : error,
      intervals: ConformalIntervals(scores: choice.kept.scores(heldOut), level: options.level),
      uniqueness: nil, certificate: certificate(of: model, choice.reason),
      residual: residual(of: model),
      iterations: choice.iterations, reason: choice.reason,
      remarks: data.remarksOnPlaces() + notes(model, choice) + doubts,
      uncertainty: uncertainty)
  }

  /// Bounded work, for the answer is used whatever the certificate says: 2·10⁹ multiplications are
  /// a second or two.
  private func certificate(
    of model: CompletionModel, _ reason: RecoveryReason
  ) -> Certificate? {
    guard model.rank > 0, !reason.isInterruption else { return nil }
    return Uniqueness(
      ofCompletion: SpectralForm(model.factors), under: EntrySampling(data.pattern), budget: 2e9
    ).certificate
  }

  /// ‖x − x̂‖ / ‖x‖ over the observed cells in the data's units, of the model as it is given away:
  /// pruned, through the link and clipped.
  private func residual(of model: CompletionModel) -> Double {
    let row = data.pattern.rowOfEntry
    let residuals = data.values.indices.map { e in
      data.values[e] - model.predict(row: Int(row[e]), column: Int(data.pattern.column[e]))
    }
    return residuals.norm / max(data.values.norm, .leastNormalMagnitude)
  }
}
