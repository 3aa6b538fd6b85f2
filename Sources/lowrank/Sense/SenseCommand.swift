import ArgumentParser
import Foundation
import LowRank
import LowRankIO
import LowRankReports

struct SenseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sense", abstract: "Recover a matrix from linear measurements; rank unknown.",
    discussion: """
      MEASUREMENTS is a .npz archive with y and A (p × m × n), A_packed (p × n(n+1)/2), a and b \
      (rank one), or i and j (entries), and sigma or w where some are more accurate; measurements \
      of a quantum state as JSON or lines: expectations `XIZ 0.25` (and their sigma), counts of +1 \
      and −1 `XIZ 630 370`, or counts of every outcome `XYZ 011 42`; or lines `point point \
      distance`. - is standard input.

      The result is the matrix, in full as .npy, .csv or .tsv, by its factors as .npz. Of a quantum \
      state it is the density matrix (.npy, complex, or .npz, real and imaginary); of distances the \
      Gram matrix of the centred points, and `left` of the .npz holds the points; --distances \
      writes all distances between them.
      """)

  @Argument(help: "What was measured.") var measurements: String
  @OptionGroup var source: MeasurementSource
  @OptionGroup var search: RankOptions
  @OptionGroup var study: StudyOptions
  @OptionGroup var result: ResultOptions
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Level of the reported intervals of further measurements.", valueName: "level"))
  var intervals = 0.9
  @Option(
    help: ArgumentHelp(
      "All distances between the points: .csv or .tsv with names, or .npy.", valueName: "file"))
  var distances: String?
  @Option(help: ArgumentHelp("One line per rank tried.", valueName: "file.csv"))
  var trace: String?
  @OptionGroup var common: CommonOptions

  func validate() throws {
    try result.validateOutput(["npy", "csv", "tsv", "npz"])
    guard intervals > 0, intervals < 1 else {
      throw ValidationError("--intervals \(intervals): a level between 0 and 1")
    }
    if let distances, !["csv", "tsv", "npy"].contains(OutputOptions.form(of: distances)) {
      throw ValidationError("--distances \(distances): the extension must be .csv, .tsv or .npy")
    }
    if study.method?.method == .variational {
      throw ValidationError("--method variational is for tables with gaps: see `lowrank complete`")
    }
    for file in files where files.filter({ $0 == file }).count > 1 {
      throw ValidationError("\(file) would be written twice: give two names")
    }
  }

  /// Every file that will be written.
  private var files: [String] { result.files + [distances, trace].compactMap { $0 } }

  func run() throws {
    let status = try ExitStatus.reporting { try common.execution.run(sense) }
    if status != 0 { throw ExitCode(status) }
  }

  private func sense() throws -> Int32 {
    let clock = ContinuousClock(), began = clock.now
    let threads = Execution.current.threads
    let bytes = try readBytes(measurements)
    let name = measurements == "-" ? "standard input" : measurements
    let file = try source.read(bytes, named: name)
    try check(file, name)
    let read = clock.now
    Interrupt.watch()
    var trace = Trace()
    let sensed = try solve(file, name, &trace)
    let solved = clock.now
    try write(sensed, trace)
    var report = Report(sensed, seed: common.seed, threads: threads, digest: sha256(bytes))
    report.seconds = Report.Seconds(
      read: (read - began).inSeconds, solve: (solved - read).inSeconds,
      write: (clock.now - solved).inSeconds, total: (clock.now - began).inSeconds)
    try result.write(report, subject: measurements)
    try show(report, sensed, name)
    if sensed.reason == .interrupted(.cancelled) { return ExitStatus.interrupted }
    return sensed.isTrustworthy ? 0 : ExitStatus.notTrustworthy
  }

  /// What cannot be written is said before the work begins.
  private func check(_ file: MeasurementFile, _ name: String) throws {
    for path in files { try AtomicFile.check(path) }
    if let refusal = result.output.flatMap({ SensedMatrix.refusal(of: $0, for: file) }) {
      throw refusal
    }
    if distances != nil {
      guard case .distances = file.content else {
        throw ValidationError("--distances is for lists of distances, and \(name) is none")
      }
    }
  }

  private func solve(
    _ file: MeasurementFile, _ name: String, _ trace: inout Trace
  ) throws -> SensedMatrix {
    var limits = search.limits
    let choices = SenseChoices(
      search: search, study: study, level: intervals, units: source.distances.units,
      seed: common.seed, weights: source.weightsGiven(in: file))
    return try SensedMatrix.solving(file, choices, named: name) { event in
      if common.verbose, !common.quiet, let record = event.record { log(record) }
      trace.append(event)
      return limits.check(after: event.record)
    }
  }

  private func write(_ sensed: SensedMatrix, _ trace: Trace) throws {
    if let output = result.output { try sensed.write(to: output, seed: common.seed) }
    if let distances { try sensed.writeDistances(to: distances) }
    if let path = self.trace { try AtomicFile.write(path, trace.bytes) }
  }

  private func log(_ record: RankRecord) {
    let heldOut = record.heldOut.map { ", held-out RMSE \(Figures.short($0.rmse))" } ?? ""
    StandardError.write(
      "rank \(record.rank): residual RMSE \(Figures.short(record.trainRMSE))\(heldOut)\n")
  }

  private func show(_ report: Report, _ sensed: SensedMatrix, _ name: String) throws {
    if common.json {
      try StandardOutput.write(report.json())
    } else if !common.quiet {
      let summary = SenseSummary(
        file: name, sensed: sensed, seed: common.seed, written: files)
      try StandardOutput.write(summary.text)
    }
  }
}
