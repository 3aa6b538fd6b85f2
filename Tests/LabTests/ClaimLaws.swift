import LowRankLab
import Synchronization
import Testing

/// The checker of claims, on the cheapest claim and on two that are wrong on purpose. The claims
/// themselves: `ClaimTests` and `SabotageTests`.
@Suite struct ClaimLaws {
  @Test func theCheckerPassesAClaim() {
    var spoilt = TwoCompletions(.quick)
    spoilt.stages = 0
    #expect(checkClaim(TwoCompletions(.quick), spoilt: spoilt).isRight)
  }

  @Test func theCheckerSeesPlantedViolations() {
    #expect(!checkClaim(Whim(.quick), spoilt: Whim(.quick)).isReproducible)
    var spoilt = Certainty(.quick)
    spoilt.size = 7
    let report = checkClaim(Certainty(.quick), spoilt: spoilt)
    #expect(report.isReproducible && !report.canFail)
  }
}

/// A claim of no content.
private protocol PlantedClaim: Claim {}

extension PlantedClaim {
  static var settings: Settings<Self> { [:] }
  var id: String { "P1" }
  var name: String { "planted" }
  var statement: String { "none" }
  var source: String { "derived" }
  var theory: String { "none" }
  var setting: String { "none" }
}

/// Another measurement each time, whatever the seed.
private struct Whim: PlantedClaim {
  private static let runs = Atomic(0)
  init(_: Extent) {}
  func evidence(seed _: UInt64) -> Evidence {
    let run = Self.runs.add(1, ordering: .relaxed).newValue
    return Evidence(comparisons: [Comparison("x", Double(run), .atMost(1e9), because: "planted")])
  }
}

/// Holds whatever its setting is.
private struct Certainty: PlantedClaim {
  var size = 1.0
  init(_: Extent) {}
  func evidence(seed _: UInt64) -> Evidence {
    Evidence(comparisons: [Comparison("size", size, .atLeast(0), because: "planted")])
  }
}
