internal import LinearAlgebra
internal import LowRankOptimization

/// Rank growth on one set of measurements, a settled rank at a time.
///
/// With a guess every rank is settled three times and the best is kept: from the rank before, from
/// the guess's leading terms, and from the leading terms of one rank more, itself settled so from above, in
/// the factors. Excess rank is a way around bad minima: 115 atoms known to 15 Å are found only so.
struct MeasuredGrowth<Point: FixedRank & QuadraticFactorization & Startable, Map: MeasurementMap>:
  Sendable
{
  typealias Objective = Fit<Point, Map, SquaredLoss>

  let fit: Objective
  private let pursuit: Pursuit<Objective>
  private let guess: SpectralForm?
  /// From above: the guess settled at its own rank, then at each rank below.
  private var descended: [Pursuit<Objective>.State] = []
  private(set) var state: Pursuit<Objective>.State
  private var spent = 0

  init(_ map: Map, _ target: [Double], guess: SpectralForm?, iterations: Int) {
    fit = Fit(map, target: target, loss: SquaredLoss())
    self.guess = guess
    var pursuit = Pursuit<Objective>()
    pursuit.inner.iterations = iterations
    self.pursuit = pursuit
    state = pursuit.start(fit, at: fit.start(.zeroRank, rank: 0))
  }

  var form: SpectralForm { state.inner.form }
  var rank: Int { form.rank / Point.columnsPerRank }
  var relativeResidual: Double { state.inner.relativeResidual }

  /// Grows by one rank and settles there; false where no term helps.
  mutating func advance() -> Bool {
    let before = form.rank
    pursuit.step(fit, &state)
    guard form.rank > before else { return false }
    while !state.isSettled { pursuit.step(fit, &state) }
    if let guess, guess.rank >= form.rank {
      take(settled(guess.truncated(to: form.rank))) { $0 < $1 }
      descend(from: guess)
      take(descended[guess.rank - form.rank]) { $0 < $1 }
    }
    return true
  }

  private mutating func descend(from guess: SpectralForm) {
    guard descended.isEmpty else { return }
    var form = guess, work = 0
    for rank in stride(from: guess.rank, through: 1, by: -1) {
      form = roughlySettled(form.truncated(to: rank), &work)
      descended.append(settled(form))
    }
    descended[0].inner.innerIterations += work
  }

  /// In the factors, where columns near zero are free to grow.
  private func roughlySettled(_ form: SpectralForm, _ work: inout Int) -> SpectralForm {
    let solver = GaussNewton<Objective>(iterations: pursuit.inner.iterations)
    var state = solver.start(fit, at: Point(spectral: form)), slow = 0
    for _ in 0..<pursuit.stepsPerRank where slow < 3 {
      solver.step(fit, &state)
      if state.ratio < 1 { slow = state.ratio > 0.7 ? slow + 1 : 0 }
      if state.record.loss <= 0.5e-22 * fit.target.dot(fit.target) || state.damping > 1e6 { break }
    }
    work += state.innerIterations
    return state.point.spectral
  }

  private func settled(_ form: SpectralForm) -> Pursuit<Objective>.State {
    var state = pursuit.start(fit, at: Point(spectral: form))
    while !state.isSettled { pursuit.step(fit, &state) }
    return state
  }

  /// Moves to another settled state where its relative residual compares so with the present one;
  /// its work counts in any case.
  @discardableResult
  private mutating func take(
    _ other: Pursuit<Objective>.State, where isBetter: (Double, Double) -> Bool
  ) -> Bool {
    let work = state.inner.innerIterations + other.inner.innerIterations
    let moves = isBetter(other.inner.relativeResidual, relativeResidual)
    if moves { state = other }
    state.inner.innerIterations = work
    return moves
  }

  /// The iterations since they were last asked for.
  mutating func spend() -> Int {
    defer { spent = state.inner.innerIterations }
    return state.inner.innerIterations - spent
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
  var certificate: Certificate {
    let unique = Uniqueness(of: form, under: fit.measurement, over: Point.self, iterations: 300)
    guard unique.isUnique else { return unique.certificate }
    return Stationarity(of: Point(spectral: form), fit).certificate
  }

  /// A few nearly undamped steps: quadratic convergence makes the last digits nearly free.
  mutating func polish() {
    let inner = LevenbergMarquardt<Objective>(iterations: max(200, pursuit.inner.iterations))
    state.inner.damping = min(state.inner.damping, 1e-9)
    for _ in 0..<3 {
      inner.step(fit, &state.inner)
      if state.inner.ratio > 0.5 { break }
    }
  }
}

/// Where growth is between two ranks.
public struct GrowthState: Sendable, Codable {
  var settled: SettledPoint
  /// The guess from above, once it has been taken.
  var descended: [SettledPoint]
  var spent: Int
}

extension MeasuredGrowth {
  var progress: GrowthState {
    GrowthState(
      settled: state.inner.settled, descended: descended.map(\.inner.settled), spent: spent)
  }

  mutating func resume(at progress: GrowthState) {
    state = pursuit.start(fit, at: progress.settled)
    descended = progress.descended.map { pursuit.start(fit, at: $0) }
    spent = progress.spent
  }
}
