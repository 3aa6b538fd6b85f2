import Foundation
import LinearAlgebra
import LowRank
import LowRankTesting
import Testing

@Suite struct StopRuleLaws {
  /// Forty iterates that fall, stand still and rise, slowly and fast, with damping to match.
  static let records: [StepRecord] = {
    var generator = SeededGenerator(seed: 5, stream: 1)
    var record = StepRecord(), records: [StepRecord] = []
    (record.loss, record.damping) = (1, 1e-3)
    for k in 0..<40 {
      record.iteration = k
      record.elapsed = .milliseconds(k)
      // Of ten steps one rises, three stand still, three are slow and three fast.
      let factor = [1.1, 1, 1, 1, 0.9, 0.8, 0.6, 0.4, 0.2, 0.01].randomElement(using: &generator)!
      record.loss *= factor
      record.damping *= factor < 1 ? 0.3 : 8
      record.gradientNorm = record.loss.squareRoot() * .random(in: 0.5...2, using: &generator)
      record.relativeResidual = record.loss.squareRoot()
      records.append(record)
    }
    return records
  }()

  static let plain: [StopRule] = [
    .iterations(20), .time(.milliseconds(15)), .loss(1e-3), .gradientNorm(1e-2),
    .relativeResidual(1e-2), .stalled(relative: 0.2, window: 3), .slow(ratio: 0.7, steps: 2),
    .damping(above: 1e-2),
  ]

  static let combined: [StopRule] = [
    .loss(1e-3) || .slow(ratio: 0.7, steps: 2), .slow(ratio: 0.7, steps: 2) && .loss(1e-1),
    // Two that count at one ratio and one at another, behind rules that hold first.
    .iterations(0) || (.slow(ratio: 0.7, steps: 1) && .slow(ratio: 0.7, steps: 3))
      || .slow(ratio: 0.9, steps: 2),
    (.stalled(relative: 0.2, window: 5) || .damping(above: 1)) && .relativeResidual(0.3),
  ]

  @Test(arguments: plain + combined)
  func lawsHold(_ rule: StopRule) {
    let report = checkStopRule(rule, on: Self.records)
    #expect(report.isRight, "\(report)")
  }

  /// Or the laws would say nothing of the rule.
  @Test(arguments: plain)
  func everyRuleHoldsAtSomeIteratesOnly(_ rule: StopRule) {
    var monitor = StopMonitor(rule)
    let stops = Self.records.count { monitor.check($0) != nil }
    #expect(stops > 0 && stops < Self.records.count)
  }

  @Test(arguments: plain + combined)
  func rulesAndReasonsAreStorable(_ rule: StopRule) throws {
    let data = try JSONEncoder().encode(StopReason.exhausted(rule))
    #expect(try JSONDecoder().decode(StopReason.self, from: data) == .exhausted(rule))
  }

  @Test func aRecordOfNothingFiresNothing() {
    for rule in Self.plain {
      var monitor = StopMonitor(rule)
      for _ in 0..<9 {
        #expect(monitor.check(StepRecord()) == nil, "\(rule)")
      }
    }
  }

  @Test func violationsAreNoticed() {
    let slow = StopRule.slow(ratio: 0.7, steps: 2), either = StopRule.loss(1e-3) || slow
    #expect(!checkStopRule(.loss(1e-3), on: Self.records, by: FiresAtNaN.self).isDeafToNaN)
    #expect(!checkStopRule(slow, on: Self.records, by: Forgetful.self).stopsWhereItHolds)
    #expect(!checkStopRule(either, on: Self.records, by: Imprecise.self).namesWhatHolds)
    #expect(!checkStopRule(slow, on: Self.records, by: Shared.self).copiesAreIndependent)
  }
}

/// Takes "not above" for "below".
private struct FiresAtNaN: RuleMonitor {
  let rule: StopRule
  init(_ rule: StopRule) { self.rule = rule }
  func check(_ record: StepRecord) -> StopReason? {
    guard case .loss(let bound) = rule, !(record.loss > bound) else { return nil }
    return .converged(rule)
  }
}

/// Begins anew at every iterate.
private struct Forgetful: RuleMonitor {
  let rule: StopRule
  init(_ rule: StopRule) { self.rule = rule }
  func check(_ record: StepRecord) -> StopReason? {
    var monitor = StopMonitor(rule)
    return monitor.check(record)
  }
}

/// Names the whole rule, whichever part holds.
private struct Imprecise: RuleMonitor {
  var monitor: StopMonitor
  init(_ rule: StopRule) { monitor = StopMonitor(rule) }
  mutating func check(_ record: StepRecord) -> StopReason? {
    monitor.check(record).map { _ in .exhausted(monitor.rule) }
  }
}

/// One memory for all copies.
private struct Shared: RuleMonitor {
  private final class Memory: @unchecked Sendable {
    var monitor: StopMonitor
    init(_ monitor: StopMonitor) { self.monitor = monitor }
  }
  private let memory: Memory
  init(_ rule: StopRule) { memory = Memory(StopMonitor(rule)) }
  func check(_ record: StepRecord) -> StopReason? { memory.monitor.check(record) }
}
