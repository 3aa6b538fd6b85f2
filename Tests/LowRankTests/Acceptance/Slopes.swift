import Foundation
import LinearAlgebra
import LowRank
import LowRankTheory

/// The least-squares slope of y against x.
func slope(_ x: [Double], _ y: [Double]) -> Double {
  let n = Double(x.count), mx = x.reduce(0, +) / n, my = y.reduce(0, +) / n
  let covariance = zip(x, y).reduce(0) { $0 + ($1.0 - mx) * ($1.1 - my) }
  return covariance / x.reduce(0) { $0 + ($1 - mx) * ($1 - mx) }
}

/// Q diag(values) Qᵀ or P diag(values) Qᵀ with Haar P and Q, the test's truths.
func planted(_ rows: Int, _ columns: Int, _ values: [Double], seed: UInt64) -> LowRankMatrix {
  var generator = SeededGenerator(seed: seed, stream: 77)
  let p = Matrix.orthonormal(rows: rows, columns: values.count, using: &generator)
  let q = Matrix.orthonormal(rows: columns, columns: values.count, using: &generator)
  return LowRankMatrix(left: p.scalingColumns(by: values), right: q)
}

func plantedSemidefinite(_ size: Int, _ values: [Double], seed: UInt64) -> LowRankMatrix {
  var generator = SeededGenerator(seed: seed, stream: 78)
  let q = Matrix.orthonormal(rows: size, columns: values.count, using: &generator)
  return LowRankMatrix(left: q.scalingColumns(by: values), right: q)
}

func squaredFit<P: Factorization, M: MeasurementMap>(
  _ truth: LowRankMatrix, by map: M, over _: P.Type
) -> Fit<P, M, SquaredLoss> {
  Fit(map, target: observations(of: truth, by: map), loss: SquaredLoss())
}
