internal import LinearAlgebra
public import LowRank

/// How far the pieces of an integrated flow are from the laws of `FlowState`.
public struct FlowGaps: Sendable, Equatable {
  /// The ends of each piece against the points before and after its step, relative.
  public let ends: Double
  /// The slopes of each piece at its ends against −∇f there, relative.
  public let slopes: Double
  /// Each piece's time against where the one before ended, and its length against the record's
  /// step.
  public let times: Double
  /// The greatest rise of f in a step relative to f at the start: a gradient flow descends.
  public let rise: Double

  public var worst: Double { max(ends, slopes, times, rise) }
}

/// Measures the laws of `FlowState` over `steps` steps.
///
///     #expect(checkFlow(GradientFlow(), on: fit, from: start).worst < 1e-8)
public func checkFlow<S: Solver>(
  _ solver: S, on objective: S.Objective, from start: S.Objective.Point, steps: Int = 20
) -> FlowGaps where S.State: FlowState, S.State.Objective == S.Objective {
  var run = objective.iterates(from: start, by: solver), (ends, slopes, times) = (0.0, 0.0, 0.0)
  let first = run.current.record.loss
  var rise = 0.0
  for _ in 0..<steps {
    let before = run.state
    _ = run.next()
    let (piece, record) = (run.state.segment, run.state.record)
    let (a, b) = (piece.beginTime, piece.endTime)
    ends = max(
      ends, relativeGap(piece.point(at: a), before.point),
      relativeGap(piece.point(at: b), run.state.point))
    times = max(
      times, relativeGap(a, before.time), relativeGap(b, run.state.time),
      relativeGap(b - a, record.stepSize, scale: b))
    // Relative to the start: near the end what is left of the loss is rounding.
    rise = max(rise, numbered((record.loss - before.record.loss) / first))
    slopes = max(
      slopes, slopeGap(from: a, to: b, before.point, objective, piece.point),
      slopeGap(from: b, to: a, run.state.point, objective, piece.point))
  }
  return FlowGaps(ends: ends, slopes: slopes, times: times, rise: rise)
}

/// ‖p′(a) + ∇f‖ / ‖∇f‖ for a cubic p, whose derivative at a follows from four of its values.
private func slopeGap<O: Objective>(
  from a: Double, to b: Double, _ point: O.Point, _ objective: O, _ p: (Double) -> O.Point
) -> Double {
  let h = b - a
  // A step that was given up has a piece of no length, and no slope.
  guard h != 0 else { return 0 }
  var workspace = usedWorkspace(objective, like: point), gradient = point.garbage()
  _ = objective.differentiate(at: point, &workspace, into: &gradient)
  var slope = point.zeroed()
  // The derivative at 0 of the cubic through 0, h/3, 2h/3 and h.
  for (part, weight) in [(0.0, -11.0), (1, 18), (2, -9), (3, 2)] {
    slope.add(p(part == 3 ? b : a + h * part / 3), scaledBy: weight / (2 * h))
  }
  slope.add(gradient, scaledBy: 1)
  return numbered(slope.norm / gradient.norm)
}
