internal import LowRank
public import LowRankReports

/// A look at a matrix with gaps before anything is solved: shape, gaps, budget, dangers.
public struct CheckJob: Sendable {
  public var input: MatrixInput
  public var reading = ReadingOptions()
  /// Whether the report names the digest of the input.
  public var digestsInput = false

  /// What remarks in the report call the options of the door.
  public var words = RemarkWords()

  public init(_ input: MatrixInput) { self.input = input }

  public func run() throws(JobError) -> CheckResult {
    _ = try JobError.ofOptions { () throws(OptionError) in try reading.validated() }
    let matrix = try DataMatrix(input, reading, digests: digestsInput)
    let facts = DataFacts(matrix)
    var report = Report(command: "check", version: Version.current)
    report.data = Report.Shape(matrix)
    report.setRemarks(facts.remarks, words)
    return CheckResult(facts: facts, report: report)
  }
}

/// What was seen.
public struct CheckResult: Sendable {
  package let facts: DataFacts
  public let report: Report

  /// Whether nothing speaks against completing the matrix.
  public var verdict: Verdict { facts.remarks.isEmpty ? .trustworthy : .doubtful }
}
