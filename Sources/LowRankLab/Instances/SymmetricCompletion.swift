internal import LinearAlgebra
internal import LowRank

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
}
