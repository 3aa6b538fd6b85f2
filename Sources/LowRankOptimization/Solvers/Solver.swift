public import LinearAlgebra

/// A method: how to begin, and how to take one step. Its stored properties are its options.
///
/// Laws, checked by `checkSolver` in LowRankTesting:
///  - the start point is not changed, and its record is iteration 0 with the loss there;
///  - every record describes its point;
///  - a copied state, stepped on, gives the same bits as the original.
///
/// Cost: `start` allocates, and evaluates the objective once so that the first record has a loss;
/// `step` does not allocate (`checkAllocations` in LowRankAllocations) but for what a method says
/// of itself.
public protocol Solver<Objective>: Sendable {
  associatedtype Objective: LowRankOptimization.Objective
  associatedtype State: SolverState where State.Point == Objective.Point

  func start(_ objective: Objective, at point: Objective.Point) -> State
  func step(_ objective: Objective, _ state: inout State)
}

/// All that changes while a solver works; a copy is a checkpoint.
public protocol SolverState: Sendable {
  associatedtype Point: VectorSpace
  var point: Point { get }
  /// The scalars of `point`. The clock belongs to the run: `elapsed` stays zero here.
  var record: StepRecord { get }
}

/// A point on the way and its scalars.
public struct Iterate<Point: VectorSpace>: Sendable {
  public let point: Point
  public let record: StepRecord

  public init(point: Point, record: StepRecord) {
    self.point = point
    self.record = record
  }
}
