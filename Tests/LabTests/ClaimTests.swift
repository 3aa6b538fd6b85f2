import LowRankLab
import Testing

/// Every claim at its quick size, on seeds it was not tuned on one by one.
@Suite struct ClaimTests {
  @Test(arguments: Laboratory.claims().map(\.id), [1, 2] as [UInt64])
  func everyClaimHolds(_ id: String, _ seed: UInt64) throws {
    let claim = try #require(Laboratory.claim(id))
    let evidence = claim.evidence(seed: seed)
    let outside = evidence.comparisons.filter { !$0.holds }
    #expect(evidence.holds, "\(outside)")
    #expect(!evidence.figures.isEmpty)
    for figure in evidence.figures { #expect(figure.title.count <= 64, "\(figure.title)") }
    let quantities = evidence.comparisons.map(\.quantity)
    #expect(Set(quantities).count == quantities.count)
  }
}
