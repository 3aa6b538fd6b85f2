/// A stop rule at work: the rule and the losses it looks back on.
///
/// A value like everything else, so a solver that runs another one inside may hold its own.
public struct StopMonitor: Sendable {
  public let rule: StopRule
  /// The last losses, overwritten in turn, so that checking never allocates.
  private var losses: [Double]
  private var seen = 0

  public init(_ rule: StopRule) {
    self.rule = rule
    losses = Array(repeating: .infinity, count: rule.memory + 1)
  }

  /// The reason to stop at this iterate, if there is one. Call once per iterate, in order.
  public mutating func check(_ record: StepRecord) -> StopReason? {
    losses[seen % losses.count] = record.loss
    seen += 1
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
    case .stalled(let relative, let window):
      return hasStalled(record.loss, relative, window) ? rule : nil
    case .any(let rules):
      for k in rules.indices { if let fired = firing(rules[k], record) { return fired } }
      return nil
    case .all(let rules):
      for k in rules.indices where firing(rules[k], record) == nil { return nil }
      return rule
    }
  }

  private func hasStalled(_ loss: Double, _ relative: Double, _ window: Int) -> Bool {
    guard seen > window else { return false }
    return losses[(seen - 1 - window) % losses.count] - loss <= relative * loss
  }
}
