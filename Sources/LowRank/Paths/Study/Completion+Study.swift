internal import LinearAlgebra
internal import LowRankOptimization

extension Completion {
  /// The answer of one method: as many iterations on all cells as did best on the hidden ones.
  ///
  /// - Precondition: `study.conflict` is nil.
  func studied(_ study: Study, _ observe: Observer) -> Recovery {
    precondition(
      study.conflict(options, isWeighted: data.weights != nil) == nil, "the study makes no sense")
    precondition(
      study.factors != .symmetric || data.rows == data.columns, "a symmetric matrix is square")
    let holdOut = HoldOut(
      of: linked, in: holdOutPattern, fraction: options.holdOutFraction, seed: options.seed)
    let search = StudySearch(study: study, options: options, units: units, limit: Self.mostSteps)
    let (choice, advances) = search.run(linked, holdOut) { observe(.study(study.method, $0)) }!
    _ = observe(.refitting(rank: choice.rank))
    var fit = StudyFit(linked, study, options, limit: Self.mostSteps)!
    for _ in 0..<advances { fit.advance() }
    let answer = fit.answer()
    let form = Self.pruned(SpectralForm(answer.factors), noise: modelError(choice))
    let model = CompletionModel(
      factors: form.balanced, singularValues: form.singularValues, rowEffects: answer.row,
      columnEffects: answer.column, link: options.link, lower: units.range?.lower,
      upper: units.range?.upper)
    return assemble(
      choice, model, .uniform(1), doubts(choice, rank: model.rank, .init()), by: study.method)
  }

  /// A method that has not converged by then will not by waiting a little longer.
  private static var mostSteps: Int { 5000 }
}
