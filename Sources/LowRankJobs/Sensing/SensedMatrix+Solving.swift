internal import LinearAlgebra
package import LowRank
package import LowRankIO

extension SensedMatrix {
  package typealias Observer = (JobEvent) -> Interruption?

  /// Solves with the parameterisation that suits the measurements, or the one asked for.
  package static func solving(
    _ file: MeasurementFile, _ options: SensingOptions, _ observe: Observer
  ) throws(OptionError) -> SensedMatrix {
    switch file.content {
    case .dense(let map, let y): try general(map, y, file, options, false, observe)
    case .symmetric(let map, let y): try general(map, y, file, options, true, observe)
    case .rankOne(let map, let y):
      try general(map, y, file, options, map.a == map.b, observe)
    case .entries(let map, let y): try general(map, y, file, options, false, observe)
    case .pauli(let map, let y):
      try state(map, y, file, options, qubits: map.qubits, groups: nil, observe)
    case .frequencies(let map, let y):
      // The outcomes of a setting sum to one: the others would give a hidden one away.
      try state(
        map, y, file, options, qubits: map.qubits,
        groups: y.indices.map { $0 / map.dimension }, observe)
    case .distances(let list): try points(list, options, observe)
    }
  }

  private static func general<M: MeasurementMap>(
    _ map: M, _ y: [Double], _ file: MeasurementFile, _ options: SensingOptions,
    _ symmetric: Bool, _ observe: Observer
  ) throws(OptionError) -> SensedMatrix {
    let factors = try options.factors(
      of: .realMatrix, default: symmetric ? .symmetric : .asymmetric
    ) {
      $0 != .hermitian
    }
    guard factors == .symmetric else {
      return try solve(
        Sensing(map, target: y, weights: file.weights, over: Asymmetric.self), options, factors,
        .matrix, observe)
    }
    guard map.rows == map.columns else {
      throw .notSquare(rows: map.rows, columns: map.columns)
    }
    return try solve(
      Sensing(map, target: y, weights: file.weights, over: Symmetric.self), options, factors,
      .matrix, observe)
  }

  private static func state<M: MeasurementMap>(
    _ map: M, _ y: [Double], _ file: MeasurementFile, _ options: SensingOptions, qubits: Int,
    groups: [Int]?, _ observe: Observer
  ) throws(OptionError) -> SensedMatrix {
    let factors = try options.factors(of: .quantumState, default: .hermitian) {
      $0 == .hermitian
    }
    var sensing = Sensing(map, target: y, weights: file.weights, over: Hermitian.self)
    sensing.groups = groups
    return try solve(sensing, options, factors, .state(qubits: qubits), observe) { $0.ofTraceTwo }
  }

  private static func points(
    _ list: DistanceList, _ options: SensingOptions, _ observe: Observer
  ) throws(OptionError) -> SensedMatrix {
    let factors = try options.factors(of: .points, default: .symmetric) { $0 == .symmetric }
    let sensing = Sensing(list, units: options.units)
    let map = sensing.map
    return try solve(sensing, options, factors, .points(list.names, options.units), observe) {
      let u = map.expand($0.u)
      return SpectralForm(u: u, singularValues: $0.singularValues, v: u)
    }
  }

  private static func solve<P, M>(
    _ plain: Sensing<P, M>, _ options: SensingOptions, _ factors: Study.Factors, _ kind: Kind,
    _ observe: Observer, shown: (SpectralForm) -> SpectralForm = { $0 }
  ) throws(OptionError) -> SensedMatrix {
    var sensing = plain
    try options.apply(to: &sensing, factors) { _ = observe(.warning($0)) }
    let recovery = sensing.recover { observe(.sensing($0)) }
    return SensedMatrix(
      recovery, of: sensing, kind, form: shown(recovery.form), isPositive: P.self != Asymmetric.self
    )
  }
}

extension Sensing where Point == Symmetric, Map == CentredDistances {
  package init(_ list: DistanceList, units: DistanceUnits) {
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
