internal import LinearAlgebra
package import LowRank
package import LowRankIO
internal import LowRankTheory

extension SensedMatrix {
  /// Solves with the parameterisation that suits the measurements, or the one asked for.
  static func solving(
    _ file: MeasurementFile, _ job: SensingJob, _ watch: inout Watch, _ observe: JobObserver
  ) throws(JobError) -> SensedMatrix {
    switch file.content {
    case .dense(let map, let y): try general(map, y, file, job, false, &watch, observe)
    case .symmetric(let map, let y): try general(map, y, file, job, true, &watch, observe)
    case .rankOne(let map, let y):
      try general(map, y, file, job, map.a == map.b, &watch, observe)
    case .entries(let map, let y): try general(map, y, file, job, false, &watch, observe)
    case .pauli(let map, let y):
      try state(map, y, file, job, qubits: map.qubits, groups: nil, &watch, observe)
    case .frequencies(let map, let y):
      // The outcomes of a setting sum to one: the others would give a hidden one away.
      try state(
        map, y, file, job, qubits: map.qubits,
        groups: y.indices.map { $0 / map.dimension }, &watch, observe)
    case .distances(let list): try points(list, job, &watch, observe)
    }
  }

  private static func general<M: MeasurementMap>(
    _ map: M, _ y: [Double], _ file: MeasurementFile, _ job: SensingJob,
    _ symmetric: Bool, _ watch: inout Watch, _ observe: JobObserver
  ) throws(JobError) -> SensedMatrix {
    let factors = try job.factors(
      of: .realMatrix, default: symmetric ? .symmetric : .asymmetric
    ) {
      $0 != .hermitian
    }
    guard factors == .symmetric else {
      return try solve(
        Sensing(map, target: y, weights: file.weights, over: Asymmetric.self), job, factors,
        .matrix, &watch, observe)
    }
    guard map.rows == map.columns else {
      throw .data(.option(.notSquare(rows: map.rows, columns: map.columns)), input: job.input.name)
    }
    return try solve(
      Sensing(map, target: y, weights: file.weights, over: Symmetric.self), job, factors,
      .matrix, &watch, observe)
  }

  private static func state<M: MeasurementMap>(
    _ map: M, _ y: [Double], _ file: MeasurementFile, _ job: SensingJob, qubits: Int,
    groups: [Int]?, _ watch: inout Watch, _ observe: JobObserver
  ) throws(JobError) -> SensedMatrix {
    let factors = try job.factors(of: .quantumState, default: .hermitian) {
      $0 == .hermitian
    }
    var sensing = Sensing(map, target: y, weights: file.weights, over: Hermitian.self)
    sensing.groups = groups
    return try solve(sensing, job, factors, .state(qubits: qubits), &watch, observe) {
      $0.ofTraceTwo
    }
  }

  private static func points(
    _ list: DistanceList, _ job: SensingJob, _ watch: inout Watch, _ observe: JobObserver
  ) throws(JobError) -> SensedMatrix {
    let factors = try job.factors(of: .points, default: .symmetric) { $0 == .symmetric }
    let sensing = Sensing(list, units: job.options.units)
    let map = sensing.map
    let kind = Kind.points(list.names, job.options.units)
    return try solve(sensing, job, factors, kind, &watch, observe) {
      let u = map.expand($0.u)
      return SpectralForm(u: u, singularValues: $0.singularValues, v: u)
    }
  }

  private static func solve<P, M>(
    _ sensing: Sensing<P, M>, _ job: SensingJob, _ factors: Study.Factors, _ kind: Kind,
    _ watch: inout Watch, _ observe: JobObserver, shown: (SpectralForm) -> SpectralForm = { $0 }
  ) throws(JobError) -> SensedMatrix {
    let options = job.options.recovery
    let study = try JobError.ofOptions { () throws(OptionError) in
      try job.options.study(of: sensing, factors) { _ = observe(.warning($0)) }
    }
    let recovery: Recovery
    if let study {
      recovery = try JobError.ofOptions { () throws(OptionError) in
        try sensing.recover(by: study, options) { watch.show($0, to: observe) }
      }
    } else {
      let digest = { CheckpointFile.digest(of: sensing) }
      let snapshot = try CheckpointFile.snapshot(in: job.resume, under: options, digest: digest)
      watch.checkpointing = Checkpointing(job.outputs.checkpoint, under: options, digest: digest)
      recovery = try JobError.ofOptions { () throws(OptionError) in
        try sensing.recover(
          options, from: snapshot, keep: { watch.keep($0) },
          observe: { watch.show($0, to: observe) })
      }
    }
    return SensedMatrix(
      recovery, of: sensing, kind, form: shown(recovery.form), isPositive: P.self != Asymmetric.self
    )
  }
}

extension SensingJob {
  fileprivate func factors(
    of subject: OptionError.Subject, default usual: Study.Factors,
    _ suits: (Study.Factors) -> Bool
  ) throws(JobError) -> Study.Factors {
    try JobError.ofOptions { () throws(OptionError) in
      try options.factors(of: subject, default: usual, suits)
    }
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
