internal import LinearAlgebra

/// One model of a table along its rank path, on every fold.
///
/// `advance` takes all folds to the next rank, warm; what was predicted for the hidden entries at
/// the best rank so far is kept.
struct TablePath: Sendable {
  let model: TableModel
  private(set) var records: [RankRecord] = []
  private(set) var best: Best?
  /// Where in `records` the best is.
  private var bestPlace = 0
  private var folds: [Fold]
  /// The only rank that may be best, where the user gave one.
  private let wanted: Int?

  /// Predictions for the hidden entries, fold by fold, at the rank with the least pooled error.
  struct Best: Sendable {
    var rank: Int
    var error: HeldOutError
    var predictions: [[Double]]
    var deviations: [[Double]]
  }

  struct Fold: Sendable {
    let training: Observations
    let hidden: Observations
    var table: TableFit
  }

  init(
    _ data: Observations, _ model: TableModel, _ holdOut: HoldOut, wanted: Int? = nil,
    countsEffect: Bool
  ) {
    self.model = model
    self.wanted = wanted
    folds = holdOut.folds.map { entries in
      let (training, hidden) = data.hiding(entries)
      return Fold(
        training: training, hidden: hidden,
        table: TableFit(training, model, countsEffect: countsEffect))
    }
  }

  mutating func advance(to rank: Int, sweeps: Int, units: Units) {
    let clock = ContinuousClock(), start = clock.now
    var residuals: [Double] = [], predictions: [[Double]] = []
    var loss = 0.0, trained = 0
    for f in folds.indices {
      folds[f].table.advance(to: rank, sweeps: sweeps)
      let fold = folds[f]
      let predicted = fold.table.predict(at: fold.hidden.pattern)
      predictions.append(predicted)
      residuals += units.residuals(fold.hidden, predicted)
      let seen = units.residuals(
        fold.training, fold.table.predict(at: fold.training.pattern))
      loss += seen.dot(seen) / 2
      trained += seen.count
    }
    let error = HeldOutError(residuals)
    records.append(
      RankRecord(
        rank: folds[0].table.rank(advancedTo: rank), loss: loss / Double(folds.count),
        trainRMSE: (2 * loss / Double(max(1, trained))).squareRoot(), heldOut: error,
        iterations: sweeps, seconds: (clock.now - start).seconds))
    if wanted == nil || wanted == rank, error.rmse < best?.error.rmse ?? .infinity {
      bestPlace = records.count - 1
      best = Best(
        rank: rank, error: error, predictions: predictions,
        deviations: folds.map { Self.deviations($0) })
    }
  }

  private static func deviations(_ fold: Fold) -> [Double] {
    let uncertainty = TableUncertainty(fold.table, trainedOn: fold.training)
    let pattern = fold.hidden.pattern, row = pattern.rowOfEntry
    return (0..<pattern.count).map {
      uncertainty.deviation(Int(row[$0]), Int(pattern.column[$0]))
    }
  }

  /// How many ranks running the error has been above its least.
  var ranksSinceBest: Int { best == nil ? 0 : records.count - 1 - bestPlace }
}

extension Duration {
  /// The duration in seconds.
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
