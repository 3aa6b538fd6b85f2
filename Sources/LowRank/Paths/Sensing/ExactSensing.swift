internal import LinearAlgebra
internal import LowRankOptimization

/// Whether measurements are exactly those of a low-rank matrix: growth to round-off, and a test
/// that the fit found is the only one.
///
/// Noise ends the search early, as in `ExactSearch`, where the measurements can tell it from signal
/// (`MeasurementBudget.ranksOfNoise`): two ranks running that look like noise.
struct ExactSensing<Point: FixedRank & QuadraticFactorization & Startable, Map: MeasurementMap>:
  Sendable
{
  enum Verdict: Sendable {
    case unique, ambiguous, notExact
    case interrupted(Interruption)
  }

  typealias Path = SensingPath<Point, ScaledMeasurements<Map>, Map>

  /// The growth, on all measurements.
  private(set) var path: Path
  private(set) var records: [RankRecord] = []
  private(set) var uniqueness: Uniqueness?
  private let budget: MeasurementBudget
  private let tolerance: Double
  /// ‖residual‖² / ‖data‖² after each rank, by which noise is told.
  private var energies = [1.0]

  init(
    _ path: Path, _ budget: MeasurementBudget,
    tolerance: Double
  ) {
    (self.path, self.budget, self.tolerance) = (path, budget, tolerance)
  }

  /// The rank of an exact fit that is not the only one.
  var ambiguousRank: Int? { uniqueness.flatMap { $0.isUnique ? nil : path.rank } }

  /// What the search has found out that an answer for noisy measurements has to say.
  var finding: ExactSensingFinding {
    let metNoise = budget.ranksOfNoise(energies) >= 2
    return ExactSensingFinding(
      ambiguousRank: ambiguousRank, energies: metNoise || uniqueness != nil ? [] : energies)
  }

  var progress: ExactSensingProgress {
    ExactSensingProgress(state: path.state, records: records, energies: energies)
  }

  /// Judged before each step and not after it, so that a search resumed between two ranks judges
  /// the last one again, to the same verdict. Cost: that of the growth, and one uniqueness test.
  ///
  /// - Parameters:
  ///   - saved: where to begin; nil for the beginning.
  ///   - keep: called after every rank with where the search is.
  mutating func run(
    from saved: ExactSensingProgress? = nil, keep: (ExactSensingProgress) -> Void = { _ in },
    observe: (RankRecord) -> Interruption?
  ) -> Verdict {
    // Relative residuals of zeros mean nothing.
    guard path.growth.fit.target.norm > 0 else { return .notExact }
    if let saved { (path.state, records, energies) = (saved.state, saved.records, saved.energies) }
    let clock = ContinuousClock()
    while true {
      let settled = Execution.current.attempt { () -> (Self, Verdict?) in
        var next = self
        let verdict = next.settle()
        return (next, verdict)
      }
      guard let (next, verdict) = settled else { return cancelled(keep) }
      self = next
      if let verdict { return verdict }
      let began = clock.now
      let attempt = Execution.current.attempt { () -> (Path, PathStep)? in
        var next = path
        return next.advance().map { (next, $0) }
      }
      guard let attempt else { return cancelled(keep) }
      guard let (path, step) = attempt else { return .notExact }
      self.path = path
      let record = path.record(step, seconds: (clock.now - began).inSeconds)
      records.append(record)
      energies.append(path.growth.relativeResidual * path.growth.relativeResidual)
      let why = observe(record)
      keep(progress)
      if let why { return .interrupted(why) }
    }
  }

  private func cancelled(_ keep: (ExactSensingProgress) -> Void) -> Verdict {
    keep(progress)
    return .interrupted(.cancelled)
  }

  /// What the rank that was settled last says of the data; nil where the search goes on.
  ///
  /// The residual below the tolerance, or a retreat to a lower rank that is, makes a fit; the test
  /// is made once, after the last digits are polished.
  private mutating func settle() -> Verdict? {
    guard !records.isEmpty else { return nil }
    if path.growth.relativeResidual < tolerance || path.growth.retreat(tolerance: tolerance) {
      path.growth.polish()
      let test = Uniqueness(
        of: path.growth.form, under: path.growth.fit.measurement, over: Point.self)
      uniqueness = test
      return test.isUnique ? .unique : .ambiguous
    }
    return budget.ranksOfNoise(energies) >= 2 ? .notExact : nil
  }
}

/// What a search for an exact fit to measurements without an answer has found out.
struct ExactSensingFinding: Sendable, Codable {
  /// The rank of an exact fit that is not the only one.
  var ambiguousRank: Int?
  /// What the fits of rank 0, 1, … left of the data's energy, where every rank was tried without
  /// meeting noise; empty elsewhere.
  var energies: [Double] = []
}

/// Where a search for an exact fit to measurements is between two ranks.
struct ExactSensingProgress: Sendable, Codable {
  var state: GrowthState
  var records: [RankRecord]
  var energies: [Double]
}
