internal import LinearAlgebra
internal import LowRank
internal import LowRankIO
internal import LowRankReports

/// A completion on its way to its files and its report.
struct CompletionWriting {
  private let job: CompletionJob
  private var filled: FilledMatrix
  private(set) var written: [String] = []
  /// The mean width of the intervals at the gaps; nil where there are none, of either.
  let meanWidth: Double?

  init(_ job: CompletionJob, _ filled: FilledMatrix) {
    self.job = job
    self.filled = filled
    let hasIntervals = filled.recovery.intervals != nil && job.task == .completion
    meanWidth = hasIntervals ? filled.meanIntervalWidth() : nil
  }

  mutating func writeResults(_ trace: Trace) throws(FileError) {
    let outputs = job.outputs
    if let path = outputs.result {
      if let form = OutputForm(path: path), form != .npz {
        try write(filled.predictions, to: path, form)
        try writeBounds(form)
      } else {
        try writeModel(to: path)
      }
    }
    if let path = outputs.model { try writeModel(to: path) }
    if let path = outputs.trace {
      try AtomicFile.write(path, trace.bytes)
      written.append(path)
    }
  }

  func report(seconds: Report.Seconds) -> Report {
    var report = Report(
      job.task.rawValue, filled.recovery, of: Report.Shape(filled.data), seed: job.options.seed,
      meanWidth: meanWidth, job.words)
    report.seconds = seconds
    return report
  }

  mutating func writeReports(_ report: Report) throws(FileError) {
    for path in job.outputs.reports {
      let heatMap = job.task == .completion && OutputForm(path: path) == .html
      try report.write(
        to: path, subject: filled.data.file, heatMap: heatMap ? filled.heatMap() : nil)
      written.append(path)
    }
  }

  private mutating func writeBounds(_ form: OutputForm) throws(FileError) {
    guard job.outputs.bounds else { return }
    let (lower, upper) = filled.bounds()
    for (values, path) in zip([lower, upper], job.outputs.boundFiles) {
      try write(values, to: path, form)
    }
  }

  private mutating func write(
    _ values: [Double], to path: String, _ form: OutputForm
  ) throws(FileError) {
    try AtomicFile.write(
      path, filled.data.bytes(values, in: form, delimiter: filled.data.delimiter(filling: form)))
    written.append(path)
  }

  private mutating func writeModel(to path: String) throws(FileError) {
    let data = filled.data, recovery = filled.recovery
    // Lines laid out in periods are others than those that the input has names for.
    let isNamed = data.layout == nil
    try ModelFile(
      recovery.model, rowNames: isNamed ? data.rowNames : nil,
      columnNames: isNamed ? data.columnNames : nil, seed: job.options.seed,
      noise: recovery.noise(of: data.observations)
    ).write(to: path)
    written.append(path)
  }
}
