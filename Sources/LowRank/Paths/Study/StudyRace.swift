internal import LowRankOptimization

/// One fold of a study: a run that sees some of the data and is judged on the rest.
protocol StudyFold {
  var run: any StudyRun { get }
  /// Goes on to the next iterate to be recorded.
  mutating func advance()
}

/// A study on every fold side by side, until it has converged on all of them or the error on what is
/// hidden has been above its least for too long; the iterate with the least is the answer.
struct StudyRace<Fold: StudyFold, Stop> {
  var folds: [Fold]
  /// Where all folds are now.
  let stop: ([Fold]) -> Stop
  let error: (Stop) -> Double
  /// What is written down of it; iterations and seconds are filled in.
  let record: ([Fold], Stop) -> RankRecord

  struct Outcome {
    let best: Stop
    /// How many recorded iterates lead to the best.
    let advances: Int
    let records: [RankRecord]
    let reason: RecoveryReason
  }

  mutating func run(observe: (RankRecord) -> Interruption?) -> Outcome {
    var best = stop(folds), advances = 0, bestIteration = 0
    var records: [RankRecord] = [], reason: RecoveryReason?
    while reason == nil {
      let clock = ContinuousClock(), began = clock.now, before = iterations
      for f in folds.indices { folds[f].advance() }
      let next = stop(folds)
      var record = record(folds, next)
      record.iterations = iterations - before
      record.seconds = (clock.now - began).inSeconds
      records.append(record)
      if error(next) < error(best) {
        (best, advances, bestIteration) = (next, records.count, iterations)
      }
      reason =
        observe(record).map { .interrupted($0) }
        ?? end(iterates: records.count - advances, iterations: iterations - bestIteration)
    }
    return Outcome(best: best, advances: advances, records: records, reason: reason!)
  }

  private var iterations: Int { folds.map(\.run.record.iteration).max() ?? 0 }

  /// Why all folds are done, the worst first; nil while one of them goes on.
  private func end(iterates: Int, iterations: Int) -> RecoveryReason? {
    let reasons = folds.map(\.run.reason)
    if reasons.contains(.diverged) { return .diverged }
    if folds.allSatisfy({ $0.run.isPatienceOver(iterates: iterates, iterations: iterations) }) {
      return .heldOutErrorRose
    }
    guard reasons.allSatisfy({ $0 != nil }) else { return nil }
    return reasons.contains(.stepsSpent) ? .stepsSpent : reasons[0]
  }
}
