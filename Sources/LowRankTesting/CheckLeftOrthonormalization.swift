internal import LinearAlgebra
public import LowRank

/// How far factors are from the laws of `LeftOrthonormalizable`.
public struct LeftOrthonormalGaps: Sendable, Equatable {
  /// W after the change against W, relative.
  public let product: Double
  /// LᵀL / scale² against I for the left factor L of W = L Rᵀ.
  public let gram: Double

  public var worst: Double { max(product, gram) }
}

/// Measures the laws of `LeftOrthonormalizable` at a point whose left factor has full column rank.
///
///     #expect(checkLeftOrthonormalization(Asymmetric(u: u, v: v)).worst < 1e-13)
public func checkLeftOrthonormalization<P: LeftOrthonormalizable>(
  _ point: P, scale: Double = 0.7
) -> LeftOrthonormalGaps {
  let changed = point.leftOrthonormalized(scale: scale).matrix
  var gram = changed.left.transposedTimes(changed.left)
  gram.scale(by: 1 / (scale * scale))
  let identity = Matrix(diagonal: Array(repeating: 1, count: gram.rows))
  return LeftOrthonormalGaps(
    product: relativeGap(changed.dense(), point.matrix.dense()),
    gram: relativeGap(gram, identity))
}
