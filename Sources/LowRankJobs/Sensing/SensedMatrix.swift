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

  package let recovery: Recovery
  package let kind: Kind
  package let measurements: Int
  /// As it is written: of a state of trace two, of points with a line for each.
  package let form: SpectralForm
  /// The mean width of the intervals of the measurements.
  package let meanWidth: Double?
  package let isPositive: Bool

  package init<Point, Map>(
    _ recovery: Recovery, of sensing: Sensing<Point, Map>, _ kind: Kind, form: SpectralForm,
    isPositive: Bool
  ) {
    self.recovery = recovery
    self.kind = kind
    measurements = sensing.map.count
    self.form = form
    let deviations = sensing.heldOutWeights?.map { (1 / $0).squareRoot() }
    let deviation = deviations.map { $0.reduce(0, +) / Double($0.count) } ?? 1
    meanWidth = recovery.intervals.map { 2 * $0.quantile * deviation }
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
