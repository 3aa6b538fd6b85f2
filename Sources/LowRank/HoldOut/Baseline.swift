internal import LinearAlgebra
internal import LowRankOptimization

/// What the mean alone, and row and column effects, predict for the hidden entries: rank 0.
struct Baseline {
  let meanError: HeldOutError
  /// What the mean leaves of the hidden cells, fold by fold.
  let meanResiduals: [Double]
  let effectsError: HeldOutError
  let best: TablePath.Stop

  init(_ data: Observations, _ holdOut: HoldOut, _ units: Units) {
    var fromMean: [Double] = [], fromEffects: [Double] = []
    var predictions: [[Double]] = [], deviations: [[Double]] = []
    for hidden in holdOut.folds {
      let (training, test) = data.hiding(hidden)
      let effects = Effects(training), row = test.pattern.rowOfEntry
      let predicted = (0..<test.count).map {
        effects.predict(Int(row[$0]), Int(test.pattern.column[$0]))
      }
      predictions.append(predicted)
      deviations.append(Array(repeating: 1, count: test.count))
      fromEffects += units.residuals(test, predicted)
      fromMean += units.residuals(test, Array(repeating: effects.mean, count: test.count))
    }
    let weights = holdOut.weights(in: data)
    meanError = HeldOutError(fromMean, weights: weights)
    meanResiduals = fromMean
    effectsError = HeldOutError(fromEffects, weights: weights)
    best = TablePath.Stop(
      rank: 0, error: effectsError, residuals: fromEffects, predictions: predictions,
      deviations: deviations)
  }
}
