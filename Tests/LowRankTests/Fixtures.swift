import Foundation
import LinearAlgebra
import LowRank
import LowRankTesting
import Testing

func gaussian(_ rows: Int, _ columns: Int, seed: UInt64 = 1, scale: Double = 1) -> Matrix {
  Matrix(rows: rows, columns: columns).randomized(scale: scale, seed: seed)
}

/// Every place with (i + 2j) not a multiple of 3: about two thirds, in every row and column.
func twoThirds(_ rows: Int, _ columns: Int) -> EntrySampling {
  var rowOf: [Int32] = [], columnOf: [Int32] = []
  for i in 0..<rows {
    for j in 0..<columns where (i + 2 * j) % 3 != 0 {
      rowOf.append(Int32(i))
      columnOf.append(Int32(j))
    }
  }
  return EntrySampling(
    SparsityPattern.sorting(rows: rows, columns: columns, rowOf: rowOf, columnOf: columnOf).pattern)
}

/// 𝒜(W)ₖ = aₖᵀ W bₖ: a map as a user would write one, with the default sum of two products.
struct RankOneSensing: MeasurementMap {
  let a: Matrix
  let b: Matrix

  init(rows: Int, columns: Int, count: Int, seed: UInt64) {
    a = gaussian(count, rows, seed: seed)
    b = gaussian(count, columns, seed: seed + 1)
  }

  var rows: Int { a.columns }
  var columns: Int { b.columns }
  var count: Int { a.rows }

  func apply(_ w: LowRankMatrix, into y: inout [Double]) {
    let left = a.times(w.left), right = b.times(w.right)
    for k in 0..<count {
      y[k] = (0..<w.rank).reduce(0) { $0 + left[k, $1] * right[k, $1] }
    }
  }
  func makeImage() -> Matrix { Matrix(rows: rows, columns: columns) }
  func adjoint(_ y: [Double], into image: inout Matrix) {
    image = a.transposedTimes(b.transposed.scalingColumns(by: y).transposed)
  }
}

/// The measurements of `truth`, without noise.
func observations(of truth: LowRankMatrix, by map: some MeasurementMap) -> [Double] {
  var target = [Double](repeating: 0, count: map.count)
  map.apply(truth, into: &target)
  return target
}

/// Through JSON and back, as into a checkpoint and out of it.
func jsonCoded<T: Codable>(_ value: T) throws -> T {
  let encoder = JSONEncoder(), decoder = JSONDecoder()
  encoder.nonConformingFloatEncodingStrategy = .convertToString(
    positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
  decoder.nonConformingFloatDecodingStrategy = .convertFromString(
    positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
  return try decoder.decode(T.self, from: encoder.encode(value))
}

typealias Completion = Fit<Asymmetric, EntrySampling, SquaredLoss>
typealias PlainDescent = Descent<Completion, Steepest<Asymmetric>>
