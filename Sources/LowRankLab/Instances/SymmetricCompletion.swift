internal import LinearAlgebra
internal import LowRank
internal import LowRankTheory

/// A planted semidefinite truth of which each unordered pair is observed with a given probability.
struct SymmetricCompletion: Sendable {
  let truth: LowRankMatrix
  let map: EntrySampling

  init(size: Int, eigenvalues: [Double], seen: Double, seed: UInt64) {
    truth = .plantedSemidefinite(size: size, eigenvalues: eigenvalues, seed: seed)
    var generator = SeededGenerator(seed: seed, stream: 0x4c61_6243)
    var rowOf: [Int32] = [], columnOf: [Int32] = []
    for i in 0..<size {
      for j in i..<size where generator.uniform() < seen {
        for (a, b) in i == j ? [(i, j)] : [(i, j), (j, i)] {
          rowOf.append(Int32(a))
          columnOf.append(Int32(b))
        }
      }
    }
    map = EntrySampling(
      SparsityPattern.sorting(rows: size, columns: size, rowOf: rowOf, columnOf: columnOf).pattern)
  }

  func fit<P: Factorization>(over _: P.Type) -> Fit<P, EntrySampling, SquaredLoss> {
    Fit(map, target: map.measurements(of: truth), loss: SquaredLoss())
  }

  /// The first of a sequence of draws in which the greedy path ends at the truth: of few entries it
  /// may end elsewhere, and then nothing that follows it can be expected to find the truth.
  static func recoverable(
    size: Int, eigenvalues: [Double], seen: Double, seed: UInt64
  ) -> SymmetricCompletion {
    var instance = SymmetricCompletion(size: size, eigenvalues: eigenvalues, seen: seen, seed: seed)
    for draw in 1..<50 where !instance.isFoundGreedily(rank: eigenvalues.count) {
      instance = SymmetricCompletion(
        size: size, eigenvalues: eigenvalues, seen: seen, seed: seed &+ UInt64(draw) << 32)
    }
    return instance
  }

  private func isFoundGreedily(rank: Int) -> Bool {
    let fit = fit(over: Symmetric.self), rule = StopRule.gradientNorm(1e-5)
    let growth = RankGrowth(
      Descent<Fit<Symmetric, EntrySampling, SquaredLoss>, Steepest<Symmetric>>(
        along: .steepest(), step: .constant(0.02)),
      scale: 1e-12, threshold: 1e-3, phase: rule, maximumRank: rank + 1)
    var run = fit.iterates(from: fit.start(.zeroRank, rank: 0), by: growth)
    let end = run.finish(at: rule || .iterations(50_000))
    return end.record.rank == rank
      && end.point.matrix.distance(to: truth) < 1e-3 * truth.frobeniusNorm
  }
}
