internal import LinearAlgebra

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

  public init(_ map: Map, target: [Double], over _: Point.Type = Point.self) {
    precondition(target.count == map.count, "one target per measurement")
    self.map = map
    self.target = target
  }

  /// - Parameter observe: sees every rank settled; a reason to stop ends the search where it is.
  public func recover(
    observe: (SensingEvent) -> Interruption? = { _ in nil }
  ) -> SensingRecovery<Point> {
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
    ExactSensing(SensingPath(map, target), self, limit: largestRank(for: map.count))
  }
}

/// What happens during a recovery, for whoever shows it.
public enum SensingEvent: Sendable {
  /// A rank of the search for an exact fit.
  case exact(RankRecord)
  /// A rank fitted without the hidden measurements.
  case heldOut(RankRecord)
  /// The chosen rank is fitted to all measurements.
  case refitting(rank: Int)

  /// The rank it is about, where one has been settled.
  public var record: RankRecord? {
    switch self {
    case .exact(let record), .heldOut(let record): record
    case .refitting: nil
    }
  }
}
