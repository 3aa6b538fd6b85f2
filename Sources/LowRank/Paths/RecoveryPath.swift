/// A matrix found one rank at a time from what may be seen of it.
///
/// Every recovery of unknown rank is a walk along such paths: tables, linear measurements, exact
/// data and studies differ in the path, and are chosen among, refitted, calibrated and reported by
/// the same code (`RankSearch`).
///
///     var path = TablePath(fold.visible.observations, .plain, along: [1, 2, 3], …)
///     while let step = path.advance() { print(step.rank, path.predict(at: fold.hidden.places)) }
///
/// Laws, checked by `checkRecoveryPath` in LowRankTesting:
///  - a path made from the same data that is given the state of another goes on to the same bits;
///  - predictions do not depend on which places were asked, nor on having been asked before.
///
/// Cost: `advance` is the fit of one rank; `predict` is rank multiplications a place.
///
/// A path is a value: a copy goes on by itself, so that a search can try a step and forget it, and
/// folds can be advanced side by side. What a path may see it is given when it is made; `Places`
/// only ask for predictions, so that no hidden value can reach a fit.
public protocol RecoveryPath<Places>: Sendable {
  /// Where predictions can be asked for: cells of a table, numbers of measurements.
  associatedtype Places: Sendable
  /// Codable, for checkpoints; without the data, which are given again.
  associatedtype State: Sendable, Codable

  /// The rank settled last, as the walk counts it; 0 at the beginning.
  var rank: Int { get }
  /// Everything that changes on the way. A copy of it is a checkpoint.
  var state: State { get set }
  /// Goes on to the next rank, warm; nil where there is none.
  mutating func advance() -> PathStep?
  /// What the matrix found so far says of some places, in the units of the data it was made from.
  ///
  /// Cost: rank multiplications a place, once what is common to all places is formed.
  func predict(at places: Places) -> [Double]
  /// How uncertain each prediction is before calibration: standard deviations up to a common
  /// factor.
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
///
/// Gradient norms and step sizes are for methods that have them; nil elsewhere.
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
///
/// Both must be over: a method whose steps are cheap may be given many, one whose ranks are dear
/// few.
public struct Patience: Sendable, Equatable {
  public var steps: Int
  public var iterations: Int

  public init(steps: Int, iterations: Int = 0) {
    (self.steps, self.iterations) = (steps, iterations)
  }

  /// One rank may be unlucky, as where two directions help only together.
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
