internal import LowRank

/// A claim that has been run.
public struct ClaimResult: Sendable {
  public let claim: any Claim
  public let seed: UInt64
  public let evidence: Evidence
  public let seconds: Double

  public init(_ claim: any Claim, seed: UInt64) {
    let clock = ContinuousClock(), began = clock.now
    self.claim = claim
    self.seed = seed
    evidence = claim.evidence(seed: seed)
    seconds = (clock.now - began).inSeconds
  }

  public var holds: Bool { evidence.holds }
}
