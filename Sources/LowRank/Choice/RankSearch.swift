internal import LinearAlgebra

/// The one search for a rank: candidate paths side by side on hidden measurements, and a rule.
///
/// A candidate that is a tenth worse than the best once three ranks are known is dropped; one whose
/// error has been above its least for as long as its patience lasts has ended.
///
/// Candidates take turns, a rank each, so that those that fall behind are known early, and a search
/// that is stopped has tried small ranks of all rather than all ranks of one. Dropping needs three
/// ranks, as some models are late: what effects give one of them at rank 1 costs another a
/// component.
public struct RankSearch<Path: RecoveryPath>: Sendable {
  public let data: HeldOutData<Path.Places>
  public let rule: RankRule
  private var candidates: [Candidate<Path>]

  public init(
    _ candidates: [Candidate<Path>], on data: HeldOutData<Path.Places>, by rule: RankRule
  ) {
    (self.candidates, self.data, self.rule) = (candidates, data, rule)
  }

  public typealias Progress = SearchProgress<Path.State>

  /// The rank that was kept, of the candidate that had the least error.
  public struct Choice: Sendable {
    public let name: PathName
    public let kept: JudgedRank
    public let records: [RankRecord]
    public let ruling: RankRuling
    public let reason: RecoveryReason
  }

  /// Either way there is a choice once a rank was judged: an interrupted search chooses among what
  /// it has seen. Cost: that of the steps; choosing is a pass over the residuals.
  ///
  /// - Parameters:
  ///   - progress: where to begin; nil for the beginning.
  ///   - keep: called after every rank of a candidate with where the search is.
  /// - Returns: the choice; nil where no rank was judged.
  public mutating func run(
    from progress: Progress? = nil, keep: (Progress) -> Void = { _ in },
    observe: (PathName, RankRecord) -> Interruption?
  ) -> (choice: Choice?, reason: RecoveryReason) {
    var turn = resume(at: progress)
    while !data.folds.isEmpty {
      while turn.next < turn.alive.count {
        let k = turn.alive[turn.next]
        // Nil where the step was cancelled half way: the candidate is as before, and worth keeping.
        let attempt = Execution.current.attempt { candidates[k].advanced(on: data) }
        guard let attempt else {
          keep(Progress(candidates: candidates.map(\.progress), turn: turn))
          return choose(.interrupted(.cancelled))
        }
        guard let next = attempt else {
          turn.alive.remove(at: turn.next)
          continue
        }
        candidates[k] = next
        turn.next += 1
        // Observed before it is kept: a snapshot then holds this event too.
        let interruption = observe(candidates[k].name, candidates[k].records.last!)
        keep(Progress(candidates: candidates.map(\.progress), turn: turn))
        if let interruption { return choose(.interrupted(interruption)) }
      }
      // Who is here has gone on past its patience, or has had no rank that was in vain.
      if turn.alive.isEmpty {
        let ends = candidates.lazy.compactMap(\.end)
        return choose(ends.first { $0 != .heldOutErrorRose } ?? .pathEnded)
      }
      if let reason = drop(&turn) { return choose(reason) }
      turn.next = 0
    }
    return choose(.pathEnded)
  }

  private mutating func resume(at progress: Progress?) -> SearchTurn {
    guard let progress else { return SearchTurn(alive: Array(candidates.indices)) }
    precondition(progress.candidates.count == candidates.count, "progress with other candidates")
    for k in candidates.indices { candidates[k].resume(at: progress.candidates[k]) }
    return progress.turn
  }

  /// Takes out the candidates that are behind or at their end; the reason if none is left.
  ///
  /// Decided once a round, when all that are alive have come to the same number of steps.
  private func drop(_ turn: inout SearchTurn) -> RecoveryReason? {
    let least = turn.alive.map { candidates[$0].leastError }.min() ?? .infinity
    var reason: RecoveryReason?
    turn.alive.removeAll { k in
      let candidate = candidates[k], rank = candidate.judged.last?.rank ?? 0
      if rank >= 3, candidate.leastError > 1.1 * least { return true }
      guard let end = candidate.end else { return false }
      // A rank that was asked for is reached, however the ranks on the way to it do.
      if rule.rank != nil, end == .heldOutErrorRose { return false }
      reason = end
      return true
    }
    return turn.alive.isEmpty ? reason ?? .heldOutErrorRose : nil
  }

  private func choose(_ reason: RecoveryReason) -> (Choice?, RecoveryReason) {
    let winner = candidates.filter { !$0.judged.isEmpty }.min { $0.leastError < $1.leastError }
    guard let winner,
      let verdict = rule.choose(winner.judged, weights: data.weights, data.budget)
    else { return (nil, reason) }
    return (
      Choice(
        name: winner.name, kept: winner.judged[verdict.place], records: winner.records,
        ruling: RankRuling(
          rule: rule, leastErrorRank: winner.judged[verdict.least].rank, reason: verdict.reason),
        reason: reason), reason
    )
  }

}

extension RecoveryPath {
  /// The path, at its beginning and on all of the data, taken as far as the choice went on the
  /// folds.
  ///
  /// By steps and not by rank: the answer depends on the way, so the same way is gone.
  public func refitted(to choice: JudgedRank) -> Self {
    var path = self
    for _ in 0..<choice.steps { if path.advance() == nil { break } }
    return path
  }
}

/// Where a search is between two steps: with it the search goes on as if never interrupted.
public struct SearchProgress<State: Sendable & Codable>: Sendable, Codable {
  var candidates: [CandidateProgress<State>]
  var turn: SearchTurn
}

/// Who is next: the place in the list of the candidates that are still alive.
struct SearchTurn: Sendable, Codable {
  var next = 0
  var alive: [Int]
}

/// The rule by which a rank was chosen, and why it chose it.
public struct RankRuling: Sendable, Equatable, Codable {
  public let rule: RankRule
  /// The rank of least held-out error.
  public let leastErrorRank: Int
  public let reason: RankRule.Reason

  public init(rule: RankRule, leastErrorRank: Int, reason: RankRule.Reason) {
    (self.rule, self.leastErrorRank, self.reason) = (rule, leastErrorRank, reason)
  }
}
