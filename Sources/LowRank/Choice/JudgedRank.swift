internal import LinearAlgebra

/// What a rank of a path said of the hidden measurements, fold by fold.
public struct JudgedRank: Sendable {
  /// How many steps of the path lead here.
  public let steps: Int
  public let rank: Int
  public let error: HeldOutError
  /// The root mean square error on what was seen, in the same units.
  public let trainRMSE: Double
  /// In the units in which people judge, all folds in one.
  public let residuals: [Double]
  /// Of the hidden measurements in the units of the path, fold by fold, and how uncertain each is
  /// before calibration.
  public let predictions: [[Double]]
  public let deviations: [[Double]]

  public init(
    steps: Int, rank: Int, error: HeldOutError, trainRMSE: Double, residuals: [Double],
    predictions: [[Double]], deviations: [[Double]]
  ) {
    (self.steps, self.rank, self.error, self.trainRMSE) = (steps, rank, error, trainRMSE)
    (self.residuals, self.predictions, self.deviations) = (residuals, predictions, deviations)
  }

  /// Observed less predicted in the units of the intervals, all folds in one.
  func modelResiduals<Places>(_ data: HeldOutData<Places>) -> [Double] {
    data.folds.indices.flatMap { data.calibrated(data.folds[$0].hidden, predictions[$0]) }
  }

  /// |observed − predicted| / deviation of every hidden measurement in the units of the intervals:
  /// what conformal intervals are calibrated on.
  func scores<Places>(_ data: HeldOutData<Places>) -> [[Double]] {
    data.folds.indices.map { f in
      zip(data.calibrated(data.folds[f].hidden, predictions[f]), deviations[f]).map {
        abs($0) / $1
      }
    }
  }
}

// By hand for the sake of size: a checkpoint holds these arrays for every rank of every candidate,
// and packed they are exact to the bit.
extension JudgedRank: Codable {
  private enum CodingKeys: String, CodingKey {
    case steps, rank, error, trainRMSE, residuals, predictions, deviations
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(steps, forKey: .steps)
    try container.encode(rank, forKey: .rank)
    try container.encode(error, forKey: .error)
    try container.encode(trainRMSE, forKey: .trainRMSE)
    try container.encode(PackedDoubles(residuals), forKey: .residuals)
    try container.encode(predictions.map(PackedDoubles.init), forKey: .predictions)
    try container.encode(deviations.map(PackedDoubles.init), forKey: .deviations)
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func packed(_ key: CodingKeys) throws -> [[Double]] {
      try container.decode([PackedDoubles].self, forKey: key).map(\.values)
    }
    self.init(
      steps: try container.decode(Int.self, forKey: .steps),
      rank: try container.decode(Int.self, forKey: .rank),
      error: try container.decode(HeldOutError.self, forKey: .error),
      trainRMSE: try container.decode(Double.self, forKey: .trainRMSE),
      residuals: try container.decode(PackedDoubles.self, forKey: .residuals).values,
      predictions: try packed(.predictions), deviations: try packed(.deviations))
  }
}
