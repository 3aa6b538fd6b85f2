public import LinearAlgebra

/// What a second-order method at fixed rank remembers where it has settled: with it a run of the
/// same objective goes on to the same bits. What follows from the matrix is worked out again.
public struct SettledPoint: Sendable, Codable {
  public let form: SpectralForm
  let record: StepRecord
  let innerIterations: Int
  let curvature: Double
}

extension LevenbergMarquardt.State {
  package var settled: SettledPoint {
    SettledPoint(
      form: form, record: record, innerIterations: innerIterations, curvature: curvature)
  }
}

extension LevenbergMarquardt {
  package func start(_ objective: Objective, at point: SettledPoint) -> State {
    var state = start(objective, at: point.form)
    (state.record, state.curvature) = (point.record, point.curvature)
    state.damping = MarquardtDamping(point.record.damping)
    state.innerIterations = point.innerIterations
    return state
  }
}
