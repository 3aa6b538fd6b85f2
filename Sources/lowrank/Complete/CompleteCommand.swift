import ArgumentParser
import Foundation
import LowRank
import LowRankIO
import LowRankReports

struct CompleteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "complete", abstract: "Fill the missing entries of a table; rank unknown.",
    discussion: """
      DATA is a wide table (.csv, .tsv, with gaps), a list of triplets `row col value`, a NumPy \
      matrix (.npy, NaN = gap) or archive (.npz), or a Matrix Market file (.mtx); .gz is read, and \
      - is standard input.
      """)

  @Argument(help: "The observed part of the matrix.") var data: String
  @OptionGroup var input: InputOptions
  @OptionGroup var search: RankOptions
  @OptionGroup var solve: SolveOptions
  @OptionGroup var study: StudyOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    _ = try options(isOrdered: true)
    guard study.study != nil else { return }
    let name = study.method?.method.rawValue ?? ""
    for (option, file) in [("--checkpoint", output.checkpoint), ("--resume", solve.resume)]
    where file != nil {
      throw ValidationError("\(option) does not go with --method \(name): a study is one run")
    }
  }

  /// What all options together ask for.
  private func options(isOrdered: Bool) throws -> CompletionOptions {
    var options = solve.options(
      search, seed: common.seed, level: output.intervals ?? 0.9, isOrdered: isOrdered)
    let weights = input.weights.map { "--weights \($0)" } ?? input.sigma.map { "--sigma \($0)" }
    let field: String? =
      input.fourthField == .ignore ? nil : "--fourth-field \(input.fourthField.rawValue)"
    try study.apply(to: &options, weights: weights ?? field)
    return options
  }

  func run() throws {
    let status = try ExitStatus.reporting { try common.execution.run(complete) }
    if status != 0 { throw ExitCode(status) }
  }

  private func complete() throws -> Int32 {
    let clock = ContinuousClock(), began = clock.now
    let threads = Execution.current.threads
    let matrix = try DataMatrix(data, input)
    try check(matrix)
    let read = clock.now
    Interrupt.watch()
    var trace = Trace()
    let options = try options(isOrdered: matrix.isOrdered)
    let snapshot = try solve.resume.map {
      try CheckpointFile(
        readBytes($0), file: $0, of: matrix.observations, under: options
      ).snapshot
    }
    warnOfOverRank(matrix, options)
    var checkpointing = Checkpointing(output.checkpoint, of: matrix.observations, under: options)
    let recovery = recover(matrix, options, from: snapshot, &checkpointing, &trace)
    let solved = clock.now
    var filled = FilledMatrix(data: matrix, recovery: recovery)
    let width = recovery.intervals.map { _ in filled.meanIntervalWidth() }
    var report = Report(
      recovery, of: matrix, seed: common.seed, threads: threads, meanWidth: width)
    let written = try write(&filled, trace)
    report.seconds = Report.Seconds(
      read: (read - began).inSeconds, solve: (solved - read).inSeconds,
      write: (clock.now - solved).inSeconds, total: (clock.now - began).inSeconds)
    let reports = try write(report, &filled)
    try show(
      report,
      Summary(
        data: matrix, recovery: recovery, meanWidth: width, seed: common.seed,
        imitatesGaps: solve.holdout.pattern == nil, written: written + reports))
    if let failure = checkpointing?.failure { throw failure }
    return Self.status(recovery)
  }

  private func check(_ matrix: DataMatrix) throws {
    for file in output.files { try AtomicFile.check(file) }
    if let offence = solve.link.offence(in: matrix.observations.values) {
      let place = matrix.observations.place(of: offence.place, matrix.fold)
      throw FileError.badData(
        file: matrix.file,
        message: "the cell in row \(place.row + 1), column \(place.column + 1) is "
          + "\(matrix.observations.values[offence.place]), but --link needs \(offence.domain)")
    }
    try study.check(matrix.observations, matrix.file)
    if let path = output.output, OutputOptions.form(of: path) != "npz" {
      try FullMatrix(matrix).refuseIfTooLarge(
        for: path, wayOut: "write --model and ask for cells with `lowrank predict`")
    }
  }

  private func warnOfOverRank(_ matrix: DataMatrix, _ options: CompletionOptions) {
    guard let asked = options.study else { return }
    study.warn(
      asked, options, measurements: matrix.observations.count, rows: matrix.observations.rows,
      columns: matrix.observations.columns)
  }

  private func recover(
    _ matrix: DataMatrix, _ options: CompletionOptions, from snapshot: Snapshot?,
    _ checkpointing: inout Checkpointing?, _ trace: inout Trace
  ) -> Recovery {
    let progress = ProgressLine(
      style: output.progress, isQuiet: common.quiet, isVerbose: common.verbose && !common.quiet)
    var limits = search.limits, isLast = false
    let recovery = matrix.observations.complete(
      options, from: snapshot,
      keep: { checkpointing?.keep($0, isLast: isLast || Interrupt.isRequested) },
      observe: { event in
        progress.show(event)
        trace.append(event)
        let reply = limits.check(after: event.record)
        isLast = reply != nil
        return reply
      })
    progress.clear()
    return recovery
  }

  /// Writes everything asked for, and returns the paths.
  private func write(_ filled: inout FilledMatrix, _ trace: Trace) throws -> [String] {
    var written: [String] = []
    func model(_ path: String) throws {
      try ModelFile(
        filled.recovery.model, rowNames: filled.data.fold == nil ? filled.data.rowNames : nil,
        columnNames: filled.data.fold == nil ? filled.data.columnNames : nil, seed: common.seed,
        noise: filled.recovery.noise(of: filled.data.observations)
      ).write(to: path)
      written.append(path)
    }
    if let path = output.output {
      if OutputOptions.form(of: path) == "npz" {
        try model(path)
      } else {
        try filled.write(filled.predictions, to: path)
        written.append(path)
      }
      if output.intervals != nil {
        let (lower, upper) = filled.bounds()
        for (values, name) in [(lower, "lower"), (upper, "upper")] {
          let beside = OutputOptions.path(path, beside: name)
          try filled.write(values, to: beside)
          written.append(beside)
        }
      }
    }
    if let path = output.model { try model(path) }
    if let path = output.trace {
      try AtomicFile.write(path, trace.bytes)
      written.append(path)
    }
    return written
  }

  private func write(_ report: Report, _ filled: inout FilledMatrix) throws -> [String] {
    for path in output.report {
      if OutputOptions.form(of: path) == "json" {
        try report.write(to: path)
      } else {
        try ReportPage(report, subject: filled.data.file, heatMap: filled.heatMap()).write(to: path)
      }
    }
    return output.report
  }

  private func show(_ report: Report, _ summary: Summary) throws {
    if common.json {
      try StandardOutput.write(report.json())
    } else if !common.quiet {
      try StandardOutput.write(summary.text)
    }
  }

  private static func status(_ recovery: Recovery) -> Int32 {
    if recovery.reason == .interrupted(.cancelled) { return ExitStatus.interrupted }
    return recovery.isTrustworthy ? 0 : ExitStatus.notTrustworthy
  }
}

extension RecoveryEvent {
  var record: RankRecord? {
    switch self {
    case .exact(let record), .noisy(_, let record), .study(_, let record): record
    case .refitting: nil
    }
  }
}
