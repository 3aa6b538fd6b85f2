internal import LinearAlgebra
internal import LowRankOptimization

/// What an exact search has tried so far: the path, its cost, and what each rank explained.
struct Stages: Sendable {
  /// All that changes from rank to rank.
  var tally = Tally()
  /// The largest rank worth trying.
  let limit: Int
  private let data: Observations
  private let budget: MeasurementBudget
  private let clock = ContinuousClock()
  private var began: ContinuousClock.Instant

  init(_ data: Observations, limit: Int?) {
    self.data = data
    budget = data.budget
    self.limit = min(limit ?? .max, budget.largestDeterminedRank)
    began = clock.now
  }

  struct Tally: Sendable, Codable {
    var path: [RankRecord] = []
    /// Multiplications spent, roughly.
    var cost = 0.0
    var iterations = 0
    /// ‖residual‖² / ‖data‖² of the best fit at rank 0, 1, ….
    var energies = [1.0]
  }

  mutating func spend(sweeps: Int, rank: Int) {
    let lines = Double(data.rows + data.columns), width = Double(rank)
    tally.cost +=
      Double(sweeps) * (Double(data.count) * width * width + lines * width * width * width)
  }

  mutating func spend(_ attempt: ExactAttempt) {
    tally.iterations += attempt.iterations
    tally.cost +=
      Double(attempt.iterations) * 8 * Double(attempt.state.form.rank)
      * Double(data.count + data.rows + data.columns)
  }

  mutating func record(_ attempt: ExactAttempt) -> RankRecord {
    spend(attempt)
    tally.energies.append(attempt.residual * attempt.residual)
    let loss = attempt.state.record.loss
    var record = RankRecord(
      rank: attempt.state.form.rank, loss: loss,
      trainRMSE: (2 * loss / Double(data.count)).squareRoot(), heldOut: nil,
      iterations: attempt.iterations, seconds: (clock.now - began).inSeconds)
    record.gradientNorm = attempt.gradientNorm
    record.singularValues = Array(
      attempt.state.form.singularValues.prefix(RankRecord.shownSingularValues))
    began = clock.now
    tally.path.append(record)
    return record
  }

  /// Whether one rank more explains nearly all that was left: then one direction of the last rank
  /// may only have stood in for the new one.
  func suggestsStandIn(_ mean: SpectralForm, _ fit: ExactAttempt.Data) -> Bool {
    var residual = [Double](repeating: 0, count: data.count)
    fit.residual(of: mean.lowRank, into: &residual)
    let share = residual.norm / data.values.norm
    return share * share < 0.05 * tally.energies[tally.energies.count - 1]
  }

  /// Whether every rank explained more than half of what was left, as it does of a matrix whose
  /// singular values fall geometrically: such a search is worth its cost, and tables are not so.
  var isDescending: Bool {
    zip(tally.energies, tally.energies.dropFirst()).allSatisfy { $1 < 0.5 * $0 }
  }

  /// Whether the rank after this one would explain visibly less of noise than of signal.
  func tellsNoise(beyond rank: Int) -> Bool { rank < budget.largestRankShowingNoise }

  /// How many of the last ranks running have explained no more than noise would give them.
  var ranksOfNoise: Int { budget.ranksOfNoise(tally.energies) }
}
