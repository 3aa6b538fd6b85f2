import LinearAlgebra
import LowRank
import LowRankIO

/// What was recovered from a file of measurements, whatever the map and the parameterisation were.
struct SensedMatrix {
  enum Kind: Equatable {
    case matrix
    /// A quantum state of this many qubits; the form is that of its real embedding.
    case state(qubits: Int)
    /// Points with these names; the form is that of their centred Gram matrix.
    case points([String], DistanceUnits)
  }

  let kind: Kind
  let measurements: Int
  let form: SpectralForm
  let rank: Int
  let method: Recovery.Method
  let path: [RankRecord]
  let heldOut: (error: HeldOutError, meanError: HeldOutError)?
  let intervals: ConformalIntervals?
  /// The mean width of the intervals of the measurements.
  let meanWidth: Double?
  let uniqueness: Uniqueness?
  let certificate: Certificate?
  let residual: Double
  let iterations: Int
  let reason: RecoveryReason
  let remarks: [Remark]
  let isTrustworthy: Bool
  let isPositive: Bool

  init<Point, Map>(
    _ recovery: SensingRecovery<Point>, of sensing: Sensing<Point, Map>, _ kind: Kind,
    form: SpectralForm, isPositive: Bool
  ) {
    self.kind = kind
    measurements = sensing.map.count
    self.form = form
    rank = recovery.rank
    method = sensing.study?.method ?? .pursuit
    path = recovery.path
    heldOut = recovery.heldOut.map { ($0.error, $0.meanError) }
    intervals = recovery.heldOut?.intervals
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
  var rows: Int { isState ? form.rows / 2 : form.rows }
  var columns: Int { isState ? form.columns / 2 : form.columns }
  var isState: Bool { if case .state = kind { true } else { false } }

  /// Of the matrix itself: its embedding has each twice.
  var singularValues: [Double] {
    isState
      ? stride(from: 0, to: form.rank, by: 2).map { form.singularValues[$0] }
      : form.singularValues
  }
}
