import LinearAlgebra
import Testing

@testable import LowRank

@Suite struct VariationalFitTests {
  /// Grown one by one, as on a rank path, and settled at the end.
  private func fit(
    _ data: Observations, to rank: Int, effects: Bool = false, columnNoise: Bool = false
  ) -> VariationalFit {
    var fit = VariationalFit(data, effects: effects, columnNoise: columnNoise)
    for k in 1...rank {
      fit.grow(to: k)
      for _ in 0..<10 { fit.sweep() }
    }
    for _ in 0..<60 { fit.sweep() }
    return fit
  }

  /// Singular values of the posterior mean over the square root of the number of cells.
  private func sizes(_ fit: VariationalFit) -> [Double] {
    let form = SpectralForm(LowRankMatrix(left: fit.left.means, right: fit.right.means))
    let cells = Double(form.rows * form.columns).squareRoot()
    return form.singularValues.map { $0 / cells }
  }

  /// Twice the planted rank is offered; what remains beyond it moves no cell by a hundredth of the
  /// noise. The noise variance of 0.7 × 60 × 50 cells less 3 × 107 degrees of freedom has a
  /// relative standard error of √(2/1780) = 3.4 %; three of them and the mean field's own bias, at
  /// most a few percent, stay within 15 %.
  @Test(arguments: [UInt64](1...2), [false, true])
  func findsRankAndNoise(_ seed: UInt64, _ columnNoise: Bool) {
    let table = PlantedTable(60, 50, rank: 3, noise: 0.5, gaps: 0.3, seed: seed)
    let fit = fit(table.observed, to: 6, columnNoise: columnNoise), found = sizes(fit)
    #expect(fit.rank == 6)
    #expect(found[2] > 0.5 && found[3] < 0.005, "\(found)")
    #expect(abs(fit.noise / 0.25 - 1) < 0.15, "\(fit.noise)")
    // The ideal error of 3 × 107 unknowns from 2100 cells is 0.5 √(321/2100) = 0.2.
    let low = fit.left.means.timesTransposed(fit.right.means)
    #expect(table.rmse(against: table.truth) { low[$0, $1] } < 0.3)
  }

  /// Row and column effects of size 2 beside a term of rank 1. Each is the mean of about 35 cells
  /// with noise 0.5: a standard error of 0.1 with the term's own share; three of them bound all 70.
  @Test func recoversEffects() {
    let table = PlantedTable(40, 30, rank: 1, effects: 2, noise: 0.5, gaps: 0.2, seed: 2)
    let fit = fit(table.observed, to: 2, effects: true)
    let low = fit.left.means.timesTransposed(fit.right.means)
    let error = table.rmse(against: table.truth) { i, j in
      fit.left.effect[i] + fit.right.effect[j] + low[i, j]
    }
    #expect(error < 0.3, "\(error)")
    #expect(abs(fit.noise / 0.25 - 1) < 0.2, "\(fit.noise)")
  }

  /// Independent noise has nothing to predict: all components vanish and the noise is all there is.
  @Test(arguments: [UInt64](1...3))
  func pureNoiseShrinksToNothing(_ seed: UInt64) {
    let table = PlantedTable(60, 50, rank: 0, noise: 1, gaps: 0.3, seed: seed)
    let fit = fit(table.observed, to: 3), found = sizes(fit)
    #expect(found[0] < 0.01, "\(found)")
    // Relative standard error √(2/2100) = 3.1 %; three of them.
    #expect(abs(fit.noise - 1) < 0.1, "\(fit.noise)")
  }

  /// Half of the columns are five times noisier.
  @Test func columnNoise() {
    var table = PlantedTable(80, 30, rank: 2, noise: 0.2, gaps: 0.2, seed: 5)
    let extra = gaussian(80, 30, seed: 9)
    let noisy = Matrix(rows: 80, columns: 30) { i, j in
      table.noisy[i, j] + (j % 2 == 0 ? extra[i, j] : 0)
    }
    table = PlantedTable(truth: table.truth, noisy: noisy, isSeen: table.isSeen)
    func error(_ columnNoise: Bool) -> Double {
      let fit = fit(table.observed, to: 2, columnNoise: columnNoise)
      let low = fit.left.means.timesTransposed(fit.right.means)
      return table.rmse(against: table.truth) { low[$0, $1] }
    }
    #expect(error(true) < 0.9 * error(false))
  }

  @Test func degenerate() {
    for data in [
      table(3, 4, { _, _ in 0 }), table(1, 1, { _, _ in 1 }),
      table(3, 4, { i, j in Double(i + j) }, where: { i, j in i == j }),
      table(3, 4, { _, _ in 1 }, where: { _, _ in false }),
    ] {
      for effects in [false, true] {
        var fit = VariationalFit(data, effects: effects, columnNoise: effects)
        for k in 0...5 {
          fit.grow(to: k)
          for _ in 0..<5 { fit.sweep() }
        }
        #expect(fit.predict(at: data.pattern).allSatisfy { $0.isFinite })
        #expect(fit.noise.isFinite && fit.noise > 0)
      }
    }
  }
}
