internal import LinearAlgebra

/// A study on every fold side by side, until it has converged on all of them or the error on the
/// hidden cells has been above its least for too long; the iterate with the least is the answer.
struct StudySearch {
  let study: Study
  let options: CompletionOptions
  let units: Units
  /// The most iterations of one run.
  let limit: Int

  private struct Fold {
    let training: Observations
    let hidden: Observations
    var fit: StudyFit
  }

  /// - Returns: the choice, and how many recorded iterates lead to it; nil where the method does not
  ///   suit the parameterisation.
  func run(
    _ data: Observations, _ holdOut: HoldOut, observe: (RankRecord) -> Interruption?
  ) -> (choice: TableSearch.Choice, advances: Int)? {
    var folds: [Fold] = []
    for entries in holdOut.folds {
      let (training, hidden) = data.hiding(entries)
      guard let fit = StudyFit(training, study, options, limit: limit) else { return nil }
      folds.append(Fold(training: training, hidden: hidden, fit: fit))
    }
    let weights = holdOut.weights(in: data)
    var stops = [stop(folds, weights)], records: [RankRecord] = []
    var best = 0, bestIteration = 0, reason: RecoveryReason?
    while reason == nil {
      let clock = ContinuousClock(), began = clock.now, before = iterations(folds)
      for f in folds.indices { folds[f].fit.advance() }
      stops.append(stop(folds, weights))
      records.append(
        record(folds, stops.last!, since: before, seconds: (clock.now - began).inSeconds))
      if stops.last!.error.rmse < stops[best].error.rmse {
        (best, bestIteration) = (stops.count - 1, iterations(folds))
      }
      reason =
        observe(records.last!).map { .interrupted($0) }
        ?? end(
          of: folds, iterates: stops.count - 1 - best,
          iterations: iterations(folds) - bestIteration)
    }
    let baseline = Baseline(data, holdOut, units)
    let choice = TableSearch.Choice(
      model: options.centred == true ? .additive : .plain, rank: stops[best].rank, path: records,
      best: stops[best], holdOut: holdOut, meanError: baseline.meanError,
      effectsError: baseline.effectsError, meanResiduals: baseline.meanResiduals, reason: reason!)
    return (choice, best)
  }

  private func iterations(_ folds: [Fold]) -> Int {
    folds.map(\.fit.run.record.iteration).max() ?? 0
  }

  /// Why all folds are done, the worst first; nil while one of them goes on.
  private func end(of folds: [Fold], iterates: Int, iterations: Int) -> RecoveryReason? {
    let reasons = folds.map(\.fit.run.reason)
    if reasons.contains(.diverged) { return .diverged }
    if folds.allSatisfy({ $0.fit.run.isPatienceOver(iterates: iterates, iterations: iterations) }) {
      return .heldOutErrorRose
    }
    guard reasons.allSatisfy({ $0 != nil }) else { return nil }
    return reasons.contains(.stepsSpent) ? .stepsSpent : reasons[0]
  }

  private func stop(_ folds: [Fold], _ weights: [Double]?) -> TablePath.Stop {
    let predictions = folds.map { $0.fit.predict(at: $0.hidden.pattern) }
    let residuals = zip(folds, predictions).flatMap { units.residuals($0.hidden, $1) }
    return TablePath.Stop(
      rank: folds[0].fit.run.matrix.rank, error: HeldOutError(residuals, weights: weights),
      residuals: residuals,
      predictions: predictions,
      deviations: predictions.map { Array(repeating: 1, count: $0.count) })
  }

  private func record(
    _ folds: [Fold], _ stop: TablePath.Stop, since before: Int, seconds: Double
  ) -> RankRecord {
    var energy = 0.0, trained = 0
    for fold in folds {
      let seen = units.residuals(fold.training, fold.fit.predict(at: fold.training.pattern))
      energy += seen.dot(seen)
      trained += seen.count
    }
    let first = folds[0].fit, step = first.run.record
    var record = RankRecord(
      rank: stop.rank, loss: energy / 2 / Double(folds.count),
      trainRMSE: (energy / Double(max(1, trained))).squareRoot(), heldOut: stop.error,
      iterations: iterations(folds) - before, seconds: seconds)
    record.gradientNorm = step.gradientNorm.isFinite ? step.gradientNorm : nil
    record.stepSize = step.stepSize > 0 ? step.stepSize : nil
    record.singularValues = Array(
      SpectralForm(first.answer().factors).singularValues.prefix(RankRecord.shownSingularValues))
    return record
  }
}
