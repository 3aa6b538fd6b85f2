import LowRank
import Testing

/// A path whose error at every rank is written down beforehand.
private struct ScriptedPath: RecoveryPath {
  /// At rank 0, 1, ….
  let errors: [Double]
  var rank = 0
  /// Called in the middle of each step.
  var during: @Sendable (_ rank: Int) -> Void = { _ in }

  var state: Int {
    get { rank }
    set { rank = newValue }
  }
  var singularValues: [Double] { [] }

  mutating func advance() -> PathStep? {
    guard rank + 1 < errors.count else { return nil }
    rank += 1
    during(rank)
    return PathStep(rank: rank, iterations: 1)
  }

  /// A little more at odd places, so that differences have a standard error.
  func predict(at places: [Int]) -> [Double] {
    places.map { errors[rank] * (1 + 0.1 * Double($0 % 2)) }
  }
  func deviations(at places: [Int]) -> [Double] { places.map { _ in 1 } }
}

@Suite struct RankSearchTests {
  /// Two folds of twenty measurements of zero.
  private static let data: HeldOutData<[Int]> = {
    func part(_ places: [Int]) -> Fold<[Int]>.Part {
      Fold.Part(places: places, values: places.map { _ in 0 }, weights: nil)
    }
    let all = Array(0..<20)
    return HeldOutData(
      folds: [
        Fold(visible: part(Array(all[5...])), hidden: part(Array(all[..<5]))),
        Fold(visible: part(Array(all[..<15])), hidden: part(Array(all[15...]))),
      ], budget: MeasurementBudget(measurements: 15, fullRank: 9) { $0 })
  }()

  private static func search(
    _ errors: [[Double]], rank: Int? = nil, during: @escaping @Sendable (Int) -> Void = { _ in }
  ) -> RankSearch<ScriptedPath> {
    var rule = RankRule.table
    rule.rank = rank
    let candidates = errors.enumerated().map { k, errors in
      Candidate(.named("\(k)"), on: data) { _ in
        ScriptedPath(errors: [9] + errors, during: during)
      }
    }
    return RankSearch(candidates, on: data, by: rule)
  }

  /// What was observed: the ranks that each candidate came to.
  private static func ranks(
    _ search: inout RankSearch<ScriptedPath>, from progress: SearchProgress<Int>? = nil,
    keep: (SearchProgress<Int>) -> Void = { _ in }, until last: Int = .max
  ) -> (ranks: [String: [Int]], choice: RankSearch<ScriptedPath>.Choice?, reason: RecoveryReason) {
    var seen: [String: [Int]] = [:]
    let (choice, reason) = search.run(from: progress, keep: keep) { name, record in
      if case .named(let name) = name { seen[name, default: []].append(record.rank) }
      return record.rank >= last ? .timeLimit : nil
    }
    return (seen, choice, reason)
  }

  /// Three ranks are given to each; then more than 1.1 · 0.8 = 0.88 is too much, and after the
  /// fourth more than 0.77.
  @Test func aTenthWorseIsDropped() throws {
    var search = Self.search([
      [1, 0.9, 0.8, 0.7, 0.6, 0.5], [8, 4, 0.89, 0.1, 0.1, 0.1], [8, 4, 0.87, 0.86, 0.1, 0.1],
    ])
    let found = Self.ranks(&search)
    #expect(found.ranks == ["0": Array(1...6), "1": Array(1...3), "2": Array(1...4)])
    let choice = try #require(found.choice)
    #expect(choice.name == .named("0") && choice.kept.rank == 6 && found.reason == .pathEnded)
    #expect(choice.ruling.reason == .leastError && choice.records.map(\.rank) == Array(1...6))
  }

  @Test func patienceOfTwoRanks() throws {
    // One rank in vain is no end.
    var search = Self.search([[1, 0.5, 0.6, 0.4, 0.5, 0.41, 0.1]])
    let found = Self.ranks(&search)
    #expect(found.ranks == ["0": Array(1...6)] && found.reason == .heldOutErrorRose)
    let choice = try #require(found.choice)
    #expect(choice.kept.rank == 4 && choice.kept.steps == 4 && choice.reason == found.reason)
    #expect(choice.ruling.leastErrorRank == 4)
  }

