internal import LinearAlgebra
internal import LowRankOptimization

/// A study of a table, on every fold side by side (see `StudyRace`).
struct StudySearch {
  let study: Study
  let options: CompletionOptions
  let units: Units
  /// The most iterations of one run.
  let limit: Int

  private struct Fold: StudyFold {
    let training: Observations
    let hidden: Observations
    var fit: StudyFit

    var run: any StudyRun { fit.run }
    mutating func advance() { fit.advance() }
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
    var race = StudyRace(
      folds: folds, stop: { stop($0, weights) }, error: { $0.error.rmse }, record: record)
    let outcome = race.run(observe: observe)
    let baseline = Baseline(data, holdOut, units)
    let choice = TableSearch.Choice(
      model: options.centred == true ? .additive : .plain, rank: outcome.best.rank,
      path: outcome.records, best: outcome.best, holdOut: holdOut, meanError: baseline.meanError,
      effectsError: baseline.effectsError, meanResiduals: baseline.meanResiduals,
      reason: outcome.reason)
    return (choice, outcome.advances)
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

  private func record(_ folds: [Fold], _ stop: TablePath.Stop) -> RankRecord {
    var energy = 0.0, trained = 0
    for fold in folds {
      let seen = units.residuals(fold.training, fold.fit.predict(at: fold.training.pattern))
      energy += seen.dot(seen)
      trained += seen.count
    }
    let first = folds[0].fit
    var record = RankRecord(
      rank: stop.rank, loss: energy / 2 / Double(folds.count),
      trainRMSE: (energy / Double(max(1, trained))).squareRoot(), heldOut: stop.error,
      iterations: 0, seconds: 0)
    record.describe(first.run.record, SpectralForm(first.answer().factors))
    return record
  }
}

extension RankRecord {
  /// Gradient, step and leading singular values of the iterate it is about.
  mutating func describe(_ step: StepRecord, _ form: SpectralForm) {
    gradientNorm = step.gradientNorm.isFinite ? step.gradientNorm : nil
    stepSize = step.stepSize > 0 ? step.stepSize : nil
    singularValues = Array(form.singularValues.prefix(Self.shownSingularValues))
  }
}
