import LowRankLab
import Testing

/// A claim whose setting is wrong must not come out as holding.
@Suite struct SabotageTests {
  struct Wrong: Sendable, CustomTestStringConvertible {
    let what: String
    let claim: any Claim
    var testDescription: String { "\(claim.id): \(what)" }
  }

  /// A setting spoilt in one place.
  static func wrong<C: Claim>(
    _ what: String, _: C.Type, _ spoil: (inout C) -> Void
  ) -> Wrong {
    var claim = C(.quick)
    spoil(&claim)
    return Wrong(what: what, claim: claim)
  }

  static let all: [Wrong] = [
    wrong("no small start", SmallStart.self) { $0.scales = [0.3, 0.1, 0.03, 0.01] },
    wrong("a step beyond stability", SmallStart.self) { $0.step = 2.5 },
    wrong("a column to spare where none should be", SmallStart.self) { $0.exact = 2 },
    wrong("stopped too early", TwoCompletions.self) { $0.tolerance = 0.1 },
    wrong("no stage allowed", TwoCompletions.self) { $0.stages = 0 },
    wrong("large starts", StartBasin.self) { $0.exponents = [0.5, 1, 1.5, 2] },
    wrong("an example that a usable start solves", StartBasin.self) { $0.beyond = 2 },
    wrong("a greedy path from a large term", GreedyPath.self) { $0.greedyScale = 1 },
    wrong("large starts", GreedyPath.self) { $0.scales = [1, 0.9, 0.8, 0.7] },
    wrong("stopped before the climb", Depth.self) { $0.steps = 300 },
    wrong("starts of order one", Depth.self) { $0.scales = [1, 0.5, 0.25] },
    wrong("a greedy path from terms of order one", Depth.self) { $0.greedyScales = [1, 1, 1] },
    wrong("a step beyond stability", BalancedDescent.self) { $0.relativeStep = 1.1 },
    wrong("large starts", BalancedDescent.self) { $0.scales = [300, 100] },
    wrong("one column too many where none should be", ExcessRank.self) { $0.exact = 4 },
    wrong("a plateau instead of the tail", ExcessRank.self) { $0.scale = 0.01 },
    wrong("tied factors", ImbalanceRate.self) { $0.tied = true },
    wrong("the true rank", ImbalanceRate.self) { $0.columns = 3 },
    wrong("the change is never made", OneChange.self) { $0.closeness = 0 },
    wrong("a step beyond stability", OneChange.self) { $0.step = 1.5 },
    wrong("steps beyond stability", BalancedFactors.self) { $0.steps = [1.6, 0.8, 0.4] },
    wrong("far too few measurements", BalancedFactors.self) { $0.measurements = 20 },
    wrong("fewer unknowns than data", ShortestPath.self) { $0.regression = (30, 1, 60) },
    wrong("a step beyond stability", ShortestPath.self) { $0.part = 4 },
    wrong("far too few measurements", Landscape.self) { $0.measurements = 60 },
    wrong("a step beyond stability", Landscape.self) { $0.step = 1.5 },
    wrong("fewer measurements than sparsity needs", DiagonalNetworks.self) { $0.measurements = 4 },
    wrong("a step that does not follow the flow", DiagonalNetworks.self) { $0.part = 0.8 },
    wrong("bases for a wrong rank", Parsimony.self) { $0.rankError = 1 },
    wrong("too few entries", Parsimony.self) { $0.oversampling = 1.2 },
    wrong("a start that is not small", ThreeWays.self) { $0.scale = 1 },
    wrong("too much regularisation", ThreeWays.self) { $0.strength = 0.3 },
    wrong("no damping", OverRankTrap.self) { $0.damping = 0 },
    wrong("enough measurements for every width", OverRankTrap.self) { $0.measurements = 600 },
    wrong("too low a rank", Oversampling.self) { $0.assumed = 2 },
    wrong("certain at the limit", Oversampling.self) { $0.certain = 1 },
  ]

  /// Numbers that say how far a step goes.
  private static let steps: Set = ["step", "relativeStep", "part"]

  /// A run that diverges at once is a claim that does not hold, and no end of the process.
  @Test(
    arguments: Laboratory.claims().filter { !steps.isDisjoint(with: $0.settings.keys) }.map(\.id))
  func divergenceIsAResult(_ id: String) throws {
    var claim = try #require(Laboratory.claim(id))
    for name in Self.steps {
      guard let value = claim.settings[name] else { continue }
      _ = claim.set(name, to: 1e6 * value)
    }
    let holds = claim.evidence(seed: 1).holds
    #expect(!holds)
  }

  @Test(arguments: all)
  func aWrongSettingDoesNotHold(_ wrong: Wrong) {
    let holds = wrong.claim.evidence(seed: 1).holds
    #expect(!holds)
  }
}
