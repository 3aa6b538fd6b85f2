internal import LinearAlgebra
internal import LowRankOptimization

extension ExactSearch {
  /// How much larger than an exact fit's residual the error of the matrix may be.
  ///
  /// The tangent problem magnifies what is left of the residual; beyond a thousandfold a fit that
  /// is formally the only one tells little of the matrix.
  static let magnification = 1e3

  /// The attempt as an answer, if it reached round-off.
  ///
  /// Polished before it is judged: the error of the matrix is the residual times the conditioning
  /// of the tangent problem, and both are known only at the bottom. Cost: the polish, and one
  /// uniqueness test.
  func judge(
    _ attempt: ExactAttempt, _ fit: ExactAttempt.Data, _ stages: Stages
  ) -> Exact? {
    guard attempt.residual < tolerance else { return nil }
    var attempt = attempt
    attempt.polish(fit)
    let form = attempt.state.form
    let uniqueness = Uniqueness(ofCompletion: form, under: fit.measurement)
    let error = uniqueness.expectedError(
      relativeResidual: attempt.residual, targetNorm: fit.target.norm,
      matrixNorm: form.singularValues.norm)
    // With few cells a local minimum can be as near to them as 10⁻⁹: singular values of 10⁻⁵ are
    // fitted by wrong directions to some digits.
    let isSettled = attempt.residual < 100 * Self.rounding || stages.tellsNoise(beyond: form.rank)
    return Exact(
      form: form, path: stages.history.path, relativeResidual: attempt.residual,
      uniqueness: uniqueness, expectedError: error, isSettled: isSettled,
      isDetermined: isSettled && (error ?? .infinity) < Self.magnification * tolerance,
      iterations: stages.history.iterations)
  }
}
