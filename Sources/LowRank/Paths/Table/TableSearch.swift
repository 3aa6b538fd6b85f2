internal import LinearAlgebra
internal import LowRankOptimization

/// Which model and rank of a noisy table, by held-out error: the model with the least, and of its
/// ranks the smallest that does as well; row and column effects alone where no factor helps.
struct TableSearch: Sendable {
  /// Only this rank, where the user said so.
  var rank: Int?
  var maxRank: Int?
  /// At each rank at least; `TableFit.advance` says why so few.
  var sweeps = 2
  /// Whether additive effects may be used; nil lets the held-out error decide.
  var centred: Bool?

  typealias Search = RankSearch<TablePath>

  func run(
    _ data: Observations, _ heldOut: HeldOutData<SparsityPattern>,
    from progress: Search.Progress? = nil, keep: (Search.Progress) -> Void = { _ in },
    observe: (PathName, RankRecord) -> Interruption?
  ) -> HeldOutChoice {
    // Before the search: whoever stops it is not kept waiting.
    let baseline = Baseline(heldOut), ranks = ranks(for: data)
    let candidates = models(for: data).map { model in
      Candidate(.table(model), on: heldOut) { path(on: $0.observations, model, along: ranks) }
    }
    var rule = RankRule.table
    // A rank beyond the shape means full rank.
    rule.rank = rank.map { min($0, data.rows, data.columns) }
    var search = Search(candidates, on: heldOut, by: rule)
    let (choice, reason) = search.run(from: progress, keep: keep, observe: observe)
    return HeldOutChoice(choice, reason, baseline)
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

  /// Asking for effects, or for none, leaves the models that agree.
  private func models(for data: Observations) -> [TableModel] {
    TableModel.candidates(for: data).filter { model in
      centred.map { $0 == model.hasEffects } ?? true
    }
  }

  /// 1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, … in steps of about a quarter, below the smaller side.
  func ranks(for data: Observations) -> [Int] {
    let side = min(data.rows, data.columns), cap = min(maxRank ?? .max, max(1, side - 1))
    if let rank = rank.map({ min($0, side) }) {
      return [Int](Set(RankSchedule.ranks(below: rank) + [rank])).sorted()
    }
    return RankSchedule.ranks(below: cap + 1)
  }
}
