public import LinearAlgebra
internal import LowRankOptimization

/// The recovery of a matrix from linear measurements y = 𝒜(W) + noise, its rank unknown.
///
///     let sensing = Sensing(map, target: y, over: Asymmetric.self)
///     let recovery = sensing.recover()
///
/// Exact data are recognised by a residual at round-off and a uniqueness test. Everything else is
/// noisy: the rank is chosen on measurements hidden in turn and refitted on all of them. Either way
/// ranks come one at a time from zero (see `Pursuit`).
public struct Sensing<Point: FixedRank & QuadraticFactorization & Startable, Map: MeasurementMap>:
  Sendable
{
  public let map: Map
  public let target: [Double]
  /// Reciprocal variances of the measurements, up to a common factor; nil for equal ones.
  public var weights: [Double]?
  /// How much each measurement counts where hidden ones are judged; nil for all alike.
  public var heldOutWeights: [Double]?
  /// Exactly this rank, or nil to choose it.
  public var rank: Int?
  /// No rank above this; nil for no cap but the data's.
  public var maxRank: Int?
  /// The relative residual that counts as an exact fit.
  public var tolerance = 1e-9
  /// Share of the measurements hidden in each fold.
  public var holdOutFraction = 0.1
  public var seed: UInt64 = 1
  /// For each measurement the number of its group; groups are hidden whole. Nil hides one by one.
  ///
  /// Measurements that say much about each other, as the outcomes of one setting do, belong
  /// together: hidden alone, the others would give the hidden one away.
  public var groups: [Int]?
  /// The level of the intervals of further measurements.
  public var level = 0.9
  /// The most conjugate gradient iterations in a step.
  public var innerIterations = 60
  /// A measurement less its prediction, in the units in which people judge it.
  public var difference: @Sendable (_ target: Double, _ prediction: Double) -> Double = { $0 - $1 }
  /// What these measurements alone suggest that W is, of any rank: each rank is tried from its leading
  /// terms too. Growth from zero is blind where every measurement is local.
  public var guess: (@Sendable (_ visible: [Int]) -> SpectralForm?)?
  /// One run of a method in place of the search. Its factors must be those of `Point`, or deep ones
  /// for a general matrix.
  public var study: Study?
  /// A test of the answer beyond local uniqueness; a sentence where it fails.
  public var doubt: (@Sendable (SpectralForm, _ isExact: Bool) -> String?)?

  /// - Parameter weights: reciprocal variances, up to a common factor; nil for equal ones.
  public init(
    _ map: Map, target: [Double], weights: [Double]? = nil, over _: Point.Type = Point.self
  ) {
    precondition(target.count == map.count, "one target per measurement")
    precondition(weights?.allSatisfy { $0 > 0 && $0.isFinite } ?? true, "weights are positive")
    self.map = map
    self.target = target
    self.weights = weights
    heldOutWeights = weights
  }

  /// - Parameter observe: sees every rank settled; a reason to stop ends the search where it is.
  public func recover(
    observe: (SensingEvent) -> Interruption? = { _ in nil }
  ) -> SensingRecovery<Point> {
    // Cancelled or not there is an answer: a rank is attempted, the rest is done to the end.
    Execution.current.shielded.run { recovered(observe) }
  }

  private func recovered(_ observe: (SensingEvent) -> Interruption?) -> SensingRecovery<Point> {
    if let study { return studied(study, observe) }
    var search = exactSearch()
    let verdict = search.run { observe(.exact($0)) }
    switch verdict {
    case .unique: return exact(search)
    case .ambiguous where training(0) == nil: return exact(search)
    case .interrupted(let why): return unfinished(search, why)
    case .ambiguous, .notExact: return noisy(observe, ambiguousRank: search.ambiguousRank)
    }
  }

  /// The degrees of freedom of a point of this rank.
  func degreesOfFreedom(rank: Int) -> Int {
    Point.degreesOfFreedom(
      rows: map.rows, columns: map.columns, rank: Point.columnsPerRank * rank)
  }

  /// The rank of a matrix of full rank.
  var fullRank: Int { min(map.rows, map.columns) / Point.columnsPerRank }

  /// The largest rank with no more degrees of freedom than `count` measurements, and within the cap.
  func largestRank(for count: Int) -> Int {
    var k = 0
    while k < fullRank, degreesOfFreedom(rank: k + 1) <= count { k += 1 }
    return min(k, rank ?? maxRank ?? k)
  }

  func exactSearch() -> ExactSensing<Point, Map> {
    ExactSensing(wholePath(), self, limit: largestRank(for: map.count))
  }

  /// The measurements in units of their standard deviations: weighted least squares become plain.
  ///
  /// The weights' mean is put to one, so that residuals keep the measurements' size.
  var scaledMap: ScaledMeasurements<Map> {
    let mean = (weights ?? []).reduce(0, +) / Double(max(1, map.count))
    return ScaledMeasurements(map, by: weights?.map { ($0 / mean).squareRoot() })
  }

  func wholePath() -> SensingPath<Point, ScaledMeasurements<Map>> {
    let scaled = scaledMap
    return SensingPath(
      scaled, scaled.scaled(target), guess: guess?(Array(target.indices)),
      iterations: innerIterations)
  }
}

/// What happens during a recovery, for whoever shows it.
public enum SensingEvent: Sendable {
  /// A rank of the search for an exact fit.
  case exact(RankRecord)
  /// A rank fitted without the hidden measurements.
  case heldOut(RankRecord)
  /// A recorded iterate of a study.
  case study(Recovery.Method, RankRecord)
  /// The chosen rank is fitted to all measurements.
  case refitting(rank: Int)

  /// The rank it is about, where one has been settled.
  public var record: RankRecord? {
    switch self {
    case .exact(let record), .heldOut(let record), .study(_, let record): record
    case .refitting: nil
    }
  }
}
