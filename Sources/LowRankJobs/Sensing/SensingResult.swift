public import LinearAlgebra
internal import LowRank
public import LowRankIO
public import LowRankReports

/// What a recovery from measurements has found and written.
public struct SensingResult: Sendable {
  package let sensed: SensedMatrix
  public let report: Report
  /// The paths of the files.
  public let written: [String]
  /// Why the last checkpoint could not be written; the rest is there all the same.
  public let unwrittenCheckpoint: FileError?

  public var verdict: Verdict { Verdict(sensed.recovery) }

  /// The matrix as U diag(s) Vᵀ; of a quantum state its real embedding.
  public var form: SpectralForm { sensed.form }
  public var rank: Int { sensed.recovery.rank }
}
