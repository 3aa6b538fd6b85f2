/// The folds of a hold-out, and in which units predictions of the hidden part are judged.
///
/// Judged and calibrated units differ only where a link lies between the data and the factors. Both
/// are functions of a part and predictions of it, so that a search knows neither tables nor links.
public struct HeldOutData<Places: Sendable>: Sendable {
  public typealias Part = Fold<Places>.Part
  public typealias Residuals = @Sendable (Part, _ predicted: [Double]) -> [Double]

  public let folds: [Fold<Places>]
  /// Observed less predicted in the units in which people judge an error.
  public let judged: Residuals
  /// The same in the units in which intervals are calibrated.
  public let calibrated: Residuals
  /// What hidden measurements count, fold by fold; nil for all alike.
  public let weights: [Double]?
  /// What the visible measurements of a fold let one tell of each rank.
  public let budget: MeasurementBudget

  /// - Parameters:
  ///   - judged: nil where people judge an error in the units of the values.
  ///   - calibrated: nil for the units of `judged`.
  public init(
    folds: [Fold<Places>], budget: MeasurementBudget, judged: Residuals? = nil,
    calibrated: Residuals? = nil
  ) {
    let plain: Residuals = { zip($0.values, $1).map { $0 - $1 } }
    (self.folds, self.budget) = (folds, budget)
    self.judged = judged ?? plain
    self.calibrated = calibrated ?? self.judged
    let weights = folds.compactMap(\.hidden.weights)
    // Either all parts have weights or none counts: half weighted residuals could not be pooled.
    self.weights = folds.isEmpty || weights.count < folds.count ? nil : weights.flatMap { $0 }
  }

  /// The judged residuals of predictions of the hidden parts, all folds in one.
  public func residuals(_ predictions: [[Double]]) -> [Double] {
    zip(folds, predictions).flatMap { judged($0.hidden, $1) }
  }
}
