import LowRankLab
import Testing

/// A claim whose setting is wrong must not come out as holding.
@Suite struct SabotageTests {
  /// A setting spoilt in one place.
  static func spoilt<C: Claim>(_: C.Type, _ spoil: (inout C) -> Void) -> any Claim {
    var claim = C(.quick)
    spoil(&claim)
    return claim
  }

  static let wrong: [(what: String, claim: any Claim)] = [
    ("no small start", spoilt(SmallStart.self) { $0.scales = [1, 0.5, 0.2, 0.1, 1e-6, 1e-8] }),
    ("a step beyond stability", spoilt(SmallStart.self) { $0.step = 2.5 }),
  ]

  @Test(arguments: wrong.indices)
  func aWrongSettingDoesNotHold(_ k: Int) {
    let (what, claim) = Self.wrong[k]
    #expect(!claim.evidence(seed: 1).holds, "\(claim.id): \(what)")
  }
}
