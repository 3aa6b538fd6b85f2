import Foundation
import LinearAlgebra
import LowRank
import LowRankTesting
import Testing

@Suite struct LeastEigenvalueTests {
  /// 2 on the diagonal, −1 beside it: λ_k = 2 − 2 cos(kπ/(n + 1)), computed without cancelling.
  private func laplacian(_ n: Int, lowered: Double = 0) -> (Matrix, least: Double) {
    let a = Matrix(rows: n, columns: n) { i, j in
      i == j ? 2 - lowered : abs(i - j) == 1 ? -1 : 0
    }
    let half = sin(.pi / Double(2 * (n + 1)))
    return (a, 4 * half * half - lowered)
  }

  /// φ tr G plus the shift's rounding is below 8 n² u ‖G‖ twice over; the bound may lose no more.
  @Test(arguments: [1, 2, 5, 60, 250, 400], [0, 1, 0.5])
  func provesWhatIsTrueAndLittleLess(_ n: Int, _ lowered: Double) {
    let (a, least) = laplacian(n, lowered: lowered), found = LeastEigenvalue(a)
    #expect(found.evidence == .proof && found.bound <= least)
    // Four times per failed shift above order 300, where the estimate is a Ritz value.
    let slack = 64 * Double(n * n) * 0x1p-53 * 4
    #expect(least - found.bound < slack + (n > 300 ? 1e-3 : 0), "\(least - found.bound), \(slack)")
    #expect(found.estimate >= least - slack)
    let x = Matrix(rows: n, columns: 1, elements: found.vector)
    #expect(abs(x.dot(a.times(x)) - found.estimate) < 1e-12 && abs(x.norm - 1) < 1e-12)
  }

  /// A semidefinite matrix of low rank is never called positive.
  @Test(arguments: 1...10)
  func zeroIsNotPositive(_ seed: UInt64) {
    let u = gaussian(40, 3, seed: seed), found = LeastEigenvalue(u.timesTransposed(u))
    #expect(found.bound < 0 && found.bound > -1e-9 && found.evidence == .proof)
  }

  /// METHODS e7: a few Lanczos steps say +, the truth is −; the proof says −.
  @Test func seesWhatLanczosMisses() {
    var values = (0..<200).map { 1e-5 + Double($0) / 200 }
    values[0] = -1e-6
    let q = Matrix.orthonormal(200, seed: 3)
    let a = q.times(Matrix(diagonal: values)).timesTransposed(q)
    let early = Lanczos(a, tolerance: 0, steps: 12).smallest.value
    #expect(early > 0)
    let found = LeastEigenvalue(SymmetricPart(a))
    #expect(found.evidence == .proof && found.bound <= -1e-6 + 1e-15 && found.bound > -1.1e-6)
  }

  /// Beyond the orders that are proven: a failure would be one in 10⁶, so that ten starts show
  /// none.
  @Test(arguments: 1...10)
  func boundsWithAProbability(_ seed: UInt64) {
    let (a, least) = laplacian(500, lowered: 1)
    let found = LeastEigenvalue(a, steps: 80, seed: seed, provenOrder: 10)
    #expect(found.evidence == .probability(failure: 1e-6))
    #expect(found.bound <= least && found.estimate >= least - 1e-12)
    // ε = (ln(2 · 1.648 √500 10⁶) / 159)² = 0.0130 of a spread of 4, over 1 − 2ε.
    #expect(found.estimate - found.bound < 0.0536, "\(found.estimate - found.bound)")
  }

  @Test func saysNothingOfNaN() {
    var a = laplacian(5).0
    a[2, 2] = .nan
    let found = LeastEigenvalue(a)
    #expect(found.evidence == .none && found.bound == -.infinity)
    a[2, 2] = .infinity
    #expect(LeastEigenvalue(a).evidence == .none)
    #expect(LeastEigenvalue(laplacian(50).0, steps: 3, provenOrder: 10).evidence == .none)
  }

  /// A tiny and a huge matrix are bounded as well as one of order one.
  @Test(arguments: [1e-150, 1e150])
  func isScaleFree(_ scale: Double) {
    var (a, least) = laplacian(30, lowered: 1)
    a.scale(by: scale)
    let found = LeastEigenvalue(a)
    #expect(found.evidence == .proof && found.bound <= least * scale)
    #expect(least * scale - found.bound < 1e-10 * scale)
  }
}

extension Matrix {
  static func orthonormal(_ n: Int, seed: UInt64) -> Matrix {
    var generator = SeededGenerator(seed: seed)
    return .orthonormal(rows: n, columns: n, using: &generator)
  }
}
