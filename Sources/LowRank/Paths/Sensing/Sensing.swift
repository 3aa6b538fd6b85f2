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
///
/// The parameterisation is a type: `Asymmetric` for any matrix, `Symmetric` for W = UUᵀ,
/// `Hermitian` for quantum states. Degrees of freedom, and so all ranks that can be told, follow
/// from it.
public struct Sensing<Point: FixedRank & QuadraticFactorization & Startable, Map: MeasurementMap>:
  Sendable
{
  /// 𝒜.
  public let map: Map
  /// y, one number per measurement.
  public let target: [Double]
  /// Reciprocal variances of the measurements, up to a common factor; nil for equal ones.
  public var weights: [Double]?
  /// How much each measurement counts where hidden ones are judged; nil for all alike.
  public var heldOutWeights: [Double]?
  /// For each measurement the number of its group; groups are hidden whole. Nil hides one by one.
  ///
  /// Measurements that say much about each other, as the outcomes of one setting do, belong
  /// together: hidden alone, the others would give the hidden one away.
  public var groups: [Int]?
  /// The most conjugate gradient iterations in a step.
  ///
  /// Sixty suit well conditioned maps; more are needed where the map sees neighbours only.
  public var innerIterations = 60
  /// A measurement less its prediction, in the units in which people judge it.
  public var difference: @Sendable (_ target: Double, _ prediction: Double) -> Double = { $0 - $1 }
  /// What these measurements alone suggest that W is, of any rank: each rank is tried from its
  /// leading terms too. Growth from zero is blind where every measurement is local.
  public var guess: (@Sendable (_ visible: [Int]) -> SpectralForm?)?
  /// A test of the answer beyond local uniqueness; a remark where it fails.
  public var doubt: (@Sendable (SpectralForm, _ isExact: Bool) -> Remark?)?

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

  /// The degrees of freedom of a point of this rank.
  func degreesOfFreedom(rank: Int) -> Int {
    Point.degreesOfFreedom(
      rows: map.rows, columns: map.columns, rank: Point.columnsPerRank * rank)
  }

  /// The rank of a matrix of full rank.
  ///
  /// A complex rank takes two columns of the real embedding.
  var fullRank: Int { min(map.rows, map.columns) / Point.columnsPerRank }

  /// The measurements in units of their standard deviations: weighted least squares become plain.
  ///
  /// The weights' mean is put to one, so that residuals keep the measurements' size.
  package var scaledMap: ScaledMeasurements<Map> {
    let mean = (weights ?? []).reduce(0, +) / Double(max(1, map.count))
    // √w: the residual is squared.
    return ScaledMeasurements(map, by: weights?.map { ($0 / mean).squareRoot() })
  }
}
