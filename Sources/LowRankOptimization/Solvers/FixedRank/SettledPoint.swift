public import LinearAlgebra

/// What a second-order method at fixed rank remembers where it has settled: with it a run of the
/// same objective goes on to the same bits. What follows from the matrix is worked out again.
public struct SettledPoint: Sendable, Codable {
  /// W, to the bit: to decompose it again would turn its frame by rounding.
  public let form: SpectralForm
  let record: StepRecord
  let innerIterations: Int
  /// Of the start of the run that came here, so that damping means what it did.
  let curvature: Double
}

extension LevenbergMarquardt.State {
  /// What is to be kept of this state.
  package var settled: SettledPoint {
    SettledPoint(
      form: form, record: record, innerIterations: innerIterations, curvature: curvature)
  }
}

extension LevenbergMarquardt {
  /// The state that `point` was taken from, but for buffers, which are filled again.
  package func start(_ objective: Objective, at point: SettledPoint) -> State {
    var state = start(objective, at: point.form)
    (state.record, state.curvature) = (point.record, point.curvature)
    state.damping = MarquardtDamping(point.record.damping)
    state.innerIterations = point.innerIterations
    return state
  }
}
