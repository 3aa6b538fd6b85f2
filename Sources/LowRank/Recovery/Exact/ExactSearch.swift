internal import LinearAlgebra

/// Whether the data are exactly low-rank: rank growth to round-off, and a test that the fit found
/// is the only one.
///
/// Noisy data end the search early. A rank that fits noise lowers the residual's energy by about
/// its share of the remaining degrees of freedom, at most twice that for the greediest choice; a
/// rank that fits signal lowers it by much more. Two ranks running below `evidence` times their
/// share end the search, and so does `budget`, unless the data are known to be nearly exact.
struct ExactSearch: Sendable {
  var maxRank: Int?
  /// The most multiplications to spend; nil for no limit.
  var budget: Double? = 1e10
  /// How many times its share of the degrees of freedom a rank must explain to count as signal.
  var evidence = 2.0
  /// Relative residual that counts as round-off.
  var tolerance = 1e-9

  enum Outcome: Sendable {
    /// At round-off and locally unique.
    case recovered(Exact)
    /// At round-off, but other matrices of the same rank fit as well.
    case notUnique(Exact)
    /// The residual stayed above round-off.
    case notExact
    case overBudget
    case interrupted(Interruption)
  }

  struct Exact: Sendable {
    let form: SpectralForm
    let path: [RankRecord]
    let relativeResidual: Double
    let uniqueness: Uniqueness
    let iterations: Int
  }

  func run(_ data: Observations, observe: (RankRecord) -> Interruption?) -> Outcome {
    guard data.values.norm > 0 else { return .notExact }
    let fit = Fit(
      EntrySampling(data.pattern), target: data.values, loss: SquaredLoss(), over: Asymmetric.self)
    return run(fit, from: SpectralForm(rows: data.rows, columns: data.columns), data, observe)
  }

  private func run(
    _ fit: Fit<Asymmetric, EntrySampling, SquaredLoss>, from start: SpectralForm,
    _ data: Observations, _ observe: (RankRecord) -> Interruption?
  ) -> Outcome {
    let pursuit = Pursuit<Fit<Asymmetric, EntrySampling, SquaredLoss>>()
    var state = pursuit.start(fit, at: Asymmetric(spectral: start))
    var stages = Stages(data, limit: maxRank)
    while true {
      if state.isSettled, state.inner.form.rank > 0 {
        if let interruption = observe(stages.record(state)) { return .interrupted(interruption) }
        if state.inner.relativeResidual < tolerance { return verdict(fit, state, stages) }
        if stages.ranksOfNoise(evidence) >= 2 { return .notExact }
        if let budget, stages.cost > budget { return .overBudget }
      }
      guard !state.isSettled || state.inner.form.rank < stages.limit else { return .notExact }
      pursuit.step(fit, &state)
    }
  }

  private func verdict(
    _ fit: Fit<Asymmetric, EntrySampling, SquaredLoss>,
    _ state: Pursuit<Fit<Asymmetric, EntrySampling, SquaredLoss>>.State, _ stages: Stages
  ) -> Outcome {
    var inner = state.inner
    // Quadratic convergence makes the last digits nearly free; they are what κ = 1e5 needs.
    let polish = LevenbergMarquardt<Fit<Asymmetric, EntrySampling, SquaredLoss>>(iterations: 200)
    inner.damping = min(inner.damping, 1e-9)
    for _ in 0..<3 where inner.ratio < 0.5 || inner.relativeResidual > 1e-13 {
      polish.step(fit, &inner)
      if inner.ratio > 0.5 { break }
    }
    let unique = Uniqueness(of: inner.form, under: fit.measurement)
    let exact = Exact(
      form: inner.form, path: stages.path, relativeResidual: inner.relativeResidual,
      uniqueness: unique, iterations: inner.innerIterations)
    let determined = Self.everyLineDetermined(fit.measurement.pattern, rank: inner.form.rank)
    return unique.isUnique && determined ? .recovered(exact) : .notUnique(exact)
  }

  /// A row with fewer than k entries leaves its k coefficients open.
  private static func everyLineDetermined(_ pattern: SparsityPattern, rank k: Int) -> Bool {
    (0..<pattern.rows).allSatisfy { pattern.count(inRow: $0) >= k }
      && (0..<pattern.columns).allSatisfy { pattern.count(inColumn: $0) >= k }
  }
}

/// What the stages of a pursuit have shown so far.
private struct Stages {
  private(set) var path: [RankRecord] = []
  private(set) var cost = 0.0
  let limit: Int
  private let data: Observations
  private var energies = [1.0]
  private var innerIterations = 0
  private let clock = ContinuousClock()
  private var began: ContinuousClock.Instant

  init(_ data: Observations, limit: Int?) {
    self.data = data
    self.limit = min(limit ?? .max, data.largestDeterminedRank)
    began = clock.now
  }

  mutating func record<S>(_ state: Pursuit<S>.State) -> RankRecord {
    let inner = state.inner, rank = inner.form.rank
    let spent = inner.innerIterations - innerIterations
    innerIterations = inner.innerIterations
    cost += Double(spent) * 8 * Double(rank) * Double(data.count + data.rows + data.columns)
    energies.append(inner.relativeResidual * inner.relativeResidual)
    let record = RankRecord(
      rank: rank, loss: inner.record.loss,
      trainRMSE: (2 * inner.record.loss / Double(data.count)).squareRoot(), heldOut: nil,
      iterations: spent, seconds: (clock.now - began).seconds)
    began = clock.now
    path.append(record)
    return record
  }

  /// How many ranks running have explained no more than `evidence` times their share.
  func ranksOfNoise(_ evidence: Double) -> Int {
    var count = 0
    for k in stride(from: energies.count - 1, to: 0, by: -1) {
      let before = data.degreesOfFreedom(rank: k - 1)
      let share =
        Double(data.degreesOfFreedom(rank: k) - before) / Double(max(1, data.count - before))
      guard 1 - energies[k] / energies[k - 1] < evidence * share else { break }
      count += 1
    }
    return count
  }
}
