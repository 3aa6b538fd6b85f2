internal import LinearAlgebra
public import LowRank

/// How far a point of blocks is from the laws of `Blocked`, relative to its size; 0 for a right
/// one.
///
/// The point with all blocks but one at zero, summed over blocks, is the point; all blocks scaled
/// one after the other are the point scaled.
///
///     #expect(checkBlocks(like: point) == 0)
public func checkBlocks<P: Blocked>(like point: P, seed: UInt64 = 1) -> Double {
  let x = point.randomized(seed: seed), s = -0.5
  var sum = x.zeroed(), scaled = x, largest = 0.0
  for k in 0..<x.blockCount {
    var part = x
    for l in 0..<x.blockCount where l != k { part.scaleBlock(l, by: 0) }
    largest = max(largest, part.norm)
    sum.add(part, scaledBy: 1)
    scaled.scaleBlock(k, by: s)
  }
  scaled.add(x, scaledBy: -s)
  // One block that is all of the point, among several, would pass the sum.
  let isSplit = x.blockCount == 1 || largest < x.norm
  return isSplit ? max(relativeGap(sum, x), numbered(scaled.norm / x.norm)) : .infinity
}
