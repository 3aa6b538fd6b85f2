/// A stop rule at work: the rule, the losses it looks back on and the steps it has counted.
///
/// It knows the iterates that it was shown, the first of which was led to by no step of its run. A
/// value like everything else, so a solver that runs another one inside may hold its own; a copy
/// goes on to the same answers.
public struct StopMonitor: Sendable {
  public let rule: StopRule
  /// The last losses, overwritten in turn, so that checking never allocates.
  private var losses: [Double]
  private var seen = 0
  private var slowSteps: [SlowSteps]

  /// How many steps running left more than `ratio` of the residual.
  private struct SlowSteps: Sendable {
    let ratio: Double
    var count = 0
  }

  public init(_ rule: StopRule) {
    self.rule = rule
    losses = Array(repeating: .infinity, count: rule.memory + 1)
    slowSteps = rule.slowRatios.map { SlowSteps(ratio: $0) }
  }

  /// The reason to stop at this iterate, if there is one. Call once per iterate, in order.
  public mutating func check(_ record: StepRecord) -> StopReason? {
    losses[seen % losses.count] = record.loss
    seen += 1
    countSlowSteps()
    guard let fired = firing(rule, record) else { return nil }
    return fired.meansConvergence ? .converged(fired) : .exhausted(fired)
  }

  /// The innermost rule that holds; for `all`, the whole of it.
  private func firing(_ rule: StopRule, _ record: StepRecord) -> StopRule? {
    switch rule {
    case .iterations(let limit): return record.iteration >= limit ? rule : nil
    case .time(let limit): return record.elapsed >= limit ? rule : nil
    case .loss(let bound): return record.loss <= bound ? rule : nil
    case .gradientNorm(let bound): return record.gradientNorm <= bound ? rule : nil
    case .relativeResidual(let bound): return record.relativeResidual <= bound ? rule : nil
    case .stalled(let relative, let window): return hasStalled(relative, window) ? rule : nil
    case .slow(let ratio, let steps): return isSlow(ratio, steps) ? rule : nil
    case .damping(let bound): return record.damping > bound ? rule : nil
    case .any(let rules):
      for k in rules.indices { if let fired = firing(rules[k], record) { return fired } }
      return nil
    case .all(let rules):
      for k in rules.indices where firing(rules[k], record) == nil { return nil }
      return rule
    }
  }

  private func hasStalled(_ relative: Double, _ window: Int) -> Bool {
    guard seen > window else { return false }
    return loss(before: window) - loss(before: 0) <= relative * loss(before: 0)
  }

  /// The loss so many iterates ago.
  private func loss(before steps: Int) -> Double { losses[(seen - 1 - steps) % losses.count] }

  private mutating func countSlowSteps() {
    guard !slowSteps.isEmpty, seen > 1 else { return }
    let (now, before) = (loss(before: 0), loss(before: 1))
    guard now < before else { return }
    for k in slowSteps.indices {
      let ratio = slowSteps[k].ratio
      slowSteps[k].count = now > ratio * ratio * before ? slowSteps[k].count + 1 : 0
    }
  }

  /// Rules of one ratio have counted the same steps.
  private func isSlow(_ ratio: Double, _ steps: Int) -> Bool {
    for k in slowSteps.indices where slowSteps[k].ratio == ratio {
      return slowSteps[k].count >= steps
    }
    return false
  }
}
