internal import LinearAlgebra
public import LowRank

/// How far a measurement map is from its laws, relative to the sizes involved.
public struct MeasurementGaps: Sendable, Equatable {
  /// ⟨𝒜(L Rᵀ), y⟩ against ⟨L, 𝒜*(y) R⟩.
  public let adjoint: Double
  /// 𝒜((L + s M) Rᵀ) against 𝒜(L Rᵀ) + s 𝒜(M Rᵀ).
  public let linearity: Double
  /// `apply(a, plus: b)` against 𝒜(a) + 𝒜(b).
  public let addition: Double
  /// The laws of the image 𝒜*(y) as an operator.
  public let image: OperatorGaps
  /// The law of the line preconditioner; 0 where there is none.
  public let lines: Double

  public var worst: Double { max(adjoint, linearity, addition, image.worst, lines) }
}

/// Measures the laws of `MeasurementMap` at random matrices of the given rank.
///
///     #expect(checkMeasurement(EntrySampling(pattern)).worst < 1e-13)
///
/// Whatever is written to holds garbage before, the image as well; some of y is zero, which must be
/// written too.
public func checkMeasurement(
  _ map: some MeasurementMap, rank: Int = 3, seed: UInt64 = 1
) -> MeasurementGaps {
  let l = randomMatrix(map.rows, rank, seed: seed), s = -0.375
  let m = randomMatrix(map.rows, rank, seed: seed &+ 1)
  let r = randomMatrix(map.columns, rank, seed: seed &+ 2)
  var y = randomVector(map.count, seed: seed &+ 3)
  for k in stride(from: 0, to: y.count, by: 3) { y[k] = 0 }
  var image = map.makeImage(), product = l.garbage(), sum = l
  // An image that was filled before, as it is from the second iteration on.
  map.adjoint(garbageVector(map.count), into: &image)
  map.adjoint(y, into: &image)
  image.multiply(r, into: &product)
  sum.add(m, scaledBy: s)

  func measure(_ left: Matrix) -> [Double] {
    var out = garbageVector(map.count)
    map.apply(LowRankMatrix(left: left, right: r), into: &out)
    return out
  }
  var scaled = m, together = garbageVector(map.count)
  scaled.scale(by: s)
  map.apply(
    LowRankMatrix(left: l, right: r), plus: LowRankMatrix(left: scaled, right: r), into: &together)
  // Relative to what is added, for the sum itself may cancel.
  let (a, b, ab) = (measure(l), measure(m), measure(sum)), size = a.norm + abs(s) * b.norm
  var expected = a
  expected.add(b, scaledBy: s)
  return MeasurementGaps(
    adjoint: relativeGap(a.dot(y), l.dot(product), scale: a.norm * y.norm),
    linearity: gap(ab, expected, size), addition: gap(together, expected, size),
    image: checkOperator(image, width: rank, seed: seed),
    lines: lineGap(map, left: l, right: r, seed: seed))
}

/// As `relativeGap`, of plain vectors.
private func gap(_ a: [Double], _ b: [Double], _ scale: Double) -> Double {
  relativeGap(
    Matrix(rows: 1, columns: a.count, elements: a), Matrix(rows: 1, columns: b.count, elements: b),
    scale: scale)
}
