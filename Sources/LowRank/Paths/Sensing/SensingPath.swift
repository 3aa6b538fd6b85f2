internal import LowRankOptimization

/// Rank growth on some of the measurements of a matrix, asked for predictions of any of them.
struct SensingPath<
  Point: FixedRank & QuadraticFactorization & Startable, Visible: MeasurementMap,
  Map: MeasurementMap
>: RecoveryPath {
  var growth: MeasuredGrowth<Point, Visible>
  private let sensing: Sensing<Point, Map>
  /// No rank above this.
  let limit: Int

  init(_ growth: MeasuredGrowth<Point, Visible>, of sensing: Sensing<Point, Map>, limit: Int) {
    (self.growth, self.sensing, self.limit) = (growth, sensing, limit)
  }

  var rank: Int { growth.rank }

  mutating func advance() -> PathStep? {
    guard rank < limit, growth.advance() else { return nil }
    return PathStep(rank: rank, iterations: growth.spend())
  }

  // By the unscaled map: predictions are in the units of the measurements.
  func predict(at places: [Int]) -> [Double] {
    sensing.predictions(of: growth.form.lowRank, at: places)
  }

  func deviations(at places: [Int]) -> [Double] { sensing.deviations(at: places) }

  var singularValues: [Double] { growth.form.singularValues }

  var state: GrowthState {
    get { growth.progress }
    set { growth.resume(at: newValue) }
  }

  /// What was settled at this rank of a search for an exact fit, which hides nothing.
  func record(_ step: PathStep, seconds: Double) -> RankRecord {
    let loss = growth.state.record.loss, count = Double(max(1, growth.fit.target.count))
    var record = RankRecord(
      rank: rank, loss: loss, trainRMSE: (2 * loss / count).squareRoot(), heldOut: nil,
      iterations: step.iterations, seconds: seconds)
    record.singularValues = Array(singularValues.prefix(RankRecord.shownSingularValues))
    return record
  }
}
