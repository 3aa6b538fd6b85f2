import LinearAlgebra
import LowRank
import Testing

@Suite struct MeasurementBudgetTests {
  /// 10 × 8: rank k has k (18 − k) unknowns, 17, 32, 45, 56, 65, ….
  private func budget(_ measurements: Int) -> MeasurementBudget {
    MeasurementBudget(measurements: measurements, fullRank: 8) { $0 * (18 - $0) }
  }

  @Test func shares() {
    let budget = budget(60)
    #expect(budget.share(ofRank: 1) == 17.0 / 60)
    #expect(budget.share(ofRank: 2) == 15.0 / 43)
    #expect(budget.share(ofRank: 3) == 13.0 / 28)
    #expect(budget.share(from: 1, to: 3) == 28.0 / 43)
    #expect(budget.share(from: 2, to: 2) == 0)
  }

  @Test func determinedRanks() {
    #expect(
      [16, 17, 31, 32, 60, 65].map { budget($0).largestDeterminedRank } == [0, 1, 1, 2, 4, 5])
    // No rank above the full one, however much is measured.
    #expect(budget(1000).largestDeterminedRank == 8)
    let data = Observations(table: Matrix(rows: 10, columns: 8))
    #expect(data.budget.largestDeterminedRank == 8 && data.degreesOfFreedom(rank: 3) == 45)
  }

  /// Twice the share must stay below 0.8: 2 · 17/60 = 0.57 and 2 · 15/43 = 0.70 do,
  /// 2 · 13/28 = 0.93 does not; of 40 measurements already 2 · 17/40 = 0.85 does not.
  @Test func ranksThatShowNoise() {
    #expect(budget(60).largestRankShowingNoise == 2)
    #expect(budget(40).largestRankShowingNoise == 0)
    // 2 · 17/43 = 0.79, 2 · 15/26 = 1.15.
    #expect(budget(43).largestRankShowingNoise == 1)
  }

  /// Of 60 measurements a rank looks like noise that explains less than 0.567 at rank 1, than 0.698
  /// at rank 2.
  @Test func ranksOfNoise() {
    let budget = budget(60)
    #expect(budget.ranksOfNoise([1]) == 0)
    #expect(budget.ranksOfNoise([1, 0.44]) == 1)
    #expect(budget.ranksOfNoise([1, 0.43]) == 0)
    #expect(budget.ranksOfNoise([1, 0.44, 0.44 * 0.31]) == 2)
    #expect(budget.ranksOfNoise([1, 0.44, 0.44 * 0.30]) == 0)
    // Running ones alone: signal, then noise.
    #expect(budget.ranksOfNoise([1, 0.1, 0.09]) == 1)
    // Rank 3 tells nothing, and so neither does what came before it.
    #expect(budget.ranksOfNoise([1, 0.9, 0.8, 0.79]) == 0)
    #expect(self.budget(40).ranksOfNoise([1, 0.99]) == 0)
  }
}
