import ArgumentParser
import Foundation
import LowRank
import LowRankIO
import LowRankReports

struct CertifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "certify", abstract: "How good is this answer, whoever computed it?",
    discussion: """
      MODEL is a model that `complete`, `sense` or `factor` wrote (.npz), any `left` (m × k) and \
      `right` (n × k) with the matrix left · rightᵀ (.npz), `real` and `imaginary` of a quantum \
      state (.npz), or a full matrix (.npy). DATA is what `complete`, `factor` or `sense` read. \
      Where both have names, they decide which row is which.

      Checked, from MODEL and DATA alone: do the data determine a matrix of this rank near this \
      one? Is it a local minimum of the misfit at its rank, or is there a way down? With --strength: \
      how far is it from the best matrix of any rank under that penalty? A positive semidefinite \
      matrix is compared with those of every rank.

      Exit codes: 0 certified; 2 not certified (the summary says why); others as for every verb.
      """)

  @Argument(help: "The answer.") var model: String
  @Argument(help: "The data that it is an answer to.") var data: String
  @Option(
    help: ArgumentHelp(
      "What DATA is: complete (a table with gaps), factor (one without), or sense (measurements; "
        + "needed for distances) (default: detected).", valueName: "verb"))
  var kind: Kind?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Relative residual that counts as an exact fit.", valueName: "share"))
  var tolerance = 1e-9
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Judge as a minimum of ½‖misfit‖² + L · nuclear norm, or of a ridge L on balanced factors.",
      valueName: "L"))
  var strength: Double?

  @OptionGroup var distances: DistanceOptions
  @OptionGroup var input: InputOptions
  @OptionGroup var common: CommonOptions

  enum Kind: String, ExpressibleByArgument, CaseIterable { case complete, factor, sense }

  func validate() throws {
    guard tolerance > 0, tolerance < 1 else {
      throw ValidationError("--tolerance \(tolerance): between 0 and 1")
    }
    if let strength, !(strength > 0 && strength.isFinite) {
      throw ValidationError("--strength \(strength): a positive number")
    }
    if input.weights != nil || input.sigma != nil || input.fourthField != .ignore {
      throw ValidationError(
        "certify judges tables by unweighted least squares: leave the weights out")
    }
    if model == "-", data == "-" {
      throw ValidationError("MODEL and DATA cannot both be standard input")
    }
  }

  func run() throws {
    let status = try ExitStatus.reporting { try common.execution.run(certify) }
    if status != 0 { throw ExitCode(status) }
  }

  private func certify() throws -> Int32 {
    let clock = ContinuousClock(), began = clock.now
    let threads = Execution.current.threads
    let claim = try ClaimedMatrix(contentsOf: model)
    let (judgement, digest) = try judge(claim)
    var report = Report(judgement, seed: common.seed, threads: threads, digest: digest)
    report.seconds = Report.Seconds(total: (clock.now - began).inSeconds)
    if common.json {
      try StandardOutput.write(report.json())
    } else if !common.quiet {
      try StandardOutput.write(CertifySummary(model: model, data: data, judgement).text)
    }
    return judgement.isCertified ? 0 : ExitStatus.notTrustworthy
  }

  private func judge(_ claim: ClaimedMatrix) throws -> (Judgement, String) {
    let options = JudgementOptions(
      tolerance: tolerance, strength: strength, units: distances.units)
    let name = nameInMessages(data), bytes = try readBytes(data)
    let isMeasured = try kind.map { $0 == .sense } ?? MeasurementFile.recognises(bytes, file: name)
    if isMeasured {
      let file = try MeasurementFile(bytes, file: name)
      return (try Judgement(claim, of: file, named: name, options), sha256(bytes))
    }
    guard !claim.isState else {
      throw FileError.badData(
        file: nameInMessages(model), message: "is a quantum state, and \(name) is a table")
    }
    var input = input
    // Without gaps zeros are data.
    if kind == .factor { input.missing = ["none"] }
    let matrix = try DataMatrix(bytes, data, input)
    return (try Judgement(claim, of: matrix, options), matrix.digest)
  }
}

extension Report {
  init(_ judgement: Judgement, seed: UInt64, threads: Int, digest: String) {
    self.init(command: "certify", version: Version.current)
    self.seed = seed
    self.threads = threads
    data = Shape(
      rows: judgement.rows, columns: judgement.columns, observed: judgement.measurements,
      sha256: digest)
    rank = judgement.rank
    certificate = Certificate(judgement.deciding)
    checks = judgement.checks.map {
      var check = Certificate($0)
      check.reason = $0.reason
      return check
    }
    residual = judgement.residual
    reason = judgement.meaning
    converged = judgement.isCertified
    peakMemoryMegabytes = Self.peakMemory()
  }
}
