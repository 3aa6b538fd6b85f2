internal import LowRankIO

/// The files that a recovery from measurements writes.
public struct SensingOutputs: Sendable, Equatable {
  /// The matrix in full, or its factors where the extension is `.npz`.
  public var result: String?
  /// All distances between the points.
  public var distances: String?
  /// One line per rank tried.
  public var trace: String?
  /// Where the search has come to, kept up to date while it runs.
  public var checkpoint: String?
  /// For people (`.html`) or programs (`.json`).
  public var reports: [String] = []

  public init() {}

  /// Every file that will be written.
  public var files: [String] {
    written + [checkpoint].compactMap { $0 }
  }

  /// Those that hold the result and what led to it.
  var written: [String] {
    [result].compactMap { $0 } + reports + [distances, trace].compactMap { $0 }
  }

  /// The outputs themselves, if every one has a form that can be written.
  public func validated() throws(OutputError) -> SensingOutputs {
    try OutputError.check(.result, result, [.npy, .csv, .tsv, .npz])
    for report in reports { try OutputError.check(.report, report, [.html, .json]) }
    try OutputError.check(.distances, distances, [.csv, .tsv, .npy])
    try OutputError.checkTwins(files)
    return self
  }
}