  @Test func theRankAskedForIsReached() throws {
    var search = Self.search([[1, 0.5, 0.6, 0.7, 0.8, 0.9]], rank: 6)
    let found = Self.ranks(&search)
    #expect(found.ranks == ["0": Array(1...6)] && found.reason == .pathEnded)
    let choice = try #require(found.choice)
    #expect(choice.kept.rank == 6 && choice.ruling.leastErrorRank == 2)
    #expect(choice.ruling.reason == .asked)
  }

  @Test func nothingHidden() {
    let none = HeldOutData<[Int]>(folds: [], budget: Self.data.budget)
    let candidate = Candidate(.named("0"), on: none) { _ in ScriptedPath(errors: [1, 2]) }
    var search = RankSearch([candidate], on: none, by: .table)
    let found = Self.ranks(&search)
    #expect(found.ranks.isEmpty && found.choice == nil && found.reason == .pathEnded)
  }

  private static let three = [
    [1, 0.9, 0.8, 0.7, 0.75, 0.72, 0.1], [8, 4, 0.89, 0.1], [1, 0.9, 0.85, 0.65, 0.7, 0.68, 0.69],
  ]

  private func isSame(
    _ a: RankSearch<ScriptedPath>.Choice?, _ b: RankSearch<ScriptedPath>.Choice?
  ) -> Bool {
    guard let a, let b else { return false }
    return a.name == b.name && a.kept.rank == b.kept.rank && a.kept.residuals == b.kept.residuals
      && a.kept.steps == b.kept.steps && a.ruling == b.ruling && a.reason == b.reason
      && a.records.map(\.rank) == b.records.map(\.rank)
      && a.records.map(\.heldOut) == b.records.map(\.heldOut)
  }

  /// From every place where it was kept, also coded, the search comes to the same, and does nothing
  /// twice.
  @Test func resumedIsUninterrupted() throws {
    var search = Self.search(Self.three), kept: [SearchProgress<Int>] = []
    let whole = Self.ranks(&search, keep: { kept.append($0) })
    let steps = whole.ranks.values.reduce(0) { $0 + $1.count }
    #expect(kept.count == steps && steps == 15)
    #expect(whole.choice?.name == .named("2") && whole.choice?.kept.rank == 4)
    for (k, progress) in kept.enumerated() {
      var again = Self.search(Self.three)
      let resumed = Self.ranks(&again, from: try jsonCoded(progress))
      #expect(isSame(resumed.choice, whole.choice) && resumed.reason == whole.reason)
      #expect(resumed.ranks.values.reduce(k + 1) { $0 + $1.count } == steps)
    }
  }

  @Test func interruptionKeepsTheRank() throws {
    var search = Self.search(Self.three), kept: SearchProgress<Int>?
    let found = Self.ranks(&search, keep: { kept = $0 }, until: 2)
    #expect(found.ranks == ["0": [1, 2], "1": [1], "2": [1]])
    #expect(found.reason == .interrupted(.timeLimit) && found.choice?.kept.rank == 2)
    var whole = Self.search(Self.three), again = Self.search(Self.three)
    #expect(isSame(Self.ranks(&again, from: kept).choice, Self.ranks(&whole).choice))
  }

  /// Cancelled in the middle of rank 4 of the only path: rank 3 is the last whole one.
  @Test func cancellationInsideAStep() throws {
    let errors = [[1, 0.9, 0.8, 0.1, 0.05]], cancelled = SharedCount()
    var search = Self.search(errors) { if $0 == 4 { cancelled.value = 1 } }
    var kept: SearchProgress<Int>?
    let execution = Execution(isCancelled: { cancelled.value > 0 })
    let found = execution.shielded.run { Self.ranks(&search, keep: { kept = $0 }) }
    #expect(found.ranks == ["0": [1, 2, 3]] && found.reason == .interrupted(.cancelled))
    #expect(found.choice?.kept.rank == 3 && found.choice?.records.count == 3)
    var again = Self.search(errors), whole = Self.search(errors)
    let resumed = Self.ranks(&again, from: kept)
    #expect(resumed.ranks == ["0": [4, 5]])
    #expect(isSame(resumed.choice, Self.ranks(&whole).choice))
  }
}
