public import LinearAlgebra
internal import LowRank
public import LowRankOptimization

/// A quantity watched along a run: a function of the point, which may remember earlier points.
///
///     var angles = PrincipalAngles(to: truth.left, over: Symmetric.self)
///     _ = run.finish(at: rule) { trace.append(angles.observe($0.point)) }
///
/// Laws, checked by `checkProbe` in LowRankTesting: observing changes no point, and a probe that
/// remembers depends on the points it was shown and their order, nothing else.
///
/// Cost: stated by each conformer, and paid only where it is asked for; a solver knows no probe.
public protocol Probe<Point>: Sendable {
  associatedtype Point: VectorSpace
  associatedtype Value: Sendable
  mutating func observe(_ point: Point) -> Value
}

/// What a probe saw and when.
public struct Reading<Value: Sendable>: Sendable {
  public let record: StepRecord
  public let value: Value
}

extension Run {
  /// The probe's readings at the current point and at every `stride`-th one after it, until `rule`
  /// fires; the point where the run ends is always among them.
  public mutating func readings<P: Probe>(
    of probe: P, every stride: Int = 1, until rule: StopRule
  ) -> [Reading<P.Value>] where P.Point == S.Objective.Point {
    precondition(stride > 0, "every how many iterations")
    var probe = probe
    var readings = [Reading(record: current.record, value: probe.observe(current.point))]
    let last = finish(at: rule) {
      guard $0.record.iteration % stride == 0 else { return }
      readings.append(Reading(record: $0.record, value: probe.observe($0.point)))
    }
    if readings.last?.record.iteration != last.record.iteration {
      readings.append(Reading(record: last.record, value: probe.observe(last.point)))
    }
    return readings
  }
}
