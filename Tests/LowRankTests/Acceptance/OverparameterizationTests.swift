import Foundation
import LinearAlgebra
import LowRank
import Testing

/// Xiong, Ding and Du (2024): how the rank's excess changes the speed of descent.
///
/// n = 20, r = 3, η = 0.1 on 𝒜*𝒜 ≈ I. The gradient of ½‖𝒜(X Xᵀ) − b‖² is 2 S X, so η/2 is the
/// step that the paper's ¼‖·‖² takes with η.
@Suite struct OverparameterizationTests {
  private let spectrum = [1, 0.8, 0.6], eta = 0.1
  private let full = FullObservation(rows: 20, columns: 20)
  private var truth: LowRankMatrix { planted(20, 20, spectrum, seed: 1) }

  private func symmetric(_ map: some MeasurementMap, k: Int, steps: Int) -> [Double] {
    let fit = squaredFit(
      plantedSemidefinite(20, spectrum, seed: 1), by: map, over: Symmetric.self)
    let start = Symmetric(gaussian(20, k, seed: 11, scale: 0.5 / Double(20).squareRoot()))
    return errors(
      fit.iterates(from: start, by: Descent(along: .steepest(), step: .constant(eta / 2))), steps,
      downTo: 1e-22)
  }

  /// c1: 2 ln(1 − η λᵣ) per step, within 5 %.
  @Test func theExactRankIsLinear() {
    let rate = symmetric(full, k: 3, steps: 1000).exponentialRate()
    show("c1 rate, law", (rate, 2 * log(1 - eta * 0.6)))
    #expect(abs(rate / (2 * log(1 - eta * 0.6)) - 1) < 0.05, "\(rate)")
  }

  /// c2: slope −2 ± 0.06 and η² T² ‖E‖² = (k − r)/4 within 5 %.
  @Test(arguments: [4, 5, 8])
  func excessRankIsSublinear(_ k: Int) {
    let steps = 20_000, error = symmetric(full, k: k, steps: steps)
    let constant = eta * eta * Double(steps * steps) * error[steps]
    show("c2 k, slope, constant", (k, error.powerLaw(from: steps / 10), constant))
    #expect(abs(error.powerLaw(from: steps / 10) + 2) < 0.06)
    #expect(abs(constant / (Double(k - 3) / 4) - 1) < 0.05, "\(constant)")
  }

  /// c3, short: by 1500 steps of sensing the exact rank is at rounding, one column more is not.
  @Test func sensingSeesTheSame() {
    let map = DenseSensing(rows: 20, columns: 20, count: 600, seed: 5)
    #expect(symmetric(map, k: 3, steps: 1500).first(below: 1e-20) != nil)
    #expect(symmetric(map, k: 4, steps: 1500).last! > 1e-7)
  }

  /// c3: slope in [−2.1, −1.8] and more than 1e-8 left after 2e4 steps.
  @Test(.enabled(if: runsLongTests), arguments: [4, 5])
  func sensingIsSublinear(_ k: Int) {
    let map = DenseSensing(rows: 20, columns: 20, count: 600, seed: 5)
    let error = symmetric(map, k: k, steps: 20_000)
    let power = error.powerLaw(from: 2000)
    show("c3 k, slope, error", (k, power, error.last!))
    #expect(-2.1 < power && power < -1.8, "\(power)")
    #expect(error.last! > 1e-8)
  }

  private func asymmetric(
    _ alpha: Double, k: Int, steps: Int, floor: Double = 1e-26
  ) -> (error: [Double], end: Asymmetric) {
    let fit = squaredFit(truth, by: full, over: Asymmetric.self)
    let start = fit.start(.unequal(left: alpha, right: alpha / 3), rank: k, seed: 3)
    var run = fit.iterates(from: start, by: Descent(along: .steepest(), step: .constant(eta)))
    var error = [2 * run.current.record.loss]
    let end = run.finish(at: .iterations(steps) || .loss(floor / 2)) {
      error.append(2 * $0.record.loss)
    }
    return (error, end.point)
  }

  /// ‖column‖ ≈ its scale in either factor. 5 columns of 40 and of 90 normal numbers: relative
  /// spreads (1/400)^½ = 5 % and (1/900)^½ = 3.3 %; four of them.
  @Test func unequalStarts() {
    let kind = StartingPoint.unequal(left: 0.6, right: 0.2)
    let start = kind.point(rows: 40, columns: 90, rank: 5, seed: 2, over: Asymmetric.self)!
    #expect(abs(start.u.norm / (0.6 * Double(5).squareRoot()) - 1) < 0.2)
    #expect(abs(start.v.norm / (0.2 * Double(5).squareRoot()) - 1) < 0.14)
    #expect(start == kind.point(rows: 40, columns: 90, rank: 5, seed: 2))
  }

