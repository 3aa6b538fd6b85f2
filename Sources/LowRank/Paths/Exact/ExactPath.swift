internal import LinearAlgebra
internal import LowRankOptimization

/// A walk along the ranks of a matrix that may be exactly low-rank: at every rank the posterior
/// mean of a variational fit, and descents from it to round-off.
///
/// The rank is that of the variational fit. Rank k is tried from rank k + 1 as well where that one
/// explains nearly all that was left, before rank k + 1 itself.
///
/// A path is not judged on hidden cells: `ExactSearch` asks of every attempt whether it is at
/// round-off. It is a `RecoveryPath` all the same, so that its state is stored, and gone on from,
/// like that of every other.
struct ExactPath: RecoveryPath {
  /// The descents of the last rank, from above first.
  private(set) var attempts: [ExactAttempt] = []
  /// The rank that was tried last, where one was.
  private(set) var record: RankRecord?
  var stages: Stages
  private var growth: BayesianPath
  private let fit: ExactAttempt.Data
  /// Relative residual below which an attempt counts as exact, and no other is made.
  private let tolerance: Double
  /// Of the last descent.
  private var form: SpectralForm

  init(
    _ data: Observations, _ fit: ExactAttempt.Data, sweeps: Int, limit: Int?, tolerance: Double
  ) {
    stages = Stages(data, limit: limit)
    growth = BayesianPath(data, sweeps: sweeps)
    (self.fit, self.tolerance) = (fit, tolerance)
    form = growth.mean
  }

  var rank: Int { growth.rank }

  /// One rank more, and descents from where the path then is; nil where the path stands still, as
  /// every rank it reaches has been tried.
  mutating func advance() -> PathStep? {
    let before = (rank: growth.rank, iterations: stages.history.iterations)
    growth.advance()
    guard growth.rank > before.rank else { return nil }
    stages.spend(sweeps: growth.sweeps, rank: growth.rank)
    (attempts, record) = ([], nil)
    let mean = growth.mean
    // From above first: if rank k is reached that way, an exact fit of rank k + 1 is worth nothing.
    if growth.rank > 1, stages.suggestsStandIn(mean, fit) {
      attempts.append(ExactAttempt(fit, from: growth.meanFromAbove(), tolerance: tolerance))
      stages.spend(attempts[0])
    }
    if growth.rank <= stages.limit, attempts.allSatisfy({ $0.residual >= tolerance }) {
      attempts.append(ExactAttempt(fit, from: mean, tolerance: tolerance))
      record = stages.record(attempts.last!)
    }
    if let last = attempts.last { form = last.state.form }
    return PathStep(rank: form.rank, iterations: stages.history.iterations - before.iterations)
  }

  func predict(at places: SparsityPattern) -> [Double] {
    var result = [Double](repeating: 0, count: places.count)
    places.sample(form.lowRank, into: &result)
    return result
  }

  /// Alike: exact data leave nothing to tell cells by.
  func deviations(at places: SparsityPattern) -> [Double] {
    Array(repeating: 1, count: places.count)
  }

  var singularValues: [Double] { form.singularValues }

  struct State: Sendable, Codable {
    var posterior: VariationalFit.Posterior
    var history: Stages.History
    var form: SpectralForm

    // Checkpoints are read by the names they were written with.
    private enum CodingKeys: String, CodingKey {
      case posterior, form
      case history = "tally"
    }
  }

  /// Attempts are not in it: they are judged before the state is kept, and made again from it.
  var state: State {
    get { State(posterior: growth.fit.posterior, history: stages.history, form: form) }
    set {
      growth.fit.posterior = newValue.posterior
      (stages.history, form) = (newValue.history, newValue.form)
      (attempts, record) = ([], nil)
    }
  }
}
