public import LowRank
internal import LowRankIO
internal import LowRankReports

/// A matrix from linear measurements of it: from the input to the report.
public struct SensingJob: Sendable {
  public var input: MeasurementInput
  public var reading = MeasurementReading()
  public var options = SensingOptions()
  public var limits = Limits()
  public var outputs = SensingOutputs()
  /// Whether the report names the digest of the input even where no file holds it.
  public var digestsInput = false

  public init(_ input: MeasurementInput) { self.input = input }

  /// The job itself, if nothing about it is impossible whatever the input holds.
  public func validated() throws(JobError) -> SensingJob {
    _ = try JobError.ofOptions { () throws(OptionError) in
      if reading.weights != nil, reading.sigmas != nil { throw .saidTwice(.weights) }
      _ = try limits.validated()
      _ = try options.validated()
    }
    _ = try JobError.ofOutputs { () throws(OutputError) in try outputs.validated() }
    return self
  }

  public func run(observe: JobObserver = { _ in nil }) throws(JobError) -> SensingResult {
    _ = try validated()
    var watch = Stopwatch()
    let (file, digest) = try read()
    try check(file)
    watch.end(\.read)
    _ = observe(.began)
    var trace = Trace()
    let sensed = try solve(file, &trace, observe)
    watch.end(\.solve)
    _ = observe(.found)
    try JobError.ofFiles { () throws(FileError) in try write(sensed, trace) }
    watch.end(\.write)
    var report = Report(sensed, seed: options.recovery.seed, digest: digest)
    report.seconds = watch.seconds
    for path in outputs.reports {
      try JobError.ofFiles { () throws(FileError) in
        try report.write(to: path, subject: input.name)
      }
    }
    return SensingResult(sensed: sensed, report: report, written: outputs.files)
  }

  private func read() throws(JobError) -> (MeasurementFile, digest: String?) {
    switch input {
    case .measurements(let measurements): return (measurements, nil)
    case .file(let path):
      return try JobError.ofFiles { () throws(FileError) in
        let bytes = try readBytes(path)
        let digests = digestsInput || !outputs.reports.isEmpty
        return (try reading.read(bytes, named: input.name), digests ? sha256(bytes) : nil)
      }
    }
  }

  /// Says what says nothing of these measurements, and what cannot be written, before the work.
  private func check(_ file: MeasurementFile) throws(JobError) {
    if case .distances(let list) = file.content {
      try JobError.ofFiles { () throws(FileError) in
        try list.refuseBeyond(options.units, named: input.name)
      }
    } else {
      for (field, isGiven) in [
        (OptionError.Field.radius, options.units != .straight),
        (.fourthField, reading.fourthField != .ignored), (.distances, outputs.distances != nil),
      ] where isGiven { throw .option(.needsDistances(field)) }
    }
    try JobError.ofFiles { () throws(FileError) in
      for path in outputs.files { try AtomicFile.check(path) }
      if let result = outputs.result { try SensedMatrix.check(result, for: file) }
    }
  }

  private func solve(
    _ file: MeasurementFile, _ trace: inout Trace, _ observe: JobObserver
  ) throws(JobError) -> SensedMatrix {
    var budget = Budget(limits), steps = trace
    defer { trace = steps }
    do throws(OptionError) {
      return try SensedMatrix.solving(file, options) { event in
        if case .sensing(let step) = event { steps.append(step) }
        return observe(event) ?? budget.spend(event.record)
      }
    } catch {
      if case .notSquare = error { throw .data(.option(error), input: input.name) }
      throw .option(error)
    }
  }

  private func write(_ sensed: SensedMatrix, _ trace: Trace) throws(FileError) {
    if let path = outputs.result { try sensed.write(to: path, seed: options.recovery.seed) }
    if let path = outputs.distances { try sensed.writeDistances(to: path) }
    if let path = outputs.trace { try AtomicFile.write(path, trace.bytes) }
  }
}

extension DistanceList {
  /// Half a turn is the farthest that two points of a sphere can be.
  fileprivate func refuseBeyond(_ units: DistanceUnits, named name: String) throws(FileError) {
    guard case .greatCircle(let radius) = units,
      let far = distances.first(where: { $0 > .pi * radius })
    else { return }
    throw .badData(
      file: name,
      message:
        "a distance of \(far) is more than half the way around a sphere of radius \(radius)")
  }
}
