import LinearAlgebra
import Testing

@testable import LowRank

@Suite struct ConformalIntervalTests {
  /// q is the ⌈(n + 1) level⌉-th smallest score, pooled over folds whatever their order.
  @Test(arguments: [(9, 0.9, 9), (19, 0.9, 18), (99, 0.9, 90), (20, 0.5, 11), (5, 0.9, 5)])
  func quantile(_ count: Int, _ level: Double, _ place: Int) throws {
    let scores = (1...count).map { Double(($0 * 13) % (count + 1)) }
    #expect(Set(scores).count == count)
    let one = try #require(ConformalIntervals(scores: [scores], level: level))
    let half = count / 2
    let two = try #require(
      ConformalIntervals(
        scores: [Array(scores[half...]), Array(scores[..<half])], level: level))
    #expect(one.quantile == scores.sorted()[place - 1] && two.quantile == one.quantile)
    #expect(one.level == level)
  }

  @Test func nothingToCalibrateOn() {
    #expect(ConformalIntervals(scores: [], level: 0.9) == nil)
    #expect(ConformalIntervals(scores: [[]], level: 0.9) == nil)
    #expect(ConformalIntervals(scores: [[2]], level: 0.9)?.quantile == 2)
  }

  /// 400 calibrations on 99 exchangeable scores each, one further score each: binomial with success
  /// 0.9, three standard errors of which are 0.045. The reported coverage pools 400 × 99 scores,
  /// correlated through their quantiles; 0.02 is four standard errors of its mean.
  @Test(arguments: [1, 3])
  func covers(_ folds: Int) throws {
    var generator = SeededGenerator(seed: 11)
    var covered = 0, reported = 0.0
    for _ in 0..<400 {
      // Heavy tails: the ratio of normal numbers.
      func score() -> Double { abs(generator.normal() / (0.1 + abs(generator.normal()))) }
      let scores = (0..<folds).map { _ in (0..<99 / folds).map { _ in score() } }
      let intervals = try #require(ConformalIntervals(scores: scores, level: 0.9))
      covered += score() <= intervals.quantile ? 1 : 0
      reported += intervals.coverage / 400
    }
    #expect(abs(Double(covered) / 400 - 0.9) < 0.045, "\(covered)")
    #expect(abs(reported - 0.9) < 0.02, "\(reported)")
  }
}

@Suite struct UnitsTests {
  private let data = table(4, 3, { i, j in Double(1 + i + 10 * j) }, where: { $1 < 2 || $0 < 0 })

  @Test func withoutALinkNothingIsClipped() {
    let units = Units(.none, observed: data)
    #expect(units.range == nil && units.original(1e9, column: 0) == 1e9)
    #expect(units.residuals(data, data.values.map { $0 - 2 }).allSatisfy { $0 == 2 })
  }

  /// A box says itself what is possible: beyond the column's observed range, within the box.
  @Test func aBoxClipsToItsOwnBounds() {
    let units = Units(.box(low: 0, high: 50), observed: data)
    #expect(units.range == nil && units.original(30, column: 0) == 30)
    #expect(units.original(60, column: 0) == 50 && units.original(-1, column: 1) == 0)
  }

  @Test(arguments: [Link.log, .log1p, .sqrt, .logit(low: 0, high: 50)])
  func linksClipToTheColumn(_ link: Link) throws {
    let units = Units(link, observed: data), range = try #require(units.range)
    #expect(range.lower == [1, 11, 1] && range.upper == [4, 14, 14])
    #expect(units.original(1e6, column: 0) == 4 && units.original(-1e6, column: 1) == 11)
    #expect(abs(units.original(link.apply(12.5), column: 1) - 12.5) < 1e-12)
    let linked = data.replacing(values: data.values.map(link.apply))
    #expect(units.residuals(linked, linked.values).allSatisfy { abs($0) < 1e-12 })
    #expect(units.residuals(linked, linked.values.map { _ in 1e6 }).allSatisfy { $0 <= 1e-12 })
  }
}
