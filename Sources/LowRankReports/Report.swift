internal import Foundation
internal import LowRankIO

/// What a command did and how far its result is to be trusted: the object of `--json` and
/// `report.json`.
///
/// A key that does not apply is absent, never null. Numbers that are not finite do not apply.
public struct Report: Sendable, Equatable, Codable {
  public var command: String
  public var version: String
  public var seed: UInt64?
  public var threads: Int?
  public var data: Shape?
  public var rank: Int?
  public var method: String?
  public var regularization: Double?
  public var path: [Step]?
  /// Why the rank is what it is, where hidden data chose it.
  public var rankChoice: RankChoice?
  public var heldout: HeldOut?
  public var intervals: Intervals?
  public var certificate: Certificate?
  /// Every check made, where there was more than one.
  public var checks: [Certificate]?
  public var singularValues: [Double]?
  public var residual: Double?
  public var iterations: Int?
  public var reason: String?
  public var converged: Bool?
  public var seconds: Seconds?
  public var peakMemoryMegabytes: Double?
  /// The sentences of the remarks.
  public var warnings: [String] = []
  /// What speaks against the answer or should be known of it; absent where nothing looks for any.
  public var remarks: [Remark]?

  public init(command: String, version: String) {
    self.command = command
    self.version = version
  }

  enum CodingKeys: String, CodingKey {
    case command, version, seed, threads, data, rank, method, regularization, path, heldout
    case rankChoice = "rank_choice"
    case intervals, certificate, checks
    case singularValues = "singular_values"
    case residual, iterations, reason, converged, seconds
    case peakMemoryMegabytes = "peak_memory_mb"
    case warnings, remarks
  }
}
