import LowRankLab
import Testing

/// Every claim at its quick size, on seeds it was not tuned on one by one.
@Suite struct ClaimTests {
  @Test(arguments: Laboratory.claims().map(\.id), [1, 2, 3] as [UInt64])
  func everyClaimHolds(_ id: String, _ seed: UInt64) throws {
    let claim = try #require(Laboratory.claim(id))
    let evidence = claim.evidence(seed: seed)
    let outside = evidence.comparisons.filter { !$0.holds }
    let holds = evidence.holds
    #expect(holds, "\(outside)")
    let titles = evidence.figures.map(\.title)
    #expect(!titles.isEmpty && titles.allSatisfy { $0.count <= 64 }, "\(titles)")
    let quantities = evidence.comparisons.map(\.quantity)
    #expect(Set(quantities).count == quantities.count)
  }
}
