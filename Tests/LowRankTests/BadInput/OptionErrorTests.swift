import LinearAlgebra
import LowRank
import LowRankTheory
import Testing

/// Options check themselves: what a person can set ends in a typed error, never in a trap.
@Suite struct OptionErrorTests {
  private static let data = Observations(
    table: Matrix(rows: 6, columns: 5) { i, j in i == j ? .nan : Double((i + 1) * (j - 2)) })

  private func refusal(_ change: (inout RecoveryOptions) -> Void) -> OptionError? {
    var options = RecoveryOptions()
    change(&options)
    do throws(OptionError) { _ = try Self.data.complete(options) } catch { return error }
    return nil
  }

  @Test func boundsOfNumbers() {
    for rank in [0, -1] {
      #expect(
        refusal { $0.rank = rank } == .outOfBounds(.rank, .integer(rank), .atLeast(1)))
    }
    for fraction in [-1, 0, 0.51, .infinity] {
      #expect(
        refusal { $0.holdOutFraction = fraction }
          == .outOfBounds(
            .holdOutFraction, .real(fraction), .between(0, 0.5, includesHigh: true)))
    }
    #expect(refusal { $0.holdOutFraction = 0.5 } == nil)
    // NaN is equal to nothing, itself included.
    #expect(refusal { $0.tolerance = .nan } != nil && refusal { $0.level = .nan } != nil)
  }

  @Test func studiesOfThisTable() {
    func refusal(_ method: RecoveryMethod, _ change: (inout Study) -> Void) -> OptionError? {
      var study = Study(method)
      change(&study)
      do throws(OptionError) { _ = try Self.data.complete(by: study) } catch { return error }
      return nil
    }
    #expect(
      refusal(.descent) { $0.factors = .symmetric } == .notSquare(rows: 6, columns: 5))
    #expect(
      refusal(.als) { $0.step = 0.1 }
        == .conflict(.init(.step, .real(0.1)), with: .init(.method, .name("als"))))
    #expect(
      refusal(.descent) { $0.width = 0 } == .outOfBounds(.width, .integer(0), .atLeast(1)))
  }

  @Test func theFirstValueOutsideTheLink() {
    // Row 0, column 1 is −1.
    #expect(
      refusal { $0.link = .sqrt } == .outsideDomain(row: 0, column: 1, value: -1, .sqrt))
  }

  /// Law: a link takes the numbers for which it has a finite value, and no others.
  @Test(
    arguments: [
      .none, .log, .log1p, .sqrt, .logit(low: -1, high: 2), .box(low: 0, high: 1),
    ] as [Link])
  func domains(_ link: Link) {
    for x in [-3, -1, -0.5, 0, 1e-300, 0.5, 1, 2, 2.5, 1e300] {
      #expect(link.admits(x) == link.apply(x).isFinite, "\(link) \(x)")
    }
    #expect(link.offence(in: [1, 1.5]) == nil)
  }
}
