internal import LinearAlgebra
internal import LowRankOptimization

extension Sensing {
  /// The answer for noisy measurements: rank by held-out error, then a fit to all of them.
  func noisy(
    _ observe: (SensingEvent) -> Interruption?, ambiguousRank: Int?
  ) -> SensingRecovery<Point> {
    var search = RankChoice(self)
    let reason = search.run { observe(.heldOut($0)) }
    let rank = self.rank ?? search.chosenRank ?? largestRank(for: map.count)
    _ = observe(.refitting(rank: rank))
    var path = wholePath()
    while path.rank < rank, path.advance() {}
    return assemble(
      path, search.records, search.heldOut, nil, reason,
      remarks(on: path, search, reason, ambiguousRank: ambiguousRank))
  }

  private func remarks(
    on path: SensingPath<Point, ScaledMeasurements<Map>>, _ search: RankChoice<Point, Map>,
    _ reason: RecoveryReason, ambiguousRank: Int?
  ) -> [Remark] {
    var result: [Remark] = []
    if let ambiguousRank {
      result.append(.exactFitNotUnique(rank: ambiguousRank, observed: .measurements))
    }
    result += remarks(on: search.heldOut)
    if self.rank == nil, maxRank == nil, search.isCapped {
      let rank = search.chosenRank ?? largestRank(for: map.count)
      result.append(
        .rankCappedByData(
          rank: rank, measurements: map.count, unknownsOfNext: degreesOfFreedom(rank: rank + 1)))
    }
    if path.rank > 0, let objection = doubt?(path.form, false) { result.append(objection) }
    if case .interrupted(let why) = reason { result.append(.endedEarly(cause: why)) }
    return result
  }

  /// What the error on hidden measurements says, of a search and of a study.
  func remarks(on heldOut: SensingRecovery<Point>.HeldOut?) -> [Remark] {
    guard let heldOut else { return [nothingHidden] }
    guard heldOut.error.rmse > heldOut.meanError.rmse else { return [] }
    return [
      .noBetterThanTheMean(
        error: heldOut.error.rmse, meanError: heldOut.meanError.rmse, observed: .measurements)
    ]
  }

  var nothingHidden: Remark {
    .nothingHidden(measurements: map.count, unknowns: degreesOfFreedom(rank: 1))
  }
}

/// The rank of noisy measurements, by growth on several folds at once.
///
/// Ranks are tried until the pooled held-out error has been worse than the best for two running.
/// Chosen is the least rank whose squared errors exceed those of the best by no more than one
/// standard error of their paired difference: paired, because every rank is judged on the same
/// measurements.
struct RankChoice<Point: FixedRank & QuadraticFactorization & Startable, Map: MeasurementMap> {
  private let sensing: Sensing<Point, Map>
  private var folds: [Sensing<Point, Map>.Fold]
  private(set) var records: [RankRecord] = []
  /// The held-out residuals of each rank from 1 on, fold by fold.
  private var residuals: [[[Double]]] = []

  init(_ sensing: Sensing<Point, Map>) {
    self.sensing = sensing
    folds = []
    while let fold = sensing.training(folds.count) { folds.append(fold) }
  }

  mutating func run(_ observe: (RankRecord) -> Interruption?) -> RecoveryReason {
    guard let visible = folds.map({ $0.path.fit.target.count }).min() else { return .pathEnded }
    let limit = sensing.largestRank(for: visible)
    while residuals.count < limit {
      guard advance() else { return .pathEnded }
      if let why = observe(records[records.count - 1]) { return .interrupted(why) }
      if residuals.count - 1 - best >= 2, sensing.rank == nil { return .heldOutErrorRose }
    }
    return .pathEnded
  }

  /// One rank more on every fold; false where no fold can grow.
  private mutating func advance() -> Bool {
    var record: RankRecord?, grown = false
    for f in folds.indices {
      if folds[f].path.advance() { grown = true }
      let next = folds[f].path.record()
      record = record.map { Self.sum($0, next) } ?? next
    }
    guard grown, var record else { return false }
    residuals.append(folds.map { $0.residuals() })
    record.heldOut = heldOut(at: residuals.count - 1).error
    record.trainRMSE /= Double(folds.count).squareRoot()
    records.append(record)
    return true
  }

  /// Sums over folds; of the train errors the root of the sum of squares.
  private static func sum(_ a: RankRecord, _ b: RankRecord) -> RankRecord {
    RankRecord(
      rank: max(a.rank, b.rank), loss: a.loss + b.loss,
      trainRMSE: (a.trainRMSE * a.trainRMSE + b.trainRMSE * b.trainRMSE).squareRoot(),
      heldOut: nil, iterations: a.iterations + b.iterations, seconds: a.seconds + b.seconds)
  }

  /// The place of the least pooled error; 0 before the first.
  private var best: Int {
    let errors = residuals.indices.map { squares(at: $0).reduce(0, +) }
    return errors.indices.min { errors[$0] < errors[$1] } ?? 0
  }

  /// Squared errors, weighted, of all folds.
  private func squares(at place: Int) -> [Double] {
    zip(residuals[place], folds).flatMap { residuals, fold in
      let weights = fold.weights
      return residuals.indices.map { (weights?[$0] ?? 1) * residuals[$0] * residuals[$0] }
    }
  }

  /// Whether the best rank is the last that the measurements determine, but not all there is.
  var isCapped: Bool {
    guard let visible = folds.map({ $0.path.fit.target.count }).min() else { return false }
    let limit = sensing.largestRank(for: visible)
    return !residuals.isEmpty && best == limit - 1
      && limit < sensing.largestRank(for: sensing.degreesOfFreedom(rank: sensing.fullRank))
  }

  /// Nil where nothing could be hidden.
  var chosenRank: Int? { chosen.map { $0 + 1 } }

  private var chosen: Int? {
    guard !residuals.isEmpty else { return nil }
    let best = squares(at: best)
    return residuals.indices.first { k in
      let excess = zip(squares(at: k), best).map { $0 - $1 }
      let n = Double(excess.count), mean = excess.reduce(0, +) / n
      let variance = excess.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(1, n - 1)
      return mean <= (variance / n).squareRoot()
    }
  }

  /// The error of the chosen rank, or of the rank asked for where it was reached.
  var heldOut: SensingRecovery<Point>.HeldOut? {
    guard let chosen else { return nil }
    let place = sensing.rank.map { min($0, residuals.count) - 1 } ?? chosen
    return heldOut(at: place)
  }

  private func heldOut(at place: Int) -> SensingRecovery<Point>.HeldOut {
    SensingRecovery.HeldOut(
      residuals[place], mean: folds.map { $0.meanResiduals() }, weights: folds.map(\.weights),
      level: sensing.level)
  }
}
