internal import LinearAlgebra
public import LowRank

/// How far factors are from the laws of `GramPreconditioned`.
public struct PreconditionerGaps: Sendable, Equatable {
  /// ⟨∇f, P ∇f⟩ / ‖∇f‖ ‖P ∇f‖ at a random ∇f: positive.
  public let cosine: Double
  /// ⟨P g, h⟩ against ⟨g, P h⟩.
  public let symmetry: Double
  /// damping · P g against g where the damping is far above every Gram matrix: only there is it
  /// known what P does whatever the factors are.
  public let limit: Double
  /// P g with storage that other factors have used against P g with new storage.
  public let storage: Double

  public var worst: Double { cosine > 0 ? max(symmetry, limit, storage) : .infinity }
}

/// Measures the laws of `GramPreconditioned` on random gradients.
///
///     #expect(checkPreconditioner(Asymmetric(u: u, v: v)).worst < 1e-12)
public func checkPreconditioner<P: GramPreconditioned>(
  _ point: P, damping: Double = 0.1, seed: UInt64 = 1
) -> PreconditionerGaps {
  func divided(_ g: P, _ damping: Double, _ gram: inout GramSolver) -> P {
    var result = g
    point.divideByGram(&result, damping: damping, &gram)
    return result
  }
  let g = point.randomized(seed: seed), h = point.randomized(seed: seed &+ 1)
  var new = GramSolver(order: point.rank), used = new, spent = g
  // The storage has last held the Gram matrices of factors of another size.
  point.randomized(scale: 1e3, seed: seed &+ 2).divideByGram(&spent, damping: 0, &used)
  let pg = divided(g, damping, &new), ph = divided(h, damping, &new)
  // 1e14 ‖θ‖²: the Gram matrices are lost in rounding beside it.
  let heavy = 1e14 * point.dot(point)
  var limit = divided(g, heavy, &used)
  limit.scale(by: heavy)
  return PreconditionerGaps(
    cosine: g.dot(pg) / (g.norm * pg.norm),
    symmetry: relativeGap(pg.dot(h), g.dot(ph), scale: pg.norm * h.norm),
    limit: relativeGap(limit, g), storage: relativeGap(divided(g, damping, &used), pg))
}
