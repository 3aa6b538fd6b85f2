import Foundation
import LinearAlgebra
import LowRank
import Testing

/// Xiong, Ding and Du (2024): the parts of their experiments. The rates, with excess rank,
/// imbalance and the one change of factors, are claims of the laboratory (G7, G8, G9).
@Suite struct OverparameterizationTests {
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
}
