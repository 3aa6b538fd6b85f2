/// The error on hidden measurements, beside that of the mean of the visible ones.
///
/// Judged and calibrated in the same units, those of `Sensing.difference`: there is no link. There
/// are no effects to compare with, as measurements have no rows.
package struct HeldOutMeasurements: Sendable {
  package let error: HeldOutError
  package let meanError: HeldOutError
  package let intervals: ConformalIntervals?

  /// - Parameters: predictions of the hidden measurements and their deviations, fold by fold.
  package init(
    _ predictions: [[Double]], _ deviations: [[Double]], of data: HeldOutData<[Int]>, level: Double
  ) {
    error = HeldOutError(data.residuals(predictions), weights: data.weights)
    meanError = HeldOutError(data.meanResiduals, weights: data.weights)
    let scores = data.folds.indices.map { f in
      zip(data.calibrated(data.folds[f].hidden, predictions[f]), deviations[f]).map {
        abs($0) / $1
      }
    }
    intervals = ConformalIntervals(scores: scores, level: level)
  }
}
