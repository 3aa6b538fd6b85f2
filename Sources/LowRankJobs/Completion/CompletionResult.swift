public import LinearAlgebra
public import LowRank
public import LowRankIO
public import LowRankReports

/// What a completion or a factorisation has found and written.
public struct CompletionResult: Sendable {
  package let data: DataMatrix
  public let recovery: Recovery
  public let report: Report
  /// The mean width of the prediction intervals at the gaps.
  public let meanIntervalWidth: Double?
  /// The paths of the files, in the order in which they were written.
  public let written: [String]
  /// Why the last checkpoint could not be written; the rest is there all the same.
  public let unwrittenCheckpoint: FileError?

  public var verdict: Verdict { Verdict(recovery) }

  /// The matrix with its gaps filled, in the layout of the input. Cost: rows × columns memory.
  public func filled() -> Matrix {
    var filled = FilledMatrix(data: data, recovery: recovery)
    return Matrix(rows: data.rows, columns: data.columns, elements: filled.predictions)
  }
}
