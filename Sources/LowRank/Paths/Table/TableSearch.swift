internal import LinearAlgebra
internal import LowRankOptimization

/// Which model and rank of a noisy table, by held-out error: the model with the least, and of its
/// ranks the smallest that does as well; row and column effects alone where no factor helps.
struct TableSearch: Sendable {
  /// Only this rank, where the user said so.
  var rank: Int?
  var maxRank: Int?
  var sweeps = 2
  /// Whether additive effects may be used; nil lets the held-out error decide.
  var centred: Bool?

  typealias Search = RankSearch<TablePath>

  func run(
    _ data: Observations, _ heldOut: HeldOutData<SparsityPattern>,
    from progress: Search.Progress? = nil, keep: (Search.Progress) -> Void = { _ in },
    observe: (PathName, RankRecord) -> Interruption?
  ) -> HeldOutChoice {
    let ranks = ranks(for: data)
    let candidates = models(for: data).map { model in
      Candidate(.table(model), on: heldOut) { path(on: $0.observations, model, along: ranks) }
    }
    var rule = RankRule.table
    rule.rank = rank.map { min($0, data.rows, data.columns) }
    var search = Search(candidates, on: heldOut, by: rule)
    let (choice, reason) = search.run(from: progress, keep: keep, observe: observe)
    return HeldOutChoice(choice, reason, Baseline(heldOut))
  }

  /// The model on all of the data, along the ranks that the search went.
  func path(on data: Observations, _ model: TableModel) -> TablePath {
    path(on: data, model, along: ranks(for: data))
  }

  private func path(
    on data: Observations, _ model: TableModel, along ranks: [Int]
  ) -> TablePath {
    // An effect that is a component counts where a person limited the rank.
    TablePath(
      data, model, along: ranks, sweeps: sweeps, countsEffect: rank != nil || maxRank != nil)
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

  package static func path(below limit: Int) -> [Int] {
    var result: [Int] = [], rank = 1
    while rank < limit {
      result.append(rank)
      rank += max(1, rank / 4)
    }
    return result
  }
}

/// What was chosen for a table by the hidden cells: a model and rank, or no factors at all.
package struct HeldOutChoice: Sendable {
  /// Nil where row and column effects alone predict as well.
  package let name: PathName?
  package let kept: JudgedRank
  package let path: [RankRecord]
  let baseline: Baseline
  package let ruling: RankRuling?
  package let reason: RecoveryReason

  package var rank: Int { kept.rank }

  /// The model whose factors were chosen; effects where none were, or by a study.
  var model: TableModel { if case .table(let model) = name { model } else { .effects } }

  /// - Parameter choice: of the search; nil where it judged no rank.
  init<Path>(
    _ choice: RankSearch<Path>.Choice?, _ reason: RecoveryReason, _ baseline: Baseline,
    keepsFactors: Bool = false
  ) {
    self.baseline = baseline
    path = choice?.records ?? []
    if let choice,
      keepsFactors || choice.ruling.rule.rank != nil
        || choice.kept.error.rmse < baseline.effectsError.rmse
    {
      (name, kept, ruling, self.reason) = (choice.name, choice.kept, choice.ruling, reason)
    } else {
      (name, kept, ruling) = (nil, baseline.judged, choice?.ruling)
      self.reason = reason.isInterruption ? reason : .noFactorHelped
    }
  }
}
