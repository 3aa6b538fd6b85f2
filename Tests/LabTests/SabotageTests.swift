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
    ("no small start", spoilt(SmallStart.self) { $0.scales = [0.3, 0.1, 0.03, 0.01] }),
    ("a step beyond stability", spoilt(SmallStart.self) { $0.step = 2.5 }),
  ]

  @Test(arguments: wrong.indices)
  func aWrongSettingDoesNotHold(_ k: Int) {
    let (what, claim) = Self.wrong[k]
    let holds = claim.evidence(seed: 1).holds
    #expect(!holds, "\(claim.id): \(what)")
  }
}
