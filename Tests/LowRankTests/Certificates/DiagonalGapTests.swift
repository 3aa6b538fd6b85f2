import Foundation
import LinearAlgebra
import LowRank
import LowRankTesting
import Testing

@Suite struct DiagonalGapTests {
  /// A quarter of the Laplacian of a cycle: ⟨C, W⟩ counts the edges that a cut W = s sᵀ cuts.
  private func cycle(_ n: Int) -> SparseMatrix {
    var rowOf: [Int32] = [], columnOf: [Int32] = [], values: [Double] = []
    for i in 0..<n {
      for (j, value) in [(i, 0.5), ((i + 1) % n, -0.25), ((i + n - 1) % n, -0.25)] {
        rowOf.append(Int32(i))
        columnOf.append(Int32(j))
        values.append(value)
      }
    }
    let (pattern, order) = SparsityPattern.sorting(
      rows: n, columns: n, rowOf: rowOf, columnOf: columnOf)
    return SparseMatrix(pattern: pattern, values: order.map { values[Int($0)] })
  }

  private func solved(_ cost: SparseMatrix, from start: UnitRows) -> UnitRows {
    typealias Objective = LinearFunctional<UnitRows>
    return Objective(maximizing: cost).solve(
      from: start,
      by: Descent<Objective, Steepest<UnitRows>>(
        along: .steepest(), step: .barzilaiBorwein(initial: 0.5)),
      until: .gradientNorm(1e-12) || .iterations(5000)
    ).point
  }

  /// Of the relaxation for an odd cycle (Delorme, Poljak 1993).
  private static func best(odd n: Int) -> Double {
    Double(n) * (1 + cos(Double.pi / Double(n))) / 2
  }

  /// An even cycle is cut whole.
  @Test(arguments: [5, 6, 7, 12, 33])
  func cycles(_ n: Int) {
    let best = n % 2 == 0 ? Double(n) : Self.best(odd: n)
    let gap = DiagonalGap(
      of: solved(cycle(n), from: UnitRows(gaussian(n, 6))), maximizing: cycle(n))
    #expect(gap.certificate().verdict == .optimal && gap.least.evidence == .proof)
    #expect(gap.bound >= best - 1e-13 * best && gap.bound - best < 1e-9 * best)
    #expect(abs(gap.value - best) < 1e-9 * best)
  }

  /// No cut at all is stationary and a saddle: the bound holds, the verdict is no, and the term
  /// leads to the optimum.
  @Test func aSaddleIsRejectedAndLeft() {
    let cost = cycle(7), ones = UnitRows(Matrix(rows: 7, columns: 1) { _, _ in 1 })
    let gap = DiagonalGap(of: ones, maximizing: cost), best = Self.best(odd: 7)
    #expect(gap.certificate().verdict == .improvable && gap.bound >= best && gap.term.gain > 0)
    var grown = ones
    grown.append(gap.term, scale: 1e-2)
    grown = solved(cost, from: grown)
    var second = DiagonalGap(of: grown, maximizing: cost)
    while second.certificate().verdict == .improvable, grown.rank < 7 {
      grown.append(second.term, scale: 1e-2)
      grown = solved(cost, from: grown)
      second = DiagonalGap(of: grown, maximizing: cost)
    }
    #expect(second.certificate().verdict == .optimal && abs(second.value - best) < 1e-9 * best)
    // The factorisation's own growth agrees with the certificate's.
    let own = ones.steepestTerm(
      against: SparseMatrix(pattern: cost.pattern, values: cost.values.map { -$0 }))
    #expect(abs(own.gain - gap.term.gain) < 1e-9)
  }

  @Test(arguments: 1...5)
  func anyPointGivesABound(_ seed: UInt64) {
    let gap = DiagonalGap(of: UnitRows(gaussian(9, 4, seed: seed)), maximizing: cycle(9))
    #expect(gap.bound >= Self.best(odd: 9) && gap.certificate().verdict != .optimal)
  }

  @Test func unitRowsKeepTheirLaws() {
    let point = UnitRows(gaussian(9, 3))
    #expect(checkVectorSpace(like: point).worst < 1e-13)
    #expect(checkFactorization(point).isRight)
    let w = point.matrix
    #expect((0..<9).allSatisfy { abs(w[$0, $0] - 1) < 1e-15 })
    #expect(checkGradient(LinearFunctional(maximizing: cycle(9)), at: point).isRight)
    #expect(
      checkSolver(
        Descent<LinearFunctional<UnitRows>, Steepest<UnitRows>>(
          along: .steepest(), step: .barzilaiBorwein(initial: 0.5)),
        on: LinearFunctional(maximizing: cycle(9)), from: point
      ).isRight)
  }

  /// A row without a direction is not made up.
  @Test func aVanishedRowDiverges() {
    let start = UnitRows(Matrix(rows: 5, columns: 2) { i, _ in i == 3 ? 0 : 1 })
    let end = LinearFunctional<UnitRows>(maximizing: cycle(5)).solve(
      from: start, by: Descent(along: .steepest(), step: .constant(0.1)), until: .iterations(5))
    #expect(end.reason == .diverged)
    #expect(
      DiagonalGap(of: start, maximizing: cycle(5)).certificate().verdict == .undetermined)
  }
}
