public import LinearAlgebra

/// A point made of blocks that a direction may treat one at a time or at different speeds.
///
/// Law, checked by `checkBlocks` in LowRankTesting: scaling every block by s scales the point by s,
/// and the parts left by zeroing all blocks but one sum to the point.
public protocol Blocked: VectorSpace {
  var blockCount: Int { get }
  /// Block k ← scale · block k, without allocating.
  mutating func scaleBlock(_ k: Int, by scale: Double)
}

/// U, then V.
extension Asymmetric: Blocked {
  public var blockCount: Int { 2 }
  public mutating func scaleBlock(_ k: Int, by scale: Double) {
    scaleBuffer(k, by: scale)
  }
}

/// U₁, …, U_L.
extension Deep: Blocked {
  public var blockCount: Int { depth }
  public mutating func scaleBlock(_ k: Int, by scale: Double) {
    scaleBuffer(k, by: scale)
  }
}

extension VectorSpace {
  /// Scales the k-th buffer of `updateBuffers`, for points whose blocks are their buffers.
  package mutating func scaleBuffer(_ k: Int, by scale: Double) {
    var seen = 0
    updateBuffers {
      if seen == k { $0.scale(by: scale) }
      seen += 1
    }
    precondition(k >= 0 && k < seen, "there is no block \(k)")
  }
}

extension Blocked {
  /// All other blocks ← 0.
  mutating func keepOnly(_ block: Int) {
    for k in 0..<blockCount where k != block { scaleBlock(k, by: 0) }
  }
}
