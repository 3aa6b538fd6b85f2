internal import LinearAlgebra
internal import LowRankOptimization

/// Whether the data are exactly low-rank: at every rank a start from a Bayesian path, descent to
/// round-off, and a test that the fit found is the only one.
///
/// Any rank above the true one has exact fits too, so ranks are tried from below, and rank k is
/// tried from rank k + 1 as well before rank k + 1 itself.
///
/// Noisy data end the search early. A rank that fits noise lowers the residual's energy by about
/// its share of the remaining degrees of freedom, at most twice that for the greediest choice; a
/// rank that fits signal lowers it by much more. Two ranks running that look like noise
/// (`Stages.ranksOfNoise`) end the search, and so does `budget`.
///
/// Cost: walks × ranks × (sweeps + descents). Noisy tables are mostly given up within the first
/// ranks of the first walk.
struct ExactSearch: Sendable {
  /// No rank above this; nil for all that so many cells can determine.
  var maxRank: Int?
  /// The most multiplications to spend; nil for no limit.
  var budget: Double? = 2e10
  /// Relative residual that counts as round-off.
  var tolerance = 1e-9
  /// Sweeps at each rank, one walk along all ranks for each number.
  ///
  /// Few sweeps start far from the answer but are slow to commit, many the other way round; near
  /// the information limit each finds matrices that the others miss. Later walks are taken only
  /// when the first neither recovers the matrix nor meets noise.
  var walks = [24, 6, 60, 12, 100]

  /// How a search has ended.
  enum Outcome: Sendable {
    /// At round-off and locally unique.
    case recovered(Exact)
    /// At round-off, but other matrices of the same rank fit as well.
    case notUnique(Exact)
    /// What the ranks explained looks like noise.
    case noise
    /// The residual stayed above round-off at every rank that so few cells can determine, whose
    /// energies these are, or the search was given up.
    case notFound(energies: [Double])
    case interrupted(Interruption)
  }

  /// What a search without an answer has found out.
  struct Finding: Sendable, Codable {
    /// A fit at round-off that is not the only one.
    var ambiguous: Exact?
    /// Whether every rank that so few cells can determine was tried, or the search given up,
    /// without meeting noise.
    var mayBeExact = false
    /// Where all those ranks were tried: what the fits of the last walk left of the data's energy
    /// at rank 0, 1, …. Empty elsewhere.
    var energies: [Double] = []
  }

  /// A fit at round-off, with all that decides whether it is an answer.
  struct Exact: Sendable, Codable {
    let form: SpectralForm
    let path: [RankRecord]
    let relativeResidual: Double
    /// Whether the tangent problem at the fit has the zero solution only (`Uniqueness`).
    let uniqueness: Uniqueness
    /// The error that rounding of the data has caused, to be expected of W relative to its norm;
    /// nil where the fit is not unique.
    let expectedError: Double?
    /// Whether the residual is rounding alone, or else there are cells enough to tell a near miss
    /// from data that were rounded before.
    let isSettled: Bool
    /// Whether the fit is settled and the only one of its rank, its expected error that of exact
    /// data.
    let isDetermined: Bool
    let iterations: Int
  }

  /// Where a search is between two ranks: with it the search goes on as if never interrupted.
  struct Progress: Sendable, Codable {
    /// The number of the walk.
    var walk: Int
    var path: ExactPath.State
    /// Multiplications in the walks before.
    var spent: Double
    /// What the walk before left at each rank.
    var energies: [Double]
    var ambiguous: Exact?
  }

  /// - Parameters:
  ///   - progress: where to begin; nil for the beginning.
  ///   - keep: called after every rank with where the search is.
  func run(
    _ data: Observations, from progress: Progress? = nil, keep: (Progress) -> Void = { _ in },
    observe: (RankRecord) -> Interruption?
  ) -> Outcome {
    // Of zeros every rank is an exact fit, and rank 0 says as much.
    guard data.values.norm > 0 else { return .noise }
    let fit = Self.fit(data)
    var spent = progress?.spent ?? 0, ambiguous = progress?.ambiguous
    var energies = progress?.energies ?? []
    for number in (progress?.walk ?? 0)..<walks.count {
      var walk = Walk(
        path: ExactPath(data, fit, sweeps: walks[number], limit: maxRank, tolerance: tolerance),
        spent: spent, ambiguous: ambiguous)
      // Only the walk that was interrupted goes on from a state; later ones begin at rank 0.
      if let progress, progress.walk == number { walk.path.state = progress.path }
      switch take(&walk, fit, data, keep: { keep($0.progress(number, energies)) }, observe) {
      case .recovered(let exact): return .recovered(exact)
      case .interrupted(let why): return .interrupted(why)
      case .noise: return .noise
      case .overBudget:
        return walk.ambiguous.map { .notUnique($0) } ?? .notFound(energies: energies)
      case .ranksExhausted:
        (spent, ambiguous) = (spent + walk.path.stages.history.cost, walk.ambiguous)
        energies = walk.path.stages.history.energies
      }
    }
    return ambiguous.map { .notUnique($0) } ?? .notFound(energies: energies)
  }

  /// One more attempt from an approximate answer: the first rank from `ranks` at which descent from
  /// its leading part reaches round-off and a matrix that is the only one.
  ///
  /// The energies do not matter here: a rank is not refused for looking like noise, as there is an
  /// answer to be held against.
  func refine(_ answer: SpectralForm, ranks: ClosedRange<Int>, _ data: Observations) -> Exact? {
    let fit = Self.fit(data)
    var stages = Stages(data, limit: maxRank)
    for rank in ranks where rank > 0 && rank <= min(stages.limit, answer.rank) {
      let attempt = ExactAttempt(fit, from: answer.truncated(to: rank), tolerance: tolerance)
      _ = stages.record(attempt)
      if let exact = judge(attempt, fit, stages), exact.isDetermined {
        return pursue(from: exact.form, fit, data, &stages) { _ in nil } ?? exact
      }
    }
    return nil
  }

  private static func fit(_ data: Observations) -> ExactAttempt.Data {
    Fit(
      EntrySampling(data.pattern), target: data.values, loss: SquaredLoss(), over: Asymmetric.self)
  }
}
