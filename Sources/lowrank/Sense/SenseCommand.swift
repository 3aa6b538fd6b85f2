import ArgumentParser
import Foundation
import LowRank
import LowRankIO

struct SenseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sense", abstract: "Recover a matrix from linear measurements; rank unknown.",
    discussion: """
      MEASUREMENTS is a .npz archive with y and A (p × m × n), A_packed (p × n(n+1)/2), a and b \
      (rank one), or i and j (entries); expectations of Pauli strings as JSON {"XIZ": 0.25, …} or \
      lines; or lines `point point distance`. - is standard input.

      The result is the matrix, in full as .npy, .csv or .tsv, by its factors as .npz. Of a quantum \
      state it is the density matrix (.npy, complex, or .npz, real and imaginary); of distances the \
      Gram matrix of the centred points, and `left` of the .npz holds the points.
      """)

  @Argument(help: "What was measured.") var measurements: String
  @Option(
    help: ArgumentHelp(
      "asymmetric (any matrix) or symmetric (positive semidefinite, the default where all "
        + "measurements are symmetric).", valueName: "form"))
  var factorization: FactorizationChoice?

  @OptionGroup var search: RankOptions
  @OptionGroup var result: ResultOptions
  @OptionGroup var common: CommonOptions

  enum FactorizationChoice: String, ExpressibleByArgument, CaseIterable {
    case asymmetric, symmetric
  }

  func validate() throws { try result.validateOutput(["npy", "csv", "tsv", "npz"]) }

  func run() throws {
    let status = try ExitStatus.reporting { try sense() }
    if status != 0 { throw ExitCode(status) }
  }

  private func sense() throws -> Int32 {
    let clock = ContinuousClock(), began = clock.now
    let threads = common.apply()
    let bytes = try readBytes(measurements)
    let name = measurements == "-" ? "standard input" : measurements
    let file = try MeasurementFile(bytes, file: name)
    for path in result.files { try AtomicFile.check(path) }
    if let refusal = result.output.flatMap({ SensedMatrix.refusal(of: $0, for: file) }) {
      throw refusal
    }
    let read = clock.now
    Interrupt.watch()
    let sensed = try solve(file, name)
    let solved = clock.now
    if let output = result.output { try sensed.write(to: output, seed: common.seed) }
    var report = Report(sensed, seed: common.seed, threads: threads, digest: sha256(bytes))
    report.seconds = Report.Seconds(
      read: (read - began).inSeconds, solve: (solved - read).inSeconds,
      write: (clock.now - solved).inSeconds, total: (clock.now - began).inSeconds)
    try result.write(report, subject: measurements)
    show(report, sensed, name)
    if sensed.reason == .interrupted(.cancelled) { return ExitStatus.interrupted }
    return sensed.isTrustworthy ? 0 : ExitStatus.notTrustworthy
  }

  private func solve(_ file: MeasurementFile, _ name: String) throws -> SensedMatrix {
    var limits = search.limits
    return try SensedMatrix.solving(
      file, SenseChoices(search, factorization), seed: common.seed, named: name
    ) { event in
      if common.verbose, !common.quiet, let record = event.record { log(record) }
      return limits.check(after: event.record)
    }
  }

  private func log(_ record: RankRecord) {
    let heldOut = record.heldOut.map { ", held-out RMSE \(Figures.short($0.rmse))" } ?? ""
    StandardError.write(
      "rank \(record.rank): residual RMSE \(Figures.short(record.trainRMSE))\(heldOut)\n")
  }

  private func show(_ report: Report, _ sensed: SensedMatrix, _ name: String) {
    if common.json {
      print(report.json())
    } else if !common.quiet {
      let summary = SenseSummary(
        file: name, sensed: sensed, seed: common.seed, written: result.files)
      print(summary.text, terminator: "")
    }
  }
}
