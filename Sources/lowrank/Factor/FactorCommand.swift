import ArgumentParser
import LowRank
import LowRankIO
import LowRankReports

struct FactorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "factor", abstract: "Factor a fully observed, noisy matrix; rank unknown.",
    discussion: """
      MATRIX is a wide table (.csv, .tsv), a NumPy matrix (.npy) or archive (.npz) without gaps; .gz \
      is read, and - is standard input. The rank is chosen by the error on cells hidden in turn.

      The result is a model (.npz) of factors and effects, which `predict` and NumPy read.
      """)

  @Argument(help: "The matrix, every cell of it.") var matrix: String
  @Flag(
    inversion: .prefixedNo,
    help: "Whether to fit row and column effects (default: chosen by held-out error).")
  var center: Bool?

  @OptionGroup var search: RankOptions
  @OptionGroup var study: StudyOptions
  @OptionGroup var result: ResultOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    try result.validateOutput(["npz"])
    _ = try options()
  }

  func run() throws {
    let status = try ExitStatus.reporting { try common.execution.run(factor) }
    if status != 0 { throw ExitCode(status) }
  }

  private func factor() throws -> Int32 {
    let clock = ContinuousClock(), began = clock.now
    let threads = Execution.current.threads
    // Without gaps zeros are data.
    var input = try InputOptions.parse([])
    input.missing = ["none"]
    let data = try DataMatrix(matrix, input)
    try refuseGaps(data)
    try study.check(data.observations, data.file)
    for path in result.files { try AtomicFile.check(path) }
    let read = clock.now
    Interrupt.watch()
    let recovery = recover(data, try options())
    let solved = clock.now
    if let output = result.output {
      try ModelFile(
        recovery.model, rowNames: data.rowNames, columnNames: data.columnNames, seed: common.seed,
        noise: recovery.noise(of: data.observations)
      ).write(to: output)
    }
    var report = Report(recovery, of: data, seed: common.seed, threads: threads, meanWidth: nil)
    report.command = "factor"
    report.intervals = nil
    report.seconds = Report.Seconds(
      read: (read - began).inSeconds, solve: (solved - read).inSeconds,
      write: (clock.now - solved).inSeconds, total: (clock.now - began).inSeconds)
    try result.write(report, subject: matrix)
    try show(report, data, recovery)
    if recovery.reason == .interrupted(.cancelled) { return ExitStatus.interrupted }
    return recovery.isTrustworthy ? 0 : ExitStatus.notTrustworthy
  }

  private func refuseGaps(_ data: DataMatrix) throws {
    let o = data.observations
    let gaps = o.rows * o.columns - o.count
    guard gaps > 0 else { return }
    throw FileError.badData(
      file: data.file,
      message: "has \(gaps) \(gaps == 1 ? "gap" : "gaps"): fill them with `lowrank complete`")
  }

  private func options() throws -> CompletionOptions {
    var completion = CompletionOptions()
    completion.seed = common.seed
    completion.rank = search.rank
    completion.maxRank = search.maxRank
    completion.tolerance = search.tolerance
    completion.holdOut = .entry
    completion.holdOutFraction = search.holdoutFraction
    completion.centred = center
    try study.apply(to: &completion, weights: nil)
    return completion
  }

  private func recover(_ data: DataMatrix, _ options: CompletionOptions) -> Recovery {
    var limits = search.limits
    if let asked = options.study {
      study.warn(
        asked, options, measurements: data.observations.count, rows: data.observations.rows,
        columns: data.observations.columns)
    }
    return data.observations.complete(options) { event in
      if common.verbose, !common.quiet, let record = event.record {
        StandardError.write(
          "rank \(record.rank): residual RMSE \(Figures.short(record.trainRMSE))\n")
      }
      return limits.check(after: event.record)
    }
  }

  private func show(_ report: Report, _ data: DataMatrix, _ recovery: Recovery) throws {
    if common.json {
      try StandardOutput.write(report.json())
    } else if !common.quiet {
      let summary = Summary(
        data: data, recovery: recovery, meanWidth: nil, seed: common.seed, imitatesGaps: false,
        written: result.files)
      try StandardOutput.write(summary.text)
    }
  }
}
