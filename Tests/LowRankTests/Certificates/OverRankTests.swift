import LinearAlgebra
import LowRank
import Testing

@Suite struct OverRankTests {
  @Test func saysWhenColumnsOutnumberTheData() {
    let shortfall = OverRank.shortfall(measurements: 390, rows: 40, columns: 40, width: 8)
    // 8 (80 − 8) unknowns; 5 (80 − 5) = 375 and 6 (80 − 6) = 444.
    let expected = OverRank.Shortfall(width: 8, unknowns: 576, measurements: 390, supported: 5)
    #expect(shortfall == expected)
    #expect(OverRank.shortfall(measurements: 390, rows: 40, columns: 40, width: 5) == nil)
    #expect(OverRank.shortfall(measurements: 390, rows: 40, columns: 40, width: 6) != nil)
    // Of full width there are m n unknowns and no more.
    #expect(OverRank.shortfall(measurements: 1600, rows: 40, columns: 40, width: 90) == nil)
    let damped = Damping.residual(factor: 5)
    #expect(
      OverRank.shortfall(measurements: 9, rows: 40, columns: 40, width: 8, damping: damped) == nil)
    #expect(
      OverRank.shortfall(
        measurements: 9, rows: 40, columns: 40, width: 8, damping: .residual(factor: 0.1)) != nil)
  }

  /// The trap itself: the data are fitted, the matrix is wrong.
  @Test func theTrapIsReal() {
    var generator = SeededGenerator(seed: 1, stream: 15)
    let values = [1.0, 0.1]
    let truth = LowRankMatrix(
      left: .orthonormal(rows: 40, columns: 2, using: &generator).scalingColumns(by: values),
      right: .orthonormal(rows: 40, columns: 2, using: &generator))
    let map = GaussianEnsemble(rows: 40, columns: 40, count: 390, seed: 3).stored()
    let fit = Fit(
      map, target: observations(of: truth, by: map), loss: SquaredLoss(), over: Asymmetric.self)
    func error(_ damping: Damping, _ start: Asymmetric) -> (train: Double, true: Double) {
      let solution = fit.solve(
        from: start, by: Descent(along: .gramScaled(damping: damping), step: .exact),
        until: .loss(0.5e-10 * fit.target.dot(fit.target)) || .iterations(400))
      return (
        (2 * solution.record.loss).squareRoot() / fit.target.norm,
        solution.point.matrix.distance(to: truth) / truth.frobeniusNorm
      )
    }
    let trapped = error(0.01, fit.start(.spectral, rank: 8))
    #expect(trapped.train < 1e-4 && trapped.true > 0.3, "\(trapped)")
    let supported = error(1e-6, fit.start(.spectral, rank: 2))
    #expect(supported.train < 1e-4 && supported.true < 1e-3, "\(supported)")
  }
}
