internal import LinearAlgebra
internal import LowRankOptimization

/// Which model and rank of a noisy table, by held-out error: the model with the least, and of its
/// ranks the smallest that does as well.
///
/// All candidate models walk the same rank path side by side; one that is a tenth worse than the
/// best once three ranks are known is dropped. The walk ends when the error has been worse for two
/// ranks running, or beyond rank 30 falls by less than half a percent.
struct TableSearch: Sendable {
  var units: Units
  /// Only this rank, where the user said so.
  var rank: Int?
  var maxRank: Int?
  var sweeps = 2
  /// Whether additive effects may be used; nil lets the held-out error decide.
  var centred: Bool?

  /// Whether a person limited the rank.
  var limitsRank: Bool { rank != nil || maxRank != nil }

  struct Choice: Sendable {
    let model: TableModel
    let rank: Int
    let path: [RankRecord]
    let best: TablePath.Stop
    let holdOut: HoldOut
    /// The held-out error of the mean alone, and of row and column effects.
    let meanError: HeldOutError
    let effectsError: HeldOutError
    let meanResiduals: [Double]
    let reason: RecoveryReason
  }

  /// Where a search is between two steps: with it the search goes on as if never interrupted.
  struct Progress: Sendable, Codable {
    var paths: [TablePath.Progress]
    var turn: Turn
  }

  /// Who is next: the place in the list of ranks, and in the list of the models still alive.
  struct Turn: Sendable, Codable {
    var rank = 0
    var model = 0
    var alive: [Int]
  }

  /// - Parameters:
  ///   - progress: where to begin; nil for the beginning.
  ///   - keep: called after every rank of a model with where the search is.
  func run(
    _ data: Observations, _ holdOut: HoldOut, from progress: Progress? = nil,
    keep: (Progress) -> Void = { _ in },
    observe: (TableModel, RankRecord) -> Interruption?
  ) -> Choice {
    let baseline = Baseline(data, holdOut, units), side = min(data.rows, data.columns)
    var paths = models(for: data).map {
      TablePath(
        data, $0, holdOut, wanted: rank.map { min($0, side) }, countsEffect: limitsRank)
    }
    var turn = Turn(alive: Array(paths.indices))
    if let progress {
      precondition(progress.paths.count == paths.count, "progress with other models")
      for k in paths.indices { paths[k].resume(at: progress.paths[k]) }
      turn = progress.turn
    }
    let ranks = ranks(for: data)
    while turn.rank < ranks.count {
      while turn.model < turn.alive.count {
        let k = turn.alive[turn.model]
        let path = Execution.current.attempt {
          var path = paths[k]
          path.advance(to: ranks[turn.rank], sweeps: sweeps, units: units)
          return path
        }
        guard let path else {
          keep(Progress(paths: paths.map(\.progress), turn: turn))
          return choose(paths, baseline, holdOut, .interrupted(.cancelled))
        }
        paths[k] = path
        turn.model += 1
        let interruption = observe(paths[k].model, paths[k].records.last!)
        keep(Progress(paths: paths.map(\.progress), turn: turn))
        if let interruption {
          return choose(paths, baseline, holdOut, .interrupted(interruption))
        }
      }
      drop(&turn, after: ranks[turn.rank], paths)
      if turn.alive.isEmpty { return choose(paths, baseline, holdOut, .heldOutErrorRose) }
      (turn.rank, turn.model) = (turn.rank + 1, 0)
    }
    return choose(paths, baseline, holdOut, .pathEnded)
  }

  /// Takes out the models that are behind, or whose path has ended.
  private func drop(_ turn: inout Turn, after rank: Int, _ paths: [TablePath]) {
    let least = turn.alive.map { paths[$0].leastError }.min() ?? .infinity
    turn.alive.removeAll { k in
      let behind = rank >= 3 && paths[k].leastError > 1.1 * least
      // A rank that was asked for is reached, however the ranks on the way to it do.
      let ended = paths[k].ranksSinceLeast >= 2 || Self.flat(paths[k].records)
      return behind || (self.rank == nil && ended)
    }
  }

  private func models(for data: Observations) -> [TableModel] {
    TableModel.candidates(for: data).filter { model in
      centred.map { $0 == model.hasEffects } ?? true
    }
  }

  /// 1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, … in steps of about a quarter, below the smaller side.
  func ranks(for data: Observations) -> [Int] {
    let side = min(data.rows, data.columns), cap = min(maxRank ?? .max, max(1, side - 1))
    if let rank = rank.map({ min($0, side) }) {
      return [Int](Set(Self.path(below: rank) + [rank])).sorted()
    }
    return Self.path(below: cap + 1)
  }

  static func path(below limit: Int) -> [Int] {
    var result: [Int] = [], rank = 1
    while rank < limit {
      result.append(rank)
      rank += max(1, rank / 4)
    }
    return result
  }

  private static func flat(_ records: [RankRecord]) -> Bool {
    guard records.count >= 2, let last = records.last, last.rank > 30 else { return false }
    let before = records[records.count - 2].heldOut?.rmse ?? .infinity
    return (last.heldOut?.rmse ?? .infinity) > 0.995 * before
  }

  private func choose(
    _ paths: [TablePath], _ baseline: Baseline, _ holdOut: HoldOut, _ reason: RecoveryReason
  ) -> Choice {
    let winner = paths.filter { $0.best != nil }.min { $0.leastError < $1.leastError }
    if let winner, let best = winner.best,
      rank != nil || best.error.rmse < baseline.effectsError.rmse
    {
      return Choice(
        model: winner.model, rank: best.rank, path: winner.records, best: best, holdOut: holdOut,
        meanError: baseline.meanError, effectsError: baseline.effectsError,
        meanResiduals: baseline.meanResiduals, reason: reason)
    }
    return Choice(
      model: .effects, rank: 0, path: winner?.records ?? [], best: baseline.best, holdOut: holdOut,
      meanError: baseline.meanError, effectsError: baseline.effectsError,
      meanResiduals: baseline.meanResiduals,
      reason: reason.isInterruption ? reason : .noFactorHelped)
  }
}
