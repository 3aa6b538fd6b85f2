public import LinearAlgebra

/// What came out of a run: the last point, its record, and why the run ended there.
public struct Solution<Point: VectorSpace>: Sendable {
  public let point: Point
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