  /// d1: the rate is −2 η σ_min(F)² within 5 % for α ≤ ½, and proportional to α²: slope in
  /// [1.8, 2.25]. Imbalance from unequal scales is what makes it linear.
  @Test func unequalScalesAreLinear() {
    let alphas = [0.7, 0.5, 0.35, 0.25]
    let rates = alphas.map { alpha in
      let (error, end) = asymmetric(alpha, k: 4, steps: 6000), rate = error.exponentialRate()
      let least = SmallSVD(end.u).singularValues.last!
      if alpha <= 0.5 { #expect(abs(rate / (-2 * eta * least * least) - 1) < 0.05, "\(alpha)") }
      return rate
    }
    let power = slope(alphas.map { log($0) }, rates.map { log(-$0) })
    show("d1 rates, slope", (rates, power))
    #expect(1.8 < power && power < 2.25, "\(power), \(rates)")
  }

  /// d2: tied factors of a semidefinite truth fall back to 1/T²: slope −2 ± 0.08.
  @Test(.enabled(if: runsLongTests)) func tiedFactorsAreSublinear() {
    let fit = squaredFit(
      plantedSemidefinite(20, spectrum, seed: 1), by: full, over: Asymmetric.self)
    let f = gaussian(20, 5, seed: 11, scale: 0.5 / Double(20).squareRoot()), steps = 20_000
    let error = errors(
      fit.iterates(
        from: Asymmetric(u: f, v: f), by: Descent(along: .steepest(), step: .constant(eta))), steps)
    show("d2 slope", error.powerLaw(from: steps / 10))
    #expect(abs(error.powerLaw(from: steps / 10) + 2) < 0.08)
  }

  /// e1: the product stays and UᵀU = β² I.
  @Test func theStepKeepsTheProduct() {
    let point = Asymmetric(u: gaussian(20, 5), v: gaussian(15, 5, seed: 2))
    let changed = point.leftOrthonormalized(scale: 1.3)
    let size = point.matrix.frobeniusNorm
    #expect(changed.matrix.distance(to: point.matrix) < 1e-12 * size)
    var gram = changed.u.transposedTimes(changed.u)
    gram.add(Matrix(diagonal: Array(repeating: 1.69, count: 5)), scaledBy: -1)
    #expect(gram.norm < 1e-12)
  }

  private func rebalanced<M: MeasurementMap>(
    _ alpha: Double, _ map: M, steps: Int
  ) -> (rate: Double, hit: Int?) {
    let fit = squaredFit(truth, by: map, over: Asymmetric.self)
    let start = fit.start(.unequal(left: alpha, right: alpha / 3), rank: 5, seed: 3)
    // ‖𝒜(E)‖ ≤ 0.3 σᵣ, and β² = 0.8.
    let inner = Descent<Fit<Asymmetric, M, SquaredLoss>, Steepest<Asymmetric>>(
      along: .steepest(), step: .constant(eta))
    let solver = Rebalancing(
      inner, when: .loss(0.5 * 0.18 * 0.18),
      scale: 0.8.squareRoot())
    var run = fit.iterates(from: start, by: solver), error: [Double] = [], changed = 0
    _ = run.finish(at: .iterations(steps) || .loss(0.5e-22)) { error.append(2 * $0.record.loss) }
    #expect(run.state.isRebalanced)
    changed = error.firstIndex { $0 <= 0.18 * 0.18 }!
    return (error.exponentialRate(after: changed + 20), error.first(below: 1e-20))
  }

  /// e2: rates that differ by less than 1.25 for starts from 0.3 to 1e-3, and 1e-20 before step
  /// 1000. Without the change the rates would span a factor of 1e4.
  @Test func oneChangeForgetsTheStart() {
    let runs = [0.3, 0.1, 0.03, 0.01, 1e-3].map { rebalanced($0, full, steps: 1000) }
    let rates = runs.map { abs($0.rate) }
    show("e2", runs)
    #expect(rates.max()! / rates.min()! < 1.25, "\(rates)")
    #expect(runs.allSatisfy { $0.hit != nil }, "\(runs)")
    // The law: 2 ln(1 − η min(β², σᵣ²/β²)), which METHODS meets to 22 % at worst.
    #expect(rates.allSatisfy { $0 > 0.7 * -2 * log(1 - eta * 0.36 / 0.8) })
  }

  @Test(.enabled(if: runsLongTests)) func oneChangeForgetsTheStartInSensing() {
    let map = DenseSensing(rows: 20, columns: 20, count: 1500, seed: 7)
    let runs = [0.3, 0.01, 1e-3].map { rebalanced($0, map, steps: 1300) }
    let rates = runs.map { abs($0.rate) }
    show("e2", runs)
    #expect(rates.max()! / rates.min()! < 1.25, "\(rates)")
    #expect(runs.allSatisfy { $0.hit != nil }, "\(runs)")
  }
}
