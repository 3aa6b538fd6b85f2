internal import LinearAlgebra
internal import LowRankOptimization

extension Completion {
  /// The answer for a noisy table.
  ///
  /// - Parameters:
  ///   - finding: of the search for an exact fit.
  ///   - progress: where the search is to go on.
  func noisy(
    _ finding: ExactSearch.Finding, interrupted: Interruption? = nil,
    from progress: TableSearch.Progress? = nil,
    keep: (TableSearch.Progress) -> Void = { _ in }, _ observe: Observer
  ) -> Recovery {
    var search = TableSearch(units: units)
    search.rank = options.rank
    search.maxRank = options.maxRank
    search.centred = options.centred
    let holdOut = HoldOut(
      of: linked, in: holdOutPattern, fraction: options.holdOutFraction, seed: options.seed)
    let choice = search.run(linked, holdOut, from: progress, keep: keep) { model, record in
      interrupted ?? observe(.noisy(model, record))
    }
    _ = observe(.refitting(rank: choice.rank))
    return refitted(choice, search, finding)
  }

  private func refitted(
    _ choice: TableSearch.Choice, _ search: TableSearch, _ finding: ExactSearch.Finding
  ) -> Recovery {
    var answer: (row: [Double], column: [Double], factors: LowRankMatrix)
    var uncertainty = Recovery.Uncertainty.uniform(1)
    if choice.rank == 0 {
      let effects = Effects(linked)
      answer = (
        effects.row.map { $0 + effects.mean }, effects.column,
        LowRankMatrix(
          left: Matrix(rows: data.rows, columns: 0), right: Matrix(rows: data.columns, columns: 0))
      )
    } else {
      var table = TableFit(linked, choice.model, countsEffect: search.limitsRank)
      for rank in search.ranks(for: linked) where rank <= choice.rank {
        _ = table.advance(to: rank, sweeps: search.sweeps)
      }
      answer = table.answer()
      uncertainty = .table(TableUncertainty(table, trainedOn: linked))
    }
    var form = SpectralForm(answer.factors)
    if options.rank == nil { form = Self.pruned(form, noise: modelError(choice)) }
    let model = CompletionModel(
      factors: form.balanced, singularValues: form.singularValues, rowEffects: answer.row,
      columnEffects: answer.column, link: options.link, lower: units.range?.lower,
      upper: units.range?.upper)
    return assemble(
      choice, model, uncertainty, doubts(choice, rank: model.rank, finding),
      by: choice.rank == 0 ? .effects : .variational)
  }

  /// The root mean square of the held-out residuals in the units of the factors, which a link makes
  /// others than the data's.
  func modelError(_ choice: TableSearch.Choice) -> Double {
    let residuals = choice.holdOut.folds.enumerated().flatMap { f, entries in
      entries.enumerated().map { k, e in
        linked.values[Int(e)] - choice.best.predictions[f][k]
      }
    }
    return HeldOutError(residuals, weights: choice.holdOut.weights(in: linked)).rmse
  }

  /// Without components that move no cell by as much as a thousandth of the held-out error: what
  /// automatic relevance determination has switched off.
  static func pruned(_ form: SpectralForm, noise: Double) -> SpectralForm {
    let cells = (Double(form.rows) * Double(form.columns)).squareRoot()
    let kept = form.singularValues.prefix { $0 > 1e-3 * noise * cells }.count
    return form.truncated(to: kept)
  }

  func assemble(
    _ choice: TableSearch.Choice, _ model: CompletionModel,
    _ uncertainty: Recovery.Uncertainty, _ doubts: [Remark], by method: Recovery.Method
  ) -> Recovery {
    let heldOut = Recovery.HeldOut(
      pattern: choice.holdOut.pattern, error: choice.best.error, meanError: choice.meanError,
      effectsError: choice.effectsError)
    return Recovery(
      method: method, model: model,
      table: choice.model, path: choice.path,
      heldOut: heldOut.error.count == 0 ? nil : heldOut,
      intervals: ConformalIntervals(scores: scores(choice), level: options.level),
      uniqueness: nil, certificate: certificate(of: model, choice.reason),
      residual: residual(of: model), iterations: iterations(choice),
      reason: choice.reason, remarks: data.remarksOnPlaces() + notes(model, choice) + doubts,
      uncertainty: uncertainty)
  }

  /// Bounded work, for the answer is used whatever the certificate says: 2·10⁹ multiplications are a
  /// second or two.
  private func certificate(
    of model: CompletionModel, _ reason: RecoveryReason
  ) -> Certificate? {
    guard model.rank > 0, !reason.isInterruption else { return nil }
    return Uniqueness(
      ofCompletion: SpectralForm(model.factors), under: EntrySampling(data.pattern), budget: 2e9
    ).certificate
  }

  private func scores(_ choice: TableSearch.Choice) -> [[Double]] {
    choice.holdOut.folds.enumerated().map { f, entries in
      entries.enumerated().map { k, e in
        abs(linked.values[Int(e)] - choice.best.predictions[f][k]) / choice.best.deviations[f][k]
      }
    }
  }

  func iterations(_ choice: TableSearch.Choice) -> Int {
    choice.path.reduce(0) { $0 + $1.iterations }
  }

  private func residual(of model: CompletionModel) -> Double {
    let row = data.pattern.rowOfEntry
    let residuals = data.values.indices.map { e in
      data.values[e] - model.predict(row: Int(row[e]), column: Int(data.pattern.column[e]))
    }
    return residuals.norm / max(data.values.norm, .leastNormalMagnitude)
  }
}
