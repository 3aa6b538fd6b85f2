/// Whether a claim keeps its laws.
public struct ClaimReport: Sendable, Equatable {
  /// Two runs from one seed compare the same and draw the same, to the bit; remarks may name
  /// seconds.
  public let isReproducible: Bool
  /// With the spoilt setting it does not hold.
  public let canFail: Bool

  public var isRight: Bool { isReproducible && canFail }
}

/// Runs a claim twice, and once with a setting in which it must not hold.
///
///     var spoilt = ExcessRank(.quick)
///     spoilt.exact = 4
///     #expect(checkClaim(ExcessRank(.quick), spoilt: spoilt).isRight)
///
/// It stands beside the claims, because LowRankTesting knows nothing of the laboratory.
public func checkClaim<C: Claim>(_ claim: C, spoilt: C, seed: UInt64 = 1) -> ClaimReport {
  func run(_ claim: C) -> Evidence {
    var evidence = claim.evidence(seed: seed)
    evidence.remarks = []
    return evidence
  }
  return ClaimReport(
    isReproducible: run(claim) == run(claim), canFail: !spoilt.evidence(seed: seed).holds)
}
