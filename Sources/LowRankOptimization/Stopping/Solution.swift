public import LinearAlgebra

/// What came out of a run: the last point, its record, and why the run ended there.
///
/// That a solver stopped says nothing about the matrix being the one sought; a certificate does.
public struct Solution<Point: VectorSpace>: Sendable {
  /// Where the run ended. After `.diverged` it is the point at which that showed.
  public let point: Point
  /// The scalars of `point`.
  public let record: StepRecord
  public let reason: StopReason

  public init(point: Point, record: StepRecord, reason: StopReason) {
    self.point = point
    self.record = record
    self.reason = reason
  }

  /// Whether a rule that means success ended the run.
  public var converged: Bool {
    if case .converged = reason { true } else { false }
  }
}
