internal import LinearAlgebra
internal import LowRankOptimization

/// One model of a table along its rank path, on every fold.
///
/// `advance` takes all folds to the next rank, warm; what was predicted for the hidden entries at
/// each rank is kept.
struct TablePath: Sendable {
  let model: TableModel
  private(set) var records: [RankRecord] = []
  private(set) var stops: [Stop] = []
  private var folds: [Fold]
  /// The only rank that may be best, where the user gave one.
  private let wanted: Int?
  private let hiddenWeights: [Double]?

  /// What a rank said of the hidden entries, fold by fold.
  struct Stop: Sendable {
    let rank: Int
    let error: HeldOutError
    /// In the data's units, all folds in one.
    let residuals: [Double]
    let predictions: [[Double]]
    let deviations: [[Double]]
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
    hiddenWeights = holdOut.weights(in: data)
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
    var loss = 0.0, trained = 0, spent = 0
    for f in folds.indices {
      spent = max(spent, folds[f].table.advance(to: rank, sweeps: sweeps))
      let fold = folds[f]
      let predicted = fold.table.predict(at: fold.hidden.pattern)
      predictions.append(predicted)
      residuals += units.residuals(fold.hidden, predicted)
      let seen = units.residuals(
        fold.training, fold.table.predict(at: fold.training.pattern))
      loss += seen.dot(seen) / 2
      trained += seen.count
    }
    let error = HeldOutError(residuals, weights: hiddenWeights)
    var record = RankRecord(
      rank: folds[0].table.rank(advancedTo: rank), loss: loss / Double(folds.count),
      trainRMSE: (2 * loss / Double(max(1, trained))).squareRoot(), heldOut: error,
      iterations: spent, seconds: (clock.now - start).inSeconds)
    record.singularValues = Array(
      SpectralForm(folds[0].table.answer().factors).singularValues
        .prefix(RankRecord.shownSingularValues))
    records.append(record)
    stops.append(
      Stop(
        rank: rank, error: error, residuals: residuals, predictions: predictions,
        deviations: folds.map { Self.deviations($0) }))
  }

  /// Where in `stops` the least error is; 0 before the first rank.
  private var leastPlace: Int {
    stops.indices.min { stops[$0].error.rmse < stops[$1].error.rmse } ?? 0
  }

  /// The least held-out error so far; infinite before the first rank.
  var leastError: Double { stops.isEmpty ? .infinity : stops[leastPlace].error.rmse }

  /// The rank to keep: the smallest whose errors on the hidden entries are no more than half a
  /// standard error, of the paired differences, above the least; and up to two where the ranks
  /// between explain no more of the visible entries than their share of noise.
  ///
  /// A whole standard error (Breiman et al. 1984) for every rank costs accuracy where many weak
  /// directions are real; none at all lets chance pick ranks above the true one.
  var best: Stop? {
    if let wanted { return stops.first { $0.rank == wanted } }
    return stops.indices.first { place in
      let gain = PairedGain(
        of: stops[leastPlace].residuals, over: stops[place].residuals, weights: hiddenWeights)
      return gain.mean <= (fitsNoise(beyond: place) ? 2 : 0.5) * gain.standardError
    }.map { stops[$0] }
  }

  /// Whether the ranks after the one at `place`, to that of least error, explain no more than noise
  /// would give them.
  private func fitsNoise(beyond place: Int) -> Bool {
    guard place < leastPlace else { return true }
    let training = folds[0].training
    let few = training.degreesOfFreedom(rank: stops[place].rank)
    let more = training.degreesOfFreedom(rank: stops[leastPlace].rank)
    let share = Double(more - few) / Double(max(1, training.count - few))
    let ratio = records[leastPlace].trainRMSE / records[place].trainRMSE
    return 1 - ratio * ratio < share
  }

  private static func deviations(_ fold: Fold) -> [Double] {
    let uncertainty = TableUncertainty(fold.table, trainedOn: fold.training)
    let pattern = fold.hidden.pattern, row = pattern.rowOfEntry
    return (0..<pattern.count).map {
      uncertainty.deviation(Int(row[$0]), Int(pattern.column[$0]))
    }
  }

  /// How many ranks running the error has been above its least.
  var ranksSinceLeast: Int { stops.isEmpty ? 0 : stops.count - 1 - leastPlace }
}

extension TablePath {
  /// Where a path is between two ranks.
  struct Progress: Sendable, Codable {
    var records: [RankRecord]
    var stops: [Stop]
    /// Of every fold.
    var posteriors: [VariationalFit.Posterior]
  }

  var progress: Progress {
    Progress(records: records, stops: stops, posteriors: folds.map(\.table.fit.posterior))
  }

  mutating func resume(at progress: Progress) {
    precondition(progress.posteriors.count == folds.count, "progress with other folds")
    (records, stops) = (progress.records, progress.stops)
    for f in folds.indices { folds[f].table.fit.posterior = progress.posteriors[f] }
  }
}

extension TablePath.Stop: Codable {
  private enum CodingKeys: String, CodingKey {
    case rank, error, residuals, predictions, deviations
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(rank, forKey: .rank)
    try container.encode(error, forKey: .error)
    try container.encode(PackedDoubles(residuals), forKey: .residuals)
    try container.encode(predictions.map(PackedDoubles.init), forKey: .predictions)
    try container.encode(deviations.map(PackedDoubles.init), forKey: .deviations)
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func packed(_ key: CodingKeys) throws -> [[Double]] {
      try container.decode([PackedDoubles].self, forKey: key).map(\.values)
    }
    self.init(
      rank: try container.decode(Int.self, forKey: .rank),
      error: try container.decode(HeldOutError.self, forKey: .error),
      residuals: try container.decode(PackedDoubles.self, forKey: .residuals).values,
      predictions: try packed(.predictions), deviations: try packed(.deviations))
  }
}
