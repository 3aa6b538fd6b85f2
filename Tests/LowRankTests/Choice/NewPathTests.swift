import LowRank
import LowRankTesting
import Testing

/// The leading singular vectors of a table whose gaps are zeros, divided by the share of cells seen
/// (Chatterjee 2015): a recovery that the library does not have, as somebody else would write it.
struct ZeroFilledPath: RecoveryPath {
  private let whole: SpectralForm
  private let share: Double
  private(set) var rank = 0

  init(_ data: Observations, upTo limit: Int) {
    let zeroFilled = TruncatedSVD(
      SparseMatrix(pattern: data.pattern, values: data.values), count: limit)
    whole = SpectralForm(
      u: zeroFilled.u, singularValues: zeroFilled.singularValues, v: zeroFilled.v)
    share = data.fraction
  }

  var state: Int {
    get { rank }
    set { rank = newValue }
  }
  var singularValues: [Double] { whole.truncated(to: rank).singularValues.map { $0 / share } }

  mutating func advance() -> PathStep? {
    guard rank < whole.rank else { return nil }
    rank += 1
    return PathStep(rank: rank, iterations: 1)
  }

  func predict(at places: SparsityPattern) -> [Double] {
    var sampled = [Double](repeating: 0, count: places.count)
    places.sample(whole.truncated(to: rank).lowRank, into: &sampled)
    return sampled.map { $0 / share }
  }

  func deviations(at places: SparsityPattern) -> [Double] { places.column.map { _ in 1 } }
}

/// A new path is one new file: everything around it is there.
@Suite struct NewPathTests {
  private let table = PlantedTable(80, 60, rank: 2, noise: 0.5, gaps: 0.2, seed: 5)

  private var heldOut: HeldOutData<SparsityPattern> {
    let folds = HoldOutDesign(.entry, fraction: 0.1, seed: 1).folds(of: table.observed)
    return HeldOutData(folds: folds, budget: folds[0].visible.observations.budget)
  }

  @Test func itsRankIsChosen() throws {
    let candidate = Candidate(.named("zero-filled"), on: heldOut) {
      ZeroFilledPath($0.observations, upTo: 6)
    }
    var search = RankSearch([candidate], on: heldOut, by: .table)
    let choice = try #require(search.run { _, _ in nil }.choice)
    #expect(choice.kept.rank == 2 && choice.name == .named("zero-filled"))
    // Refitted, and far better on cells never seen than zero is.
    let answer = ZeroFilledPath(table.observed, upTo: 6).refitted(to: choice.kept)
    #expect(answer.rank == 2)
    let places = LowRankTests.table(80, 60, { _, _ in 1 }, where: { !table.isSeen[60 * $0 + $1] })
    let predicted = answer.predict(at: places.pattern), row = places.pattern.rowOfEntry
    var error = 0.0, size = 0.0
    for (e, j) in places.pattern.column.enumerated() {
      let x = table.truth[Int(row[e]), Int(j)]
      (error, size) = (error + (x - predicted[e]) * (x - predicted[e]), size + x * x)
    }
    #expect(error < 0.25 * size, "\(error) \(size)")
  }

  @Test func itKeepsTheLaws() throws {
    let data = table.observed.filter { $0 % 5 == 0 }
    let report = try checkRecoveryPath(at: table.observed.pattern, coding: { try jsonCoded($0) }) {
      ZeroFilledPath(data, upTo: 4)
    }
    #expect(report.isRight && report.steps == 4)
    let blind = checkHoldOut(of: data) {
      HeldOutData(
        folds: HoldOutDesign(.entry, fraction: 0.1, folds: 2, seed: 1).folds(of: $0),
        budget: $0.budget)
    } path: { _, visible in
      ZeroFilledPath(visible.observations, upTo: 4)
    }
    #expect(blind.isRight)
  }
}
