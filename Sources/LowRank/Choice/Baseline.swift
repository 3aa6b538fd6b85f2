internal import LinearAlgebra

/// What the mean alone, and row and column effects, predict for the hidden cells: rank 0.
///
/// Fitted fold by fold on what is visible, as every path is, so that residuals can be paired cell
/// by cell.
struct Baseline: Sendable {
  let meanError: HeldOutError
  /// What the mean leaves of the hidden cells, fold by fold.
  let meanResiduals: [Double]
  let effectsError: HeldOutError
  let effectsResiduals: [Double]
  /// The effects as a rank of a path: its first choice, so to speak.
  let judged: JudgedRank

  init(_ data: HeldOutData<SparsityPattern>) {
    var fromMean: [[Double]] = [], fromEffects: [[Double]] = [], seen: [Double] = []
    for fold in data.folds {
      let effects = Effects(fold.visible.observations)
      fromEffects.append(effects.predict(at: fold.hidden.places))
      fromMean.append(Array(repeating: effects.mean, count: fold.hidden.count))
      seen += data.judged(fold.visible, effects.predict(at: fold.visible.places))
    }
    meanResiduals = data.residuals(fromMean)
    effectsResiduals = data.residuals(fromEffects)
    meanError = HeldOutError(meanResiduals, weights: data.weights)
    effectsError = HeldOutError(effectsResiduals, weights: data.weights)
    judged = JudgedRank(
      steps: 0, rank: 0, error: effectsError, trainRMSE: HeldOutError(seen).rmse,
      residuals: effectsResiduals, predictions: fromEffects,
      // The effects know nothing of which cells they predict badly.
      deviations: fromEffects.map { Array(repeating: 1, count: $0.count) })
  }
}
