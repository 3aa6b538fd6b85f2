public import LowRank
internal import LowRankIO
public import LowRankReports
internal import LowRankTheory

/// A matrix from linear measurements of it: from the input to the report.
public struct SensingJob: Sendable {
  public var input: MeasurementInput
  public var reading = MeasurementReading()
  public var options = SensingOptions()
  public var limits = Limits()
  /// A checkpoint of the same measurements and options to go on from.
  public var resume: String?
  public var outputs = SensingOutputs()
  /// Whether the report names the digest of the input even where no file holds it.
  public var digestsInput = false
  /// What remarks in the report call the options of the door.
  public var words = RemarkWords()

  public init(_ input: MeasurementInput) { self.input = input }

  /// The job itself, if nothing about it is impossible whatever the input holds.
  public func validated() throws(JobError) -> SensingJob {
    _ = try JobError.ofOptions { () throws(OptionError) in
      if reading.weights != nil, reading.sigmas != nil { throw .saidTwice(.weights) }
      _ = try limits.validated()
      _ = try options.validated()
      try options.study?.refuse(checkpoint: outputs.checkpoint, resume: resume)
    }
    _ = try JobError.ofOutputs { () throws(OutputError) in try outputs.validated() }
    return self
  }

  public func run(observe: JobObserver = { _ in nil }) throws(JobError) -> SensingResult {
    _ = try validated()
    var clock = Stopwatch()
    let (file, digest) = try read()
    try check(file)
    clock.end(\.read)
    _ = observe(.began)
    var watch = Watch(limits)
    let sensed = try SensedMatrix.solving(file, self, &watch, observe)
    clock.end(\.solve)
    _ = observe(.found)
    try JobError.ofFiles { () throws(FileError) in try write(sensed, watch.trace) }
    clock.end(\.write)
    var report = Report(sensed, seed: options.recovery.seed, digest: digest, words)
    report.seconds = clock.seconds
    for path in outputs.reports {
      try JobError.ofFiles { () throws(FileError) in
        try report.write(to: path, subject: input.name)
      }
    }
    return SensingResult(
      sensed: sensed, report: report, written: outputs.written,
      unwrittenCheckpoint: watch.checkpointing?.failure)
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
