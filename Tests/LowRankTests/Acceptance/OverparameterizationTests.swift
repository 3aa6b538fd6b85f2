import Foundation
import LinearAlgebra
import LowRank
import Testing

/// Xiong, Ding and Du (2024): the one change of factors after which descent forgets its start. How
/// excess rank and imbalance set its speed before that are claims of the laboratory.
///
/// n = 20, r = 3, η = 0.1 on 𝒜*𝒜 ≈ I.
@Suite struct OverparameterizationTests {
  private let spectrum = [1, 0.8, 0.6], eta = 0.1
  private let full = FullObservation(rows: 20, columns: 20)
  private var truth: LowRankMatrix { planted(20, 20, spectrum, seed: 1) }

  /// ‖column‖ ≈ its scale in either factor. 5 columns of 40 and of 90 normal numbers: relative
  /// spreads (1/400)^½ = 5 % and (1/900)^½ = 3.3 %; four of them.
  @Test func unequalStarts() {
    let kind = StartingPoint.unequal(left: 0.6, right: 0.2)
    let start = kind.point(rows: 40, columns: 90, rank: 5, seed: 2, over: Asymmetric.self)!
    #expect(abs(start.u.norm / (0.6 * Double(5).squareRoot()) - 1) < 0.2)
    #expect(abs(start.v.norm / (0.2 * Double(5).squareRoot()) - 1) < 0.14)
    #expect(start == kind.point(rows: 40, columns: 90, rank: 5, seed: 2))
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
