internal import LinearAlgebra

/// What was chosen for a table by the hidden cells: a model and rank, or no factors at all.
///
/// Row and column effects are a model like any other, of rank 0, and win unless factors do better:
/// an answer should claim no interaction that hidden cells do not show.
struct HeldOutChoice: Sendable {
  /// `effects` where row and column effects alone predict as well.
  let model: TableModel
  let kept: JudgedRank
  let path: [RankRecord]
  let baseline: Baseline
  let ruling: RankRuling?
  let reason: RecoveryReason

  var rank: Int { kept.rank }
  var iterations: Int { path.reduce(0) { $0 + $1.iterations } }

  /// The model of least error, if it is better than the baseline or its rank was asked for.
  ///
  /// - Parameter choice: of the search; nil where it judged no rank.
  init(
    _ choice: RankSearch<TablePath>.Choice?, _ reason: RecoveryReason, _ baseline: Baseline
  ) {
    (self.baseline, path) = (baseline, choice?.records ?? [])
    if let choice, case .table(let model) = choice.name,
      choice.ruling.rule.rank != nil || choice.kept.error.rmse < baseline.effectsError.rmse
    {
      (self.model, kept, ruling, self.reason) = (model, choice.kept, choice.ruling, reason)
    } else {
      (model, kept, ruling) = (.effects, baseline.judged, choice?.ruling)
      self.reason = reason.isInterruption ? reason : .noFactorHelped
    }
  }

  /// What a single path chose, whatever the baseline says.
  ///
  /// Whoever asked for one method gets its answer, and remarks say if it is worse than effects.
  init<Path>(studied choice: RankSearch<Path>.Choice, as model: TableModel, _ baseline: Baseline) {
    (self.model, kept, path) = (model, choice.kept, choice.records)
    (self.baseline, ruling, reason) = (baseline, choice.ruling, choice.reason)
  }
}
