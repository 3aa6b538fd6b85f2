internal import LinearAlgebra
internal import LowRankOptimization

/// Rank growth on one set of measurements, a settled rank at a time.
///
/// With a guess every rank is settled three times and the best is kept: from the rank before, from
/// the guess's leading terms, and from the leading terms of one rank more, itself settled so from
/// above, in the factors. Excess rank is a way around bad minima: 115 atoms known to 15 Å are found
/// only so.
struct MeasuredGrowth<Point: FixedRank & QuadraticFactorization & Startable, Map: MeasurementMap>:
  Sendable
{
  typealias Objective = Fit<Point, Map, SquaredLoss>
  typealias State = LevenbergMarquardt<Objective>.State

  let fit: Objective
  /// Of which every settling is one phase.
  private let pursuit: Pursuit<Objective>
  /// What the measurements alone suggest W is; nil where they suggest nothing.
  private let guess: SpectralForm?
  /// From above: the guess settled at its own rank, then at each rank below.
  private var descended: [Settled] = []
  private(set) var state: State
  /// Conjugate gradient iterations so far, whatever came of them.
  private(set) var iterations = 0
  private var spent = 0

  init(_ map: Map, _ target: [Double], guess: SpectralForm?, iterations: Int) {
    fit = Fit(map, target: target, loss: SquaredLoss())
    self.guess = guess
    var pursuit = Pursuit<Objective>()
    pursuit.inner.iterations = iterations
    self.pursuit = pursuit
    state = pursuit.inner.start(fit, at: fit.start(.zeroRank, rank: 0))
  }

  /// A settled state and the conjugate gradient iterations that it took.
  private struct Settled: Sendable {
    let state: State
    var iterations: Int
  }

  var form: SpectralForm { state.form }
  var rank: Int { form.rank / Point.columnsPerRank }
  var relativeResidual: Double { state.relativeResidual }

  /// Grows by one rank and settles there; false where no term helps.
  mutating func advance() -> Bool {
    let before = form.rank
    guard let grown = Pursuit.appending(fit, form, state.residual) else { return false }
    state = pursuit.inner.start(fit, at: grown)
    guard form.rank > before else { return false }
    // Taken whatever its residual: it is the growth itself, which the guess may only improve.
    take(settled(from: state)) { _, _ in true }
    if let guess, guess.rank >= form.rank {
      take(settled(guess.truncated(to: form.rank))) { $0 < $1 }
      descend(from: guess)
      take(descended[guess.rank - form.rank]) { $0 < $1 }
    }
    return true
  }

  /// All ranks at once, at the first one: each is settled from the rank above, so that none can be
  /// had without those. Its cost is booked on the topmost.
  private mutating func descend(from guess: SpectralForm) {
    guard descended.isEmpty else { return }
    var form = guess, work = 0
    for rank in stride(from: guess.rank, through: 1, by: -1) {
      form = roughlySettled(form.truncated(to: rank), &work)
      descended.append(settled(form))
    }
    descended[0].iterations += work
  }

  /// In the factors, where columns near zero are free to grow.
  private func roughlySettled(_ form: SpectralForm, _ work: inout Int) -> SpectralForm {
    var run = Run(
      fit, from: Point(spectral: form),
      by: GaussNewton(iterations: pursuit.inner.iterations))
    let end = run.finish(at: pursuit.settled, isInterruptible: false)
    work += run.state.innerIterations
    return end.point.spectral
  }

  private func settled(_ form: SpectralForm) -> Settled {
    settled(from: pursuit.inner.start(fit, at: Point(spectral: form)))
  }

  private func settled(from start: State) -> Settled {
    var run = Run(fit, resuming: start, by: pursuit.inner)
    _ = run.finish(at: pursuit.settled, isInterruptible: false)
    return Settled(state: run.state, iterations: run.state.innerIterations)
  }

  /// Moves to another settled state where its relative residual compares so with the present one;
  /// its work counts in any case.
  @discardableResult
  private mutating func take(
    _ other: Settled, where isBetter: (Double, Double) -> Bool
  ) -> Bool {
    iterations += other.iterations
    let moves = isBetter(other.state.relativeResidual, relativeResidual)
    if moves { state = other.state }
    return moves
  }

  /// The iterations since they were last asked for.
  ///
  /// What a step took is asked for once, when its record is written.
  mutating func spend() -> Int {
    defer { spent = iterations }
    return iterations - spent
  }

  /// Whether the leading terms alone, settled at their own rank, fit the data; moves there if so.
  ///
  /// Where a spurious minimum holds the true rank, one rank more leads past it, and leaves one
  /// singular value small: less than a tenth of the one before. Cost: one settling at a lower rank.
  mutating func retreat(tolerance: Double) -> Bool {
    let step = Point.columnsPerRank, s = form.singularValues
    let gaps = stride(from: step, to: form.rank, by: step).map { ($0, s[$0] / s[$0 - 1]) }
    guard let (kept, ratio) = gaps.min(by: { $0.1 < $1.1 }), ratio < 0.1 else { return false }
    return take(settled(form.truncated(to: kept))) { lower, _ in lower < tolerance }
  }

  /// Whether the measurements determine the answer, and if so whether it is a minimum of its rank.
  ///
  /// Cost: a uniqueness test of at most 300 iterations, and where it passes a test of second order.
  var certificate: Certificate {
    // If the measurements leave a direction open, second order at the point says nothing of it.
    let unique = Uniqueness(of: form, under: fit.measurement, over: Point.self, iterations: 300)
    guard unique.isUnique else { return unique.certificate }
    return Stationarity(of: Point(spectral: form), fit).certificate
  }

  /// A few nearly undamped steps: quadratic convergence makes the last digits nearly free.
  mutating func polish() {
    let solver = LevenbergMarquardt<Objective>(
      iterations: max(200, pursuit.inner.iterations), largestDamping: 1e-9)
    var run = Run(fit, resuming: state, by: solver)
    let steps = StopRule.iterations(state.record.iteration + 3)
    _ = run.finish(at: steps || .lessThanHalved, isInterruptible: false)
    iterations += run.state.innerIterations - state.innerIterations
    state = run.state
  }
}

/// Where growth is between two ranks.
public struct GrowthState: Sendable, Codable {
  /// A settled point and the conjugate gradient iterations that it took.
  ///
  /// Not the solver's state: what follows from the point and the data is made again.
  struct Candidate: Sendable, Codable {
    let point: SettledPoint
    let iterations: Int
  }

  var settled: SettledPoint
  /// The guess from above, once it has been taken.
  var descended: [Candidate]
  var iterations: Int
  var spent: Int
}

extension MeasuredGrowth {
  var progress: GrowthState {
    GrowthState(
      settled: state.settled,
      descended: descended.map { .init(point: $0.state.settled, iterations: $0.iterations) },
      iterations: iterations, spent: spent)
  }

  mutating func resume(at progress: GrowthState) {
    state = pursuit.inner.start(fit, at: progress.settled)
    descended = progress.descended.map {
      Settled(state: pursuit.inner.start(fit, at: $0.point), iterations: $0.iterations)
    }
    (iterations, spent) = (progress.iterations, progress.spent)
  }
}
