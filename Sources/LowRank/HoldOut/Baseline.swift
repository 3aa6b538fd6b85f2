/// What the mean alone, and row and column effects, predict for the hidden cells: rank 0.
struct Baseline: Sendable {
  let meanError: HeldOutError
  /// What the mean leaves of the hidden cells, fold by fold.
  let meanResiduals: [Double]
  let effectsError: HeldOutError
  let effectsResiduals: [Double]
  /// What the effects predict, fold by fold.
  let predictions: [[Double]]

  init(_ data: HeldOutData<SparsityPattern>) {
    var fromMean: [[Double]] = [], fromEffects: [[Double]] = []
    for fold in data.folds {
      let effects = Effects(fold.visible.observations)
      let places = fold.hidden.places, row = places.rowOfEntry
      fromEffects.append(
        (0..<places.count).map { effects.predict(Int(row[$0]), Int(places.column[$0])) })
      fromMean.append(Array(repeating: effects.mean, count: places.count))
    }
    predictions = fromEffects
    meanResiduals = data.residuals(fromMean)
    effectsResiduals = data.residuals(fromEffects)
    meanError = HeldOutError(meanResiduals, weights: data.weights)
    effectsError = HeldOutError(effectsResiduals, weights: data.weights)
  }
}
