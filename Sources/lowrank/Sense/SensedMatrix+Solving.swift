import ArgumentParser
import LinearAlgebra
import LowRank
import LowRankIO

extension SensedMatrix {
  typealias Observer = (SensingEvent) -> Interruption?

  /// Solves with the parameterisation that suits the measurements, or the one asked for.
  static func solving(
    _ file: MeasurementFile, _ choices: SenseChoices, named name: String, _ observe: Observer
  ) throws -> SensedMatrix {
    switch file.content {
    case .dense(let map, let y): try general(map, y, file, choices, name, false, observe)
    case .symmetric(let map, let y): try general(map, y, file, choices, name, true, observe)
    case .rankOne(let map, let y):
      try general(map, y, file, choices, name, map.a == map.b, observe)
    case .entries(let map, let y): try general(map, y, file, choices, name, false, observe)
    case .pauli(let map, let y):
      try state(map, y, file, choices, qubits: map.qubits, groups: nil, observe)
    case .frequencies(let map, let y):
      // The outcomes of a setting sum to one: the others would give a hidden one away.
      try state(
        map, y, file, choices, qubits: map.qubits,
        groups: y.indices.map { $0 / map.dimension }, observe)
    case .distances(let list): try points(list, choices, observe)
    }
  }

  private static func general<M: MeasurementMap>(
    _ map: M, _ y: [Double], _ file: MeasurementFile, _ choices: SenseChoices, _ name: String,
    _ symmetric: Bool, _ observe: Observer
  ) throws -> SensedMatrix {
    let factors = try choices.factors(
      of: "real matrices", default: symmetric ? .symmetric : .asymmetric
    ) {
      $0 != .hermitian
    }
    guard factors == .symmetric else {
      return try solve(
        Sensing(map, target: y, weights: file.weights, over: Asymmetric.self), choices, factors,
        .matrix, observe)
    }
    guard map.rows == map.columns else {
      throw FileError.badData(
        file: name,
        message: "a \(map.rows) × \(map.columns) matrix is not symmetric: --factorization "
          + "symmetric does not apply")
    }
    return try solve(
      Sensing(map, target: y, weights: file.weights, over: Symmetric.self), choices, factors,
      .matrix, observe)
  }

  private static func state<M: MeasurementMap>(
    _ map: M, _ y: [Double], _ file: MeasurementFile, _ choices: SenseChoices, qubits: Int,
    groups: [Int]?, _ observe: Observer
  ) throws -> SensedMatrix {
    let factors = try choices.factors(of: "a quantum state", default: .hermitian) {
      $0 == .hermitian
    }
    var sensing = Sensing(map, target: y, weights: file.weights, over: Hermitian.self)
    sensing.groups = groups
    return try solve(sensing, choices, factors, .state(qubits: qubits), observe) { $0.ofTraceTwo }
  }

  private static func points(
    _ list: DistanceList, _ choices: SenseChoices, _ observe: Observer
  ) throws -> SensedMatrix {
    let factors = try choices.factors(of: "points", default: .symmetric) { $0 == .symmetric }
    let sensing = Sensing(list, units: choices.units)
    let map = sensing.map
    return try solve(sensing, choices, factors, .points(list.names, choices.units), observe) {
      let u = map.expand($0.u)
      return SpectralForm(u: u, singularValues: $0.singularValues, v: u)
    }
  }

  private static func solve<P, M>(
    _ plain: Sensing<P, M>, _ choices: SenseChoices, _ factors: Study.Factors, _ kind: Kind,
    _ observe: Observer, shown: (SpectralForm) -> SpectralForm = { $0 }
  ) throws -> SensedMatrix {
    var sensing = plain
    try choices.apply(to: &sensing, factors)
    let recovery = sensing.recover(observe: observe)
    return SensedMatrix(
      recovery, of: sensing, kind, form: shown(recovery.form), isPositive: P.self != Asymmetric.self
    )
  }
}

extension Sensing where Point == Symmetric, Map == CentredDistances {
  init(_ list: DistanceList, units: DistanceUnits) {
    self.init(
      points: list.names.count, first: list.first, second: list.second,
      distances: list.distances, weights: list.weights, units: units)
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
