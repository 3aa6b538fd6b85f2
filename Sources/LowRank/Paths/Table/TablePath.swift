internal import LinearAlgebra
internal import LowRankOptimization

/// One model of a noisy table along its rank path, on the cells that it may see.
///
/// Warm: every rank begins where the one before has ended, with one more component of the residual.
struct TablePath: RecoveryPath {
  private(set) var rank = 0
  private(set) var table: TableFit
  private let training: Observations
  /// The ranks to be visited, ascending, and how many of them have been.
  private let ranks: [Int]
  private var visited = 0
  private let sweeps: Int

  /// - Parameters:
  ///   - ranks: where the path leads.
  ///   - sweeps: the least number of sweeps at each rank.
  init(
    _ training: Observations, _ model: TableModel, along ranks: [Int], sweeps: Int,
    countsEffect: Bool
  ) {
    (self.training, self.ranks, self.sweeps) = (training, ranks, sweeps)
    table = TableFit(training, model, countsEffect: countsEffect)
  }

  mutating func advance() -> PathStep? {
    guard visited < ranks.count else { return nil }
    rank = ranks[visited]
    visited += 1
    let spent = table.advance(to: rank, sweeps: sweeps)
    return PathStep(rank: table.rank(advancedTo: rank), iterations: spent)
  }

  func predict(at places: SparsityPattern) -> [Double] { table.predict(at: places) }

  func deviations(at places: SparsityPattern) -> [Double] {
    let uncertainty = self.uncertainty, row = places.rowOfEntry
    return (0..<places.count).map { uncertainty.deviation(Int(row[$0]), Int(places.column[$0])) }
  }

  /// Cost: a thin decomposition of the factors.
  var singularValues: [Double] { SpectralForm(table.answer().factors).singularValues }

  /// How uncertain each cell is, before calibration. Cost: a pass over the cells seen.
  var uncertainty: TableUncertainty { TableUncertainty(table, trainedOn: training) }

  struct State: Sendable, Codable {
    var visited: Int
    var posterior: VariationalFit.Posterior
  }

  var state: State {
    get { State(visited: visited, posterior: table.fit.posterior) }
    set {
      (visited, table.fit.posterior) = (newValue.visited, newValue.posterior)
      rank = visited > 0 ? ranks[visited - 1] : 0
    }
  }
}
