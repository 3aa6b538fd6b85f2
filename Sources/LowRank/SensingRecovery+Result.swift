package import LinearAlgebra
package import LowRankOptimization

extension SensingRecovery {
  /// An interrupted growth, or one of rank 0, has nothing to certify.
  func assemble<M: MeasurementMap>(
    _ growth: MeasuredGrowth<Point, M>, _ records: [RankRecord], heldOut: HeldOutMeasurements?,
    uniqueness: Uniqueness?, ruling: RankRuling? = nil, _ reason: RecoveryReason,
    _ remarks: [Remark]
  ) -> Recovery {
    let certificate =
      reason.isInterruption || growth.rank == 0
      ? nil : uniqueness?.certificate ?? growth.certificate
    return recovery(
      of: growth.form, by: .pursuit, records, heldOut: heldOut, uniqueness: uniqueness,
      certificate: certificate, ruling: ruling, residual: growth.relativeResidual,
      iterations: growth.iterations, reason, remarks)
  }

  /// The result, whatever the path was.
  ///
  /// Effects are zeros and there is no link: the matrix is the factors alone. Single cells have no
  /// uncertainty, as the intervals are of further measurements.
  package func recovery(
    of form: SpectralForm, by method: RecoveryMethod, _ records: [RankRecord],
    heldOut: HeldOutMeasurements?, uniqueness: Uniqueness?, certificate: Certificate?,
    ruling: RankRuling?, residual: Double, iterations: Int, _ reason: RecoveryReason,
    _ remarks: [Remark]
  ) -> Recovery {
    Recovery(
      method: method,
      model: CompletionModel(
        factors: form.balanced, singularValues: form.singularValues,
        rowEffects: Array(repeating: 0, count: form.rows),
        columnEffects: Array(repeating: 0, count: form.columns)),
      form: form, rank: form.rank / Point.columnsPerRank, table: nil, path: records, ruling: ruling,
      heldOut: heldOut.map {
        Recovery.HeldOut(
          pattern: .entry, error: $0.error, meanError: $0.meanError, effectsError: nil)
      },
      intervals: heldOut?.intervals, uniqueness: uniqueness, certificate: certificate,
      residual: residual, iterations: iterations, reason: reason, remarks: remarks,
      uncertainty: .none)
  }
}
