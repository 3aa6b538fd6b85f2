internal import LinearAlgebra
public import LowRank

/// How far factors are from the law of `Balanceable`.
public struct BalanceGaps: Sendable, Equatable {
  /// The rate at which the differences change along ∇f, relative to that of the factors.
  public let drift: Double
  /// The same along a random direction: a difference that never changes says nothing.
  public let sensitivity: Double

  /// 1e-3: a random direction moves the differences about as fast as the factors.
  public var worst: Double { sensitivity > 1e-3 ? drift : .infinity }
}

/// Measures how fast the differences change along the gradient of F(W) = ⟨G, W⟩ for a random dense
/// G, which is what a gradient flow does at that point.
///
///     #expect(checkBalances(Asymmetric(u: u, v: v)).worst < 1e-10)
public func checkBalances<P: Balanceable>(_ point: P, seed: UInt64 = 1) -> BalanceGaps {
  var scratch = point.makeScratch(), gradient = point.garbage()
  let shape = point.product(&scratch)
  point.pullBack(
    randomMatrix(shape.rows, shape.columns, seed: seed), &scratch, into: &gradient)
  /// ‖(D(θ + t h) − D(θ − t h))/2t‖ over ‖θ‖ ‖h‖: exact for the quadratic D there are.
  func rate(along h: P) -> Double {
    // Central differences have no error of their own here, so t only has to stay clear of rounding.
    let t = 1e-3 * point.norm / h.norm
    func balances(_ t: Double) -> [Matrix] {
      var moved = point
      moved.add(h, scaledBy: t)
      return moved.balances
    }
    let changes = zip(balances(t), balances(-t)).map { ahead, behind in
      var change = ahead
      change.add(behind, scaledBy: -1)
      return change.norm
    }
    return changes.map { numbered($0 / (2 * t * point.norm * h.norm)) }.max() ?? 0
  }
  return BalanceGaps(
    drift: rate(along: gradient), sensitivity: rate(along: point.randomized(seed: seed &+ 1)))
}
