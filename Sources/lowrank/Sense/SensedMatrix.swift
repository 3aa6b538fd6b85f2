import LinearAlgebra
import LowRank
import LowRankIO

/// What a person fixed instead of leaving it to the measurements.
struct SenseChoices {
  let search: RankOptions
  let factorization: SenseCommand.FactorizationChoice?

  init(_ search: RankOptions, _ factorization: SenseCommand.FactorizationChoice?) {
    self.search = search
    self.factorization = factorization
  }
}

/// What was recovered from a file of measurements, whatever the map and the parameterisation were.
struct SensedMatrix {
  enum Kind: Equatable {
    case matrix
    /// A quantum state of this many qubits; the form is that of its real embedding.
    case state(qubits: Int)
    /// Points with these names; the form is that of their centred Gram matrix.
    case points([String])
  }

  let kind: Kind
  let measurements: Int
  let form: SpectralForm
  let rank: Int
  let path: [RankRecord]
  let heldOut: (error: HeldOutError, meanError: HeldOutError)?
  let uniqueness: Uniqueness?
  let certificate: Certificate?
  let residual: Double
  let iterations: Int
  let reason: RecoveryReason
  let warnings: [String]
  let isTrustworthy: Bool
  let isPositive: Bool

  private init<Point>(
    _ recovery: SensingRecovery<Point>, _ kind: Kind, _ measurements: Int, form: SpectralForm,
    isPositive: Bool
  ) {
    self.kind = kind
    self.measurements = measurements
    self.form = form
    rank = recovery.rank
    path = recovery.path
    heldOut = recovery.heldOut.map { ($0.error, $0.meanError) }
    uniqueness = recovery.uniqueness
    certificate = recovery.certificate
    residual = recovery.residual
    iterations = recovery.iterations
    reason = recovery.reason
    warnings = recovery.warnings
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

extension SensedMatrix {
  typealias Observer = (SensingEvent) -> Interruption?

  /// Solves with the parameterisation that suits the measurements, or the one asked for.
  static func solving(
    _ file: MeasurementFile, _ choices: SenseChoices, seed: UInt64, named name: String,
    _ observe: Observer
  ) throws -> SensedMatrix {
    func solve<M: MeasurementMap>(_ map: M, symmetric: Bool) throws -> SensedMatrix {
      let choice = choices.factorization.map { $0 == .symmetric } ?? symmetric
      guard !choice || map.rows == map.columns else {
        throw FileError.badData(
          file: name,
          message: "a \(map.rows) × \(map.columns) matrix is not symmetric: --factorization "
            + "symmetric does not apply")
      }
      return choice
        ? matrix(map, file.target, choices, seed, over: Symmetric.self, observe)
        : matrix(map, file.target, choices, seed, over: Asymmetric.self, observe)
    }
    switch file {
    case .dense(let map, _): return try solve(map, symmetric: false)
    case .symmetric(let map, _): return try solve(map, symmetric: true)
    case .rankOne(let map, _): return try solve(map, symmetric: map.a == map.b)
    case .entries(let map, _): return try solve(map, symmetric: false)
    case .pauli(let map, let y):
      let recovery = sensing(map, y, choices, seed, over: Hermitian.self).recover(observe: observe)
      let kind = Kind.state(qubits: map.qubits)
      return SensedMatrix(
        recovery, kind, map.count, form: recovery.form.ofTraceTwo, isPositive: true)
    case .distances(let map, let y, let names):
      let recovery = sensing(map, y, choices, seed, over: Symmetric.self).recover(observe: observe)
      let u = map.expand(recovery.form.u)
      let form = SpectralForm(u: u, singularValues: recovery.form.singularValues, v: u)
      return SensedMatrix(recovery, .points(names), map.count, form: form, isPositive: true)
    }
  }

  private static func matrix<M: MeasurementMap, P: FixedRank & QuadraticFactorization & Startable>(
    _ map: M, _ y: [Double], _ choices: SenseChoices, _ seed: UInt64, over _: P.Type,
    _ observe: Observer
  ) -> SensedMatrix {
    let recovery = sensing(map, y, choices, seed, over: P.self).recover(observe: observe)
    return SensedMatrix(
      recovery, .matrix, map.count, form: recovery.form, isPositive: P.self == Symmetric.self)
  }

  private static func sensing<M: MeasurementMap, P: FixedRank & QuadraticFactorization & Startable>(
    _ map: M, _ y: [Double], _ choices: SenseChoices, _ seed: UInt64, over _: P.Type
  ) -> Sensing<P, M> {
    var sensing = Sensing(map, target: y, over: P.self)
    sensing.rank = choices.search.rank
    sensing.maxRank = choices.search.maxRank
    sensing.tolerance = choices.search.tolerance
    sensing.holdOutFraction = choices.search.holdoutFraction
    sensing.seed = seed
    return sensing
  }
}

extension SpectralForm {
  /// The embedding of a state has trace two; noise alone made it otherwise.
  fileprivate var ofTraceTwo: SpectralForm {
    let trace = singularValues.reduce(0, +)
    guard trace > 0 else { return self }
    return SpectralForm(u: u, singularValues: singularValues.map { 2 * $0 / trace }, v: v)
  }
}
