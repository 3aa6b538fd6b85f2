internal import LowRank
internal import LowRankIO

/// The files that a completion or a factorisation writes.
public struct CompletionOutputs: Sendable, Equatable {
  /// The filled table, or the model where the extension is `.npz`.
  public var result: String?
  /// Whether the ends of the prediction intervals are written beside the filled table.
  public var bounds = false
  public var model: String?
  /// One line per rank tried.
  public var trace: String?
  /// Where the search has come to, kept up to date while it runs.
  public var checkpoint: String?
  /// For people (`.html`) or programs (`.json`).
  public var reports: [String] = []

  public init() {}

  /// Every file that will be written.
  public var files: [String] {
    [result, model, trace, checkpoint].compactMap { $0 } + boundFiles + reports
  }

  /// The files of the lower and the upper bounds.
  var boundFiles: [String] {
    guard bounds, let result else { return [] }
    return [path(result, beside: "lower"), path(result, beside: "upper")]
  }

  static let forms: [CompletionJob.Task: [OutputForm]] = [
    .completion: [.csv, .tsv, .npy, .mtx, .npz], .factorization: [.npz],
  ]

  /// The outputs themselves, if every one has a form that can be written.
  public func validated(for task: CompletionJob.Task) throws(OutputError) -> CompletionOutputs {
    try OutputError.check(.result, result, Self.forms[task]!)
    try OutputError.check(.model, model, [.npz])
    for report in reports { try OutputError.check(.report, report, [.html, .json]) }
    if bounds, result.map({ OutputForm(path: $0) == .npz }) ?? true { throw .boundsWithoutTable }
    try OutputError.checkTwins(files)
    return self
  }
}
