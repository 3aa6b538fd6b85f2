internal import LinearAlgebra
internal import LowRankOptimization

/// Whether measurements are exactly those of a low-rank matrix: growth to round-off, and a test that
/// the fit found is the only one.
///
/// Noise ends the search early, as in `ExactSearch`: a rank that fits noise explains about its share
/// of the remaining degrees of freedom, at most twice that for the greediest choice. Two ranks
/// running of no more than that are noise.
struct ExactSensing<Point: FixedRank & QuadraticFactorization & Startable, Map: MeasurementMap>:
  Sendable
{
  enum Verdict: Sendable {
    case unique, ambiguous, notExact
    case interrupted(Interruption)
  }

  private(set) var path: SensingPath<Point, ScaledMeasurements<Map>>
  private(set) var records: [RankRecord] = []
  private(set) var uniqueness: Uniqueness?
  private let sensing: Sensing<Point, Map>
  private let limit: Int
  private var energies = [1.0]

  init(
    _ path: SensingPath<Point, ScaledMeasurements<Map>>, _ sensing: Sensing<Point, Map>, limit: Int
  ) {
    self.path = path
    self.sensing = sensing
    self.limit = limit
  }

  /// The rank of an exact fit that is not the only one.
  var ambiguousRank: Int? { uniqueness.flatMap { $0.isUnique ? nil : path.rank } }

  mutating func run(_ observe: (RankRecord) -> Interruption?) -> Verdict {
    guard path.fit.target.norm > 0 else { return .notExact }
    while path.rank < limit, path.advance() {
      let record = path.record()
      records.append(record)
      if let why = observe(record) { return .interrupted(why) }
      energies.append(path.relativeResidual * path.relativeResidual)
      let fits = path.relativeResidual < sensing.tolerance
      if fits || path.retreat(tolerance: sensing.tolerance) { return verdict() }
      if ranksOfNoise >= 2 { return .notExact }
    }
    return .notExact
  }

  private mutating func verdict() -> Verdict {
    path.polish()
    let test = Uniqueness(of: path.form, under: path.fit.measurement, over: Point.self)
    uniqueness = test
    return test.isUnique ? .unique : .ambiguous
  }

  /// How many ranks running have explained no more than twice their share.
  private var ranksOfNoise: Int {
    var count = 0
    for k in stride(from: energies.count - 1, to: 0, by: -1) {
      let before = sensing.degreesOfFreedom(rank: k - 1)
      let share =
        Double(sensing.degreesOfFreedom(rank: k) - before)
        / Double(max(1, path.fit.target.count - before))
      guard 1 - energies[k] / energies[k - 1] < 2 * share else { break }
      count += 1
    }
    return count
  }
}

extension Sensing {
  /// The answer for exact data, its error measured by finding it again without a tenth of them.
  func exact(_ search: ExactSensing<Point, Map>) -> SensingRecovery<Point> {
    var remarks: [Remark] = []
    let again = rediscovered(rank: search.path.rank)
    if let rank = search.ambiguousRank {
      remarks = [.exactFitNotUnique(rank: rank, observed: .measurements), nothingHidden]
    } else {
      if again == nil {
        remarks.append(.exactFitNotFoundAgain(rank: search.path.rank, observed: .measurements))
      }
      if let objection = doubt?(search.path.form, true) { remarks.append(objection) }
    }
    return assemble(
      search.path, search.records, again, search.uniqueness, .exactFit, remarks)
  }

  /// What a search that was stopped had reached.
  func unfinished(
    _ search: ExactSensing<Point, Map>, _ why: Interruption
  ) -> SensingRecovery<Point> {
    assemble(
      search.path, search.records, nil, nil, .interrupted(why), [.endedEarly(cause: why)])
  }

  func assemble<M: MeasurementMap>(
    _ path: SensingPath<Point, M>, _ records: [RankRecord],
    _ heldOut: SensingRecovery<Point>.HeldOut?, _ uniqueness: Uniqueness?,
    _ reason: RecoveryReason, _ remarks: [Remark]
  ) -> SensingRecovery<Point> {
    SensingRecovery(
      point: Point(spectral: path.form), form: path.form, rank: path.rank, path: records,
      heldOut: heldOut, uniqueness: uniqueness,
      certificate: reason.isInterruption || path.rank == 0
        ? nil : uniqueness?.certificate ?? path.certificate,
      residual: path.relativeResidual,
      iterations: path.state.inner.innerIterations, reason: reason, remarks: remarks)
  }
}
