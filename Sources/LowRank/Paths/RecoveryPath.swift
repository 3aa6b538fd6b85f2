/// A matrix found one rank at a time from what may be seen of it.
///
/// Every recovery of unknown rank is a walk along such paths: tables, linear measurements, exact
/// data and studies differ in the path, and are chosen among, refitted, calibrated and reported by
/// the same code (`RankSearch`).
///
///     var path = TablePath(model, seeing: fold.visible, …)
///     while let step = path.advance() { print(step.rank, path.predict(at: fold.hidden.places)) }
///
/// Laws, checked by `checkRecoveryPath` in LowRankTesting:
///  - a path made from the same data that is given the state of another goes on to the same bits;
///  - predictions do not depend on which places were asked, nor on having been asked before.
///
/// Cost: `advance` is the fit of one rank; `predict` is rank multiplications a place.
public protocol RecoveryPath<Places>: Sendable {
  /// Where predictions can be asked for: cells of a table, numbers of measurements.
  associatedtype Places: Sendable
  associatedtype State: Sendable, Codable

  /// The rank settled last, as the walk counts it; 0 at the beginning.
  var rank: Int { get }
  /// Everything that changes on the way. A copy of it is a checkpoint.
  var state: State { get set }
  /// Goes on to the next rank, warm; nil where there is none.
  mutating func advance() -> PathStep?
  func predict(at places: Places) -> [Double]
  /// How uncertain each prediction is before calibration: standard deviations up to a common factor.
  func deviations(at places: Places) -> [Double]
  /// Of the factors it has come to, in descending order.
  var singularValues: [Double] { get }
  /// Why it will not go on, where that shows before the next step.
  var end: RecoveryReason? { get }
  /// How long it is worth going on after the least held-out error.
  var patience: Patience { get }
}

extension RecoveryPath {
  public var end: RecoveryReason? { nil }
  public var patience: Patience { .twoRanks }
}

/// What one rank of a path took, and of which rank the answer is.
public struct PathStep: Sendable, Equatable {
  /// The rank of the answer here, which may count effects that the walk does not.
  public var rank: Int
  /// Sweeps, or steps of the inner solver.
  public var iterations: Int
  public var gradientNorm: Double?
  public var stepSize: Double?

  public init(
    rank: Int, iterations: Int, gradientNorm: Double? = nil, stepSize: Double? = nil
  ) {
    (self.rank, self.iterations) = (rank, iterations)
    (self.gradientNorm, self.stepSize) = (gradientNorm, stepSize)
  }
}

/// How many steps, and how many iterations, may follow the least held-out error in vain.
public struct Patience: Sendable, Equatable {
  public var steps: Int
  public var iterations: Int

  public init(steps: Int, iterations: Int = 0) {
    (self.steps, self.iterations) = (steps, iterations)
  }

  public static let twoRanks = Patience(steps: 2)
  /// Of a method that has not yet left the saddle it began at.
  public static let endless = Patience(steps: .max)

  func isOver(steps: Int, iterations: Int) -> Bool {
    steps >= self.steps && iterations >= self.iterations
  }
}

/// Whose path a step belongs to, for whoever shows it.
public enum PathName: Sendable, Equatable, Codable {
  /// A noisy table in one of the models tried.
  case table(TableModel)
  /// Linear measurements.
  case sensing
  /// A study of this method.
  case study(RecoveryMethod)
  /// A path from elsewhere, by the name that its author gives it.
  case named(String)
}
