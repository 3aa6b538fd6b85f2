import LinearAlgebra
import LowRank
import Testing

@Suite struct RankRuleTests {
  /// Ten measurements whose squared errors exceed one by `excess` ± `spread` in turn: with the rank
  /// of error one for comparison the mean of the differences is the excess and their standard error
  /// spread/3, as the sample variance of ±spread over ten is spread² · 10/9.
  private func judged(
    _ rank: Int, excess: Double = 0, spread: Double = 0, trainRMSE: Double = 1
  ) -> JudgedRank {
    judged(
      rank, trainRMSE: trainRMSE,
      residuals: (0..<10).map { (1 + excess + ($0 % 2 == 0 ? spread : -spread)).squareRoot() })
  }

  private func judged(
    _ rank: Int, trainRMSE: Double = 1, residuals: [Double], weights: [Double]? = nil
  ) -> JudgedRank {
    JudgedRank(
      steps: rank, rank: rank, error: HeldOutError(residuals, weights: weights),
      trainRMSE: trainRMSE, residuals: residuals, predictions: [], deviations: [])
  }

  /// Ten unknowns a rank for a hundred measurements.
  private let budget = MeasurementBudget(measurements: 100, fullRank: 10) { 10 * $0 }
  private let rule = RankRule(standardErrors: 0.5, standardErrorsOfNoise: 2)

  private func expect(
    _ rule: RankRule, _ ranks: [JudgedRank], place: Int, least: Int, _ reason: RankRule.Reason,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let verdict = try #require(
      rule.choose(ranks, weights: nil, budget), sourceLocation: sourceLocation)
    #expect(
      (verdict.place, verdict.least) == (place, least) && verdict.reason == reason,
      "\(verdict)", sourceLocation: sourceLocation)
  }

  @Test func nothingToChooseFrom() {
    #expect(rule.choose([], weights: nil, budget) == nil)
    var asked = rule
    asked.rank = 2
    #expect(asked.choose([], weights: nil, budget) == nil)
  }

  /// Clearly worse on either side: 3 · 0.3/0.1 = 9 standard errors, and the train error falls by
  /// half from rank to rank.
  @Test func theLeastError() throws {
    let ranks = [
      judged(1, excess: 0.3, spread: 0.1, trainRMSE: 4), judged(2, trainRMSE: 2),
      judged(3, excess: 0.3, spread: 0.1, trainRMSE: 1),
    ]
    try expect(rule, ranks, place: 1, least: 1, .leastError)
    try expect(.least, ranks, place: 1, least: 1, .leastError)
  }

  /// An excess of e with a spread of 0.3 is 10 e standard errors: 0.49 are within the
  /// rule, 0.51 not.
  @Test func withinHalfAStandardError() throws {
    func ranks(_ standardErrors: Double) -> [JudgedRank] {
      [
        judged(1, excess: standardErrors / 10, spread: 0.3, trainRMSE: 4),
        judged(2, trainRMSE: 2),
      ]
    }
    try expect(rule, ranks(0.49), place: 0, least: 1, .withinError)
    try expect(rule, ranks(0.51), place: 1, least: 1, .leastError)
    // One standard error for measurements, none for iterates.
    try expect(.sensing, ranks(0.99), place: 0, least: 1, .withinError)
    try expect(.sensing, ranks(1.01), place: 1, least: 1, .leastError)
    try expect(.least, ranks(0.01), place: 1, least: 1, .leastError)
  }

  /// The ranks 2 and 3 take 20 of the 90 degrees of freedom that rank 1 leaves: they fit noise
  /// where they explain less than 2/9 of the energy that it leaves.
  @Test func noiseBeyond() throws {
    func ranks(_ standardErrors: Double, explaining part: Double) -> [JudgedRank] {
      [
        judged(1, excess: standardErrors / 10, spread: 0.3, trainRMSE: 1),
        judged(2, excess: 0.5, trainRMSE: 1),
        judged(3, trainRMSE: (1 - part).squareRoot()),
      ]
    }
    try expect(rule, ranks(1.99, explaining: 0.22), place: 0, least: 2, .noiseBeyond)
    try expect(rule, ranks(1.99, explaining: 0.23), place: 2, least: 2, .leastError)
    try expect(rule, ranks(2.01, explaining: 0.22), place: 2, least: 2, .leastError)
  }

  @Test func theRankAskedFor() throws {
    let ranks = [judged(1, excess: 0.3), judged(2), judged(4, excess: 0.5)]
    var asked = rule
    asked.rank = 1
    try expect(asked, ranks, place: 0, least: 1, .asked)
    asked.rank = 4
    try expect(asked, ranks, place: 2, least: 1, .asked)
    // Not among them: the last on the way there.
    asked.rank = 9
    try expect(asked, ranks, place: 2, least: 1, .asked)
  }

  /// Of equal errors the earlier counts as the least, and is kept as such.
  @Test func ties() throws {
    let ranks = [judged(1, excess: 0.5), judged(2), judged(3), judged(4)]
    try expect(rule, ranks, place: 1, least: 1, .leastError)
    // Rank 3 before rank 2: the first of the list, not the smallest.
    try expect(rule, [judged(3), judged(2)], place: 0, least: 0, .leastError)
  }

  /// Rank 2 is better on the first five measurements by as much as rank 1 is on the rest.
  @Test func weightsCount() {
    let low = [Double](repeating: 2, count: 5) + [Double](repeating: 1, count: 5)
    func place(_ weights: [Double]) -> Int? {
      let ranks = [
        judged(1, trainRMSE: 2, residuals: low, weights: weights),
        judged(2, residuals: low.reversed(), weights: weights),
      ]
      return rule.choose(ranks, weights: weights, budget)?.place
    }
    let first = [Double](repeating: 9, count: 5) + [Double](repeating: 1, count: 5)
    #expect(place(first) == 1 && place(first.reversed()) == 0)
  }

  @Test func rulesAreOfTheirKind() {
    #expect((RankRule.table.standardErrors, RankRule.table.standardErrorsOfNoise) == (0.5, 2))
    #expect((RankRule.sensing.standardErrors, RankRule.sensing.standardErrorsOfNoise) == (1, 1))
    #expect((RankRule.least.standardErrors, RankRule.least.standardErrorsOfNoise) == (0, 0))
    #expect([RankRule.table, .sensing, .least].allSatisfy { $0.rank == nil })
  }
}
