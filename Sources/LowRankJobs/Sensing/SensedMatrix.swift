package import LinearAlgebra
package import LowRank
internal import LowRankIO

/// What was recovered from a file of measurements, whatever the map and the parameterisation were.
package struct SensedMatrix: Sendable {
  package enum Kind: Sendable, Equatable {
    case matrix
    /// A quantum state of this many qubits; the form is that of its real embedding.
    case state(qubits: Int)
    /// Points with these names; the form is that of their centred Gram matrix.
    case points([String], DistanceUnits)
  }

  package let kind: Kind
  package let measurements: Int
  package let form: SpectralForm
  package let rank: Int
  package let method: Recovery.Method
  package let path: [RankRecord]
  package let ruling: RankRuling?
  package let heldOut: (error: HeldOutError, meanError: HeldOutError)?
  package let intervals: ConformalIntervals?
  /// The mean width of the intervals of the measurements.
  package let meanWidth: Double?
  package let uniqueness: Uniqueness?
  package let certificate: Certificate?
  package let residual: Double
  package let iterations: Int
  package let reason: RecoveryReason
  package let remarks: [Remark]
  package let isTrustworthy: Bool
  package let isPositive: Bool

  package init<Point, Map>(
    _ recovery: Recovery, of sensing: Sensing<Point, Map>, _ kind: Kind, form: SpectralForm,
    isPositive: Bool
  ) {
    self.kind = kind
    measurements = sensing.map.count
    self.form = form
    rank = recovery.rank
    method = recovery.method
    path = recovery.path
    ruling = recovery.ruling
    heldOut = recovery.heldOut.map { ($0.error, $0.meanError) }
    intervals = recovery.intervals
    let deviations = sensing.heldOutWeights?.map { (1 / $0).squareRoot() }
    let deviation = deviations.map { $0.reduce(0, +) / Double($0.count) } ?? 1
    meanWidth = intervals.map { 2 * $0.quantile * deviation }
    uniqueness = recovery.uniqueness
    certificate = recovery.certificate
    residual = recovery.residual
    iterations = recovery.iterations
    reason = recovery.reason
    remarks = recovery.remarks
    isTrustworthy = recovery.isTrustworthy
    self.isPositive = isPositive
  }

  /// Rows and columns of what is written: a state's own, not its embedding's.
  package var rows: Int { isState ? form.rows / 2 : form.rows }
  package var columns: Int { isState ? form.columns / 2 : form.columns }
  package var isState: Bool { if case .state = kind { true } else { false } }

  /// Of the matrix itself: its embedding has each twice.
  package var singularValues: [Double] {
    isState
      ? stride(from: 0, to: form.rank, by: 2).map { form.singularValues[$0] }
      : form.singularValues
  }
}
