public import LowRank

/// Whether a stop rule at work keeps its laws over given iterates.
public struct StopRuleReport: Sendable, Equatable {
  /// It stops at just those iterates where the rule's formula holds of all that it was shown.
  public let stopsWhereItHolds: Bool
  /// The reason names a part of the rule that holds there, as success where that part means it.
  public let namesWhatHolds: Bool
  /// A copy made half-way and the original go on to the same answers.
  public let copiesAreIndependent: Bool
  /// Iterates whose scalars are no numbers fire nothing.
  public let isDeafToNaN: Bool

  public var isRight: Bool {
    stopsWhereItHolds && namesWhatHolds && copiesAreIndependent && isDeafToNaN
  }
}

/// What watches iterates for a rule: `StopMonitor`, or in a test of the checker one that errs.
public protocol RuleMonitor: Sendable {
  init(_ rule: StopRule)
  mutating func check(_ record: StepRecord) -> StopReason?
}

extension StopMonitor: RuleMonitor {}

/// Shows the iterates to `rule`, once as they are and once with a NaN after each, past every stop.
///
///     #expect(checkStopRule(.loss(1e-3) || .slow(ratio: 0.7, steps: 3), on: records).isRight)
public func checkStopRule<M: RuleMonitor>(
  _ rule: StopRule, on records: [StepRecord], by _: M.Type = StopMonitor.self
) -> StopRuleReport {
  var stops = true, names = true
  // A NaN between two iterates takes a place in the window and must not end the run.
  for iterates in [records, records.flatMap { [$0, .noNumbers] }] {
    var monitor = M(rule)
    for k in iterates.indices {
      let seen = iterates[...k], reason = monitor.check(iterates[k])
      stops = stops && (reason != nil) == rule.holds(of: seen)
      names = names && reason.map { rule.mayEnd($0, seen) } ?? true
    }
  }
  var deaf = M(rule)
  return StopRuleReport(
    stopsWhereItHolds: stops, namesWhatHolds: names,
    copiesAreIndependent: copiesAgree(M(rule), on: records),
    isDeafToNaN: records.allSatisfy { _ in deaf.check(.noNumbers) == nil })
}

/// Whether both of two copies made half-way answer as one that was never copied.
private func copiesAgree<M: RuleMonitor>(_ fresh: M, on records: [StepRecord]) -> Bool {
  let half = records.count / 2
  var whole = fresh, original = fresh
  let answers = records.map { whole.check($0) }.dropFirst(half)
  for record in records.prefix(half) { _ = original.check(record) }
  var copy = original
  let later = records.dropFirst(half)
  return later.map { copy.check($0) } == Array(answers)
    && later.map { original.check($0) } == Array(answers)
}

extension StopRule {
  /// The rule's formula, of all iterates so far.
  fileprivate func holds(of seen: ArraySlice<StepRecord>) -> Bool {
    let last = seen[seen.endIndex - 1]
    switch self {
    case .iterations(let limit): return last.iteration >= limit
    case .time(let limit): return last.elapsed >= limit
    case .loss(let bound): return last.loss <= bound
    case .gradientNorm(let bound): return last.gradientNorm <= bound
    case .relativeResidual(let bound): return last.relativeResidual <= bound
    case .damping(let bound): return last.damping > bound
    case .stalled(let relative, let window):
      // As a formula of all iterates, where the monitor keeps only what it needs, so that the two
      // share no bookkeeping.
      guard seen.count > window else { return false }
      return seen[seen.endIndex - 1 - window].loss - last.loss <= relative * last.loss
    case .slow(let ratio, let steps):
      let falls = zip(seen, seen.dropFirst()).filter { $1.loss < $0.loss }
      return falls.count >= steps
        && falls.suffix(steps).allSatisfy { $1.loss > ratio * ratio * $0.loss }
    case .any(let rules): return rules.contains { $0.holds(of: seen) }
    case .all(let rules): return rules.allSatisfy { $0.holds(of: seen) }
    }
  }

  /// Whether a run that was shown these iterates may give this reason.
  fileprivate func mayEnd(_ reason: StopReason, _ seen: ArraySlice<StepRecord>) -> Bool {
    alternatives.contains {
      $0.holds(of: seen) && reason == ($0.meansConvergence ? .converged($0) : .exhausted($0))
    }
  }

  /// The parts of which one alone is reason enough.
  private var alternatives: [StopRule] {
    if case .any(let rules) = self { rules.flatMap(\.alternatives) } else { [self] }
  }
}

extension StepRecord {
  /// Before every iteration and every moment, and no scalar a number.
  fileprivate static var noNumbers: StepRecord {
    var record = StepRecord()
    (record.iteration, record.elapsed) = (-1, .seconds(-1))
    (record.loss, record.gradientNorm, record.relativeResidual) = (.nan, .nan, .nan)
    (record.stepSize, record.stepNorm, record.damping) = (.nan, .nan, .nan)
    return record
  }
}
