public import LinearAlgebra

/// How far a vector space is from its laws; zero or a few ulps for a right one.
public struct VectorSpaceGaps: Sendable, Equatable {
  /// x·y against y·x, relative to ‖x‖‖y‖.
  public let symmetry: Double
  /// (x + s y)·z against x·z + s y·z.
  public let linearity: Double
  /// ‖x + s y‖² against ‖x‖² + 2 s x·y + s² ‖y‖².
  public let addition: Double
  /// ‖x − copy of x‖ after `assign` to garbage, and ‖0‖.
  public let assignment: Double
  /// x·x against the sum of squares over all buffers: each component is visited once.
  public let buffers: Double

  public var worst: Double { max(symmetry, linearity, addition, assignment, buffers) }
}

/// Measures the laws of `VectorSpace` at random points of the shape of `point`.
///
///     #expect(checkVectorSpace(like: point).worst < 1e-13)
public func checkVectorSpace<V: VectorSpace>(like point: V, seed: UInt64 = 1) -> VectorSpaceGaps {
  let x = point.randomized(seed: seed), y = point.randomized(seed: seed &+ 1)
  let z = point.randomized(seed: seed &+ 2), s = -0.75
  var sum = x, copy = x.garbage(), difference = x
  sum.add(y, scaledBy: s)
  copy.assign(x)
  difference.add(copy, scaledBy: -1)
  // Sums may cancel; their parts say how large rounding may be.
  let size = (x.norm + y.norm) * (z.norm + y.norm)
  return VectorSpaceGaps(
    symmetry: relativeGap(x.dot(y), y.dot(x), scale: size),
    linearity: relativeGap(sum.dot(z), x.dot(z) + s * y.dot(z), scale: size),
    addition: relativeGap(sum.dot(sum), x.dot(x) + 2 * s * x.dot(y) + s * s * y.dot(y)),
    assignment: numbered(difference.norm + x.zeroed().norm),
    buffers: relativeGap(x.dot(x), x.components.reduce(0) { $0 + $1 * $1 }))
}
