internal import LinearAlgebra
public import LowRank
public import LowRankTheory

/// How far factors are from the laws of `LengthInvariant`, relative: W after its redundant block
/// was scaled by 3 against W, and the squared length against nine times what it was.
///
///     #expect(checkLengthInvariance(NormalizedNetwork(weights)) < 1e-13)
public func checkLengthInvariance<P: LengthInvariant & Factorization>(_ point: P) -> Double {
  var scaled = point
  // Three times: far enough to show, and its square is exact.
  scaled.scaleBlock(point.redundantBlock, by: 3)
  return max(
    relativeGap(scaled.matrix.dense(), point.matrix.dense()),
    relativeGap(scaled.squaredLength, 9 * point.squaredLength))
}
