public import LinearAlgebra

/// What a second-order method at fixed rank remembers where it has settled: with it a run of the
/// same objective goes on to the same bits. What follows from the matrix is worked out again.
public struct SettledPoint: Sendable, Codable {
  public let form: SpectralForm
  let record: StepRecord
  let ratio: Double
  let innerIterations: Int
  let damping: Double
  let curvature: Double
}

extension LevenbergMarquardt.State {
  package var settled: SettledPoint {
    SettledPoint(
      form: form, record: record, ratio: ratio, innerIterations: innerIterations, damping: damping,
      curvature: curvature)
  }
}

extension LevenbergMarquardt {
  package func start(_ objective: Objective, at point: SettledPoint) -> State {
    var state = start(objective, at: point.form)
    (state.record, state.ratio) = (point.record, point.ratio)
    state.innerIterations = point.innerIterations
    (state.damping, state.curvature) = (point.damping, point.curvature)
    return state
  }
}

extension Pursuit {
  /// Settled there: the next step raises the rank.
  package func start(_ objective: Objective, at point: SettledPoint) -> State {
    State(inner: inner.start(objective, at: point), isSettled: true)
  }
}
