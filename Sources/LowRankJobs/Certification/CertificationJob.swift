internal import LowRank
internal import LowRankIO
public import LowRankReports

/// How good an answer is, whoever computed it: from a model and its data to a judgement.
public struct CertificationJob: Sendable {
  /// What the data are.
  public enum Kind: String, Sendable, CaseIterable {
    /// A table with gaps.
    case complete
    /// A table without.
    case factor
    /// Measurements.
    case sense
  }

  /// The file of the answer.
  public var model: String
  /// The file of the data that it is an answer to.
  public var data: String
  /// Nil to tell by what the data look like.
  public var kind: Kind?
  public var reading = ReadingOptions()
  public var options = JudgementOptions()
  public var seed: UInt64 = 1
  /// Whether the report names the digest of the data.
  public var digestsInput = false

  public init(_ model: String, of data: String) {
    self.model = model
    self.data = data
  }

  /// The job itself, if nothing about it is impossible whatever the files hold.
  public func validated() throws(JobError) -> CertificationJob {
    _ = try JobError.ofOptions { () throws(OptionError) in
      _ = try reading.validated()
      _ = try options.validated()
    }
    // Tables are judged by unweighted least squares.
    if reading.isWeighted { throw .option(.unsuited(.init(.weights), to: .judgement)) }
    return self
  }

  public func run() throws(JobError) -> CertificationResult {
    _ = try validated()
    let watch = Stopwatch()
    let claim = try JobError.ofFiles { () throws(FileError) in
      try ClaimedMatrix(contentsOf: model)
    }
    let (judgement, digest) = try judge(claim)
    var report = Report(judgement, seed: seed, digest: digest)
    report.seconds = watch.seconds
    return CertificationResult(judgement: judgement, report: report)
  }

  private func judge(_ claim: ClaimedMatrix) throws(JobError) -> (Judgement, String?) {
    let name = nameInMessages(data)
    let bytes = try JobError.ofFiles { () throws(FileError) in try readBytes(data) }
    let measured = try JobError.ofFiles { () throws(FileError) -> Judgement? in
      guard try isMeasured(bytes, name) else { return nil }
      let file = try MeasurementFile(bytes, file: name)
      return try Judgement(claim, of: file, named: name, options)
    }
    if let measured { return (measured, digestsInput ? sha256(bytes) : nil) }
    guard !claim.isState else {
      throw .file(
        .badData(
          file: nameInMessages(model), message: "is a quantum state, and \(name) is a table"))
    }
    var reading = reading
    // Without gaps zeros are data.
    if kind == .factor { reading.missing = ["none"] }
    let matrix = try DataMatrix(bytes, data, reading, digests: digestsInput)
    let judgement = try JobError.ofFiles { () throws(FileError) in
      try Judgement(claim, of: matrix, options)
    }
    return (judgement, matrix.digest)
  }

  private func isMeasured(_ bytes: [UInt8], _ name: String) throws(FileError) -> Bool {
    if let kind { return kind == .sense }
    return try MeasurementFile.recognises(bytes, file: name)
  }
}

/// What was found of an answer.
public struct CertificationResult: Sendable {
  package let judgement: Judgement
  public let report: Report

  public var isCertified: Bool { judgement.isCertified }
  public var verdict: Verdict { isCertified ? .trustworthy : .doubtful }
}
