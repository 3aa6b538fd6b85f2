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
    ("the change is never made", spoilt(OneChange.self) { $0.closeness = 0 }),
    ("a step beyond stability", spoilt(OneChange.self) { $0.step = 1.5 }),
    ("steps beyond stability", spoilt(BalancedFactors.self) { $0.steps = [1.6, 0.8, 0.4] }),
    ("far too few measurements", spoilt(BalancedFactors.self) { $0.measurements = 20 }),
    ("fewer unknowns than data", spoilt(ShortestPath.self) { $0.regression = (30, 1, 60) }),
    ("a step beyond stability", spoilt(ShortestPath.self) { $0.part = 4 }),
    ("far too few measurements", spoilt(Landscape.self) { $0.measurements = 60 }),
    ("a step beyond stability", spoilt(Landscape.self) { $0.step = 1.5 }),
    (
      "fewer measurements than sparsity needs",
      spoilt(DiagonalNetworks.self) { $0.measurements = 4 }
    ),
    ("a step that does not follow the flow", spoilt(DiagonalNetworks.self) { $0.part = 0.8 }),
    ("bases for a wrong rank", spoilt(Parsimony.self) { $0.rankError = 1 }),
    ("too few entries", spoilt(Parsimony.self) { $0.oversampling = 1.2 }),
    ("a start that is not small", spoilt(ThreeWays.self) { $0.scale = 1 }),
    ("too much regularisation", spoilt(ThreeWays.self) { $0.strength = 0.3 }),
  ]

  @Test(arguments: wrong.indices)
  func aWrongSettingDoesNotHold(_ k: Int) {
    let (what, claim) = Self.wrong[k]
    let holds = claim.evidence(seed: 1).holds
    #expect(!holds, "\(claim.id): \(what)")
  }
}
