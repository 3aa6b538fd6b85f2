internal import LinearAlgebra
internal import LowRankOptimization

/// What an exact search has tried so far: the path, its cost, and what each rank explained.
///
/// Costs are counted in multiplications and not in seconds, so that whether a search is given up
/// depends on the data alone and not on the machine.
struct Stages: Sendable {
  /// All that changes from rank to rank.
  ///
  /// What a checkpoint has to keep; the rest follows from the data.
  var history = History()
  /// The largest rank worth trying.
  ///
  /// At most the largest rank with no more degrees of freedom than there are cells, beyond which
  /// every fit would be exact.
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

  struct History: Sendable, Codable {
    var path: [RankRecord] = []
    /// Multiplications spent, roughly.
    var cost = 0.0
    var iterations = 0
    /// ‖residual‖² / ‖data‖² of the best fit at rank 0, 1, ….
    var energies = [1.0]
  }

  /// A sweep forms a k × k system for every line, k² for each cell, and solves it, k³ for each
  /// line.
  mutating func spend(sweeps: Int, rank: Int) {
    let lines = Double(data.rows + data.columns), width = Double(rank)
    history.cost +=
      Double(sweeps) * (Double(data.count) * width * width + lines * width * width * width)
  }

  /// An iteration is a product with the tangent map and one with its adjoint: about 8 k
  /// multiplications for each cell, row and column.
  mutating func spend(_ attempt: ExactAttempt) {
    history.iterations += attempt.iterations
    history.cost +=
      Double(attempt.iterations) * 8 * Double(attempt.state.form.rank)
      * Double(data.count + data.rows + data.columns)
  }

  /// The seconds are those since the last record, sweeps included.
  mutating func record(_ attempt: ExactAttempt) -> RankRecord {
    spend(attempt)
    history.energies.append(attempt.residual * attempt.residual)
    let loss = attempt.state.record.loss
    var record = RankRecord(
      rank: attempt.state.form.rank, loss: loss,
      trainRMSE: (2 * loss / Double(data.count)).squareRoot(), heldOut: nil,
      iterations: attempt.iterations, seconds: (clock.now - began).inSeconds)
    record.gradientNorm = attempt.gradientNorm
    record.singularValues = Array(
      attempt.state.form.singularValues.prefix(RankRecord.shownSingularValues))
    began = clock.now
    history.path.append(record)
    return record
  }

  /// Whether one rank more explains nearly all that was left: then one direction of the last rank
  /// may only have stood in for the new one.
  ///
  /// Nearly all: less than a twentieth of the energy that the last rank left.
  func suggestsStandIn(_ mean: SpectralForm, _ fit: ExactAttempt.Data) -> Bool {
    var residual = [Double](repeating: 0, count: data.count)
    fit.residual(of: mean.lowRank, into: &residual)
    let share = residual.norm / data.values.norm
    return share * share < 0.05 * history.energies[history.energies.count - 1]
  }

  /// Whether every rank explained more than half of what was left, as it does of a matrix whose
  /// singular values fall geometrically: such a search is worth its cost, and tables are not so.
  ///
  /// Ill-conditioned matrices of many directions are then not given up for their cost.
  var isDescending: Bool {
    zip(history.energies, history.energies.dropFirst()).allSatisfy { $1 < 0.5 * $0 }
  }

  /// Whether the rank after this one would explain visibly less of noise than of signal.
  func tellsNoise(beyond rank: Int) -> Bool { rank < budget.largestRankShowingNoise }

  /// How many of the last ranks running have explained no more than noise would give them.
  var ranksOfNoise: Int { budget.ranksOfNoise(history.energies) }
}
