internal import LinearAlgebra

/// Rank growth on one set of measurements, a settled rank at a time.
struct SensingPath<Point: FixedRank & QuadraticFactorization & Startable, Map: MeasurementMap>:
  Sendable
{
  typealias Objective = Fit<Point, Map, SquaredLoss>

  let fit: Objective
  private let pursuit = Pursuit<Objective>()
  private(set) var state: Pursuit<Objective>.State
  private var spent = 0
  private let clock = ContinuousClock()
  private var began: ContinuousClock.Instant

  init(_ map: Map, _ target: [Double]) {
    fit = Fit(map, target: target, loss: SquaredLoss())
    state = pursuit.start(fit, at: fit.start(.zeroRank, rank: 0))
    began = clock.now
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
    return true
  }

  /// The rank just settled, and what it took.
  mutating func record() -> RankRecord {
    let loss = state.record.loss, count = Double(max(1, fit.target.count))
    defer { (spent, began) = (state.inner.innerIterations, clock.now) }
    return RankRecord(
      rank: rank, loss: loss, trainRMSE: (2 * loss / count).squareRoot(), heldOut: nil,
      iterations: state.inner.innerIterations - spent, seconds: (clock.now - began).inSeconds)
  }

  /// Whether the leading terms alone, settled at their own rank, fit the data; moves there if so.
  ///
  /// Where a spurious minimum holds the true rank, one rank more leads past it, and leaves one
  /// singular value small: less than a tenth of the one before. Cost: one settling at a lower rank.
  mutating func retreat(tolerance: Double) -> Bool {
    let step = Point.columnsPerRank, s = form.singularValues
    let gaps = stride(from: step, to: form.rank, by: step).map { ($0, s[$0] / s[$0 - 1]) }
    guard let (kept, ratio) = gaps.min(by: { $0.1 < $1.1 }), ratio < 0.1 else { return false }
    var lower = pursuit.start(fit, at: Point(spectral: form.truncated(to: kept)))
    while !lower.isSettled { pursuit.step(fit, &lower) }
    guard lower.inner.relativeResidual < tolerance else { return false }
    let before = state.inner.innerIterations
    state = lower
    state.inner.innerIterations += before
    return true
  }

  /// Whether the measurements determine the answer, and if so whether it is a minimum of its rank.
  var certificate: Certificate {
    let unique = Uniqueness(of: form, under: fit.measurement, over: Point.self, iterations: 300)
    guard unique.isUnique else { return unique.certificate }
    return Stationarity(of: Point(spectral: form), fit).certificate
  }

  /// A few nearly undamped steps: quadratic convergence makes the last digits nearly free.
  mutating func polish() {
    let inner = LevenbergMarquardt<Objective>(iterations: 200)
    state.inner.damping = min(state.inner.damping, 1e-9)
    for _ in 0..<3 {
      inner.step(fit, &state.inner)
      if state.inner.ratio > 0.5 { break }
    }
  }
}
