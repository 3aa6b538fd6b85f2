import Foundation
import LinearAlgebra
import LowRank
import Testing

/// Ye and Du (2021): descent on ½‖U Vᵀ − Σ‖² from a small start, without a balancing term.
///
/// 30 × 20, d = 5 = rank Σ, ε = σ_d/(√(d σ₁)(m + n)), η = 0.1/σ₁ or 0.4/σ₁.
@Suite struct BalancedDescentTests {
  private struct Case {
    let values: [Double]
    let truth: LowRankMatrix
    let fit: Fit<Asymmetric, FullObservation, SquaredLoss>
    let start: Asymmetric
    let scale: Double

    init(_ values: [Double], seed: UInt64) {
      self.values = values
      truth = planted(30, 20, values, seed: 41)
      fit = squaredFit(truth, by: FullObservation(rows: 30, columns: 20), over: Asymmetric.self)
      scale = values[4] / ((5 * values[0]).squareRoot() * 50)
      // Another seed than Σ's: an aligned start would be faster than the theorem says.
      start = Asymmetric(
        u: gaussian(30, 5, seed: seed, scale: scale),
        v: gaussian(20, 5, seed: seed + 100, scale: scale))
    }
  }

  /// f1: f < 1e-20 within 60/(ησ_d) steps, never rising; late rate within 12 % of 2 ln(1 − ησ_d);
  /// ‖UᵀU − VᵀV‖ at most 1.25 times what it was. f2: the warm-up ends at T₀ with
  /// T₀ ησ_d / ln(dσ_d/ε²) in [0.4, 0.8].
  @Test(arguments: [[3, 2.5, 2, 1.5, 1], [10, 5, 3, 2, 1]] as [[Double]], [1, 2, 3] as [UInt64])
  func descentIsLinearAndKeepsItsBalance(_ values: [Double], _ seed: UInt64) {
    let c = Case(values, seed: seed), eta = 0.4 / values[0], least = values[4]
    let form = SpectralForm(c.truth), imbalance = c.start.imbalance
    var run = c.fit.iterates(
      from: c.start, by: Descent(along: .steepest(), step: .constant(eta)))
    var loss = [run.current.record.loss], most = 0.0, warm: Int?
    let end = run.finish(at: .loss(1e-22) || .iterations(Int(60 / (eta * least)))) {
      loss.append($0.record.loss)
      guard $0.record.iteration % 5 == 0 else { return }
      most = max(most, $0.point.imbalance)
      if warm == nil, isWarm($0.point, form) { warm = $0.record.iteration }
    }
    let rate = loss.filter { $0 < 1e-4 }.exponentialRate(above: 1e-22)
    let quotient = Double(warm ?? 0) * eta * least / log(5 * least / (c.scale * c.scale))
    show(
      "f1 steps, rate over law, balance; f2",
      (end.record.iteration, rate / (2 * log(1 - eta * least)), most / imbalance, quotient))
    #expect(loss.last! < 1e-20)
    #expect(zip(loss, loss.dropFirst()).allSatisfy { $1 <= $0 + 1e-14 })
    #expect(abs(rate / (2 * log(1 - eta * least)) - 1) < 0.12)
    #expect(most <= 1.25 * imbalance)
    #expect(0.4 < quotient && quotient < 0.8)
  }

  /// σ_d(A) ≥ √(σ_d/2) and ‖Σ_d − AAᵀ + BBᵀ‖ ≤ σ_d/4, with A, B = (PᵀU ± QᵀV)/2.
  private func isWarm(_ point: Asymmetric, _ form: SpectralForm) -> Bool {
    var a = form.u.transposedTimes(point.u), b = a
    let v = form.v.transposedTimes(point.v), least = form.singularValues.last!
    a.add(v, scaledBy: 1)
    b.add(v, scaledBy: -1)
    a.scale(by: 0.5)
    b.scale(by: 0.5)
    guard SmallSVD(a).singularValues.last! >= (least / 2).squareRoot() else { return false }
    var rest = Matrix(diagonal: form.singularValues)
    rest.add(a.timesTransposed(a), scaledBy: -1)
    rest.add(b.timesTransposed(b), scaledBy: 1)
    return SmallSVD(rest).singularValues[0] <= least / 4
  }

  /// The edge of stability is η = 1/σ₁: nine tenths of it converge, eleven tenths do not.
  @Test func theEdgeOfStability() {
    let c = Case([3, 2.5, 2, 1.5, 1], seed: 1)
    let ends = [0.9, 1.1].map { part in
      c.fit.solve(
        from: c.start, by: Descent(along: .steepest(), step: .constant(part / 3)),
        until: .loss(1e-20) || .iterations(2000)
      ).record.loss
    }
    #expect(ends[0] < 1e-20 && !(ends[1] < 1e-2), "\(ends)")
  }
}
