internal import LinearAlgebra
public import LowRank

/// Measures the law of `Factorization`: `pullBack` against differences of F(W) = ⟨G, W(θ)⟩ for a
/// random dense G.
///
///     #expect(checkFactorization(Asymmetric(u: u, v: v)).isRight)
public func checkFactorization<P: Factorization>(
  _ point: P, seed: UInt64 = 1
) -> TaylorReport {
  var scratch = point.makeScratch()
  // What another point has left in the scratch must not matter.
  _ = point.garbage().product(&scratch)
  let shape = point.product(&scratch)
  let g = randomMatrix(shape.rows, shape.columns, seed: seed &+ 1)
  let direction = point.randomized(seed: seed &+ 2)
  var gradient = point.garbage()
  point.pullBack(g, &scratch, into: &gradient)
  return TaylorReport(
    derivative: gradient.dot(direction), value: inner(g, point.matrix)
  ) { t in
    var moved = point
    moved.add(direction, scaledBy: t)
    return inner(g, moved.matrix)
  }
}

/// The largest relative gap between W(θ + t h) and W(θ) + t W′(h) + t² W″(h) over several t.
///
///     #expect(checkQuadratic(Asymmetric(u: u, v: v)) < 1e-13)
public func checkQuadratic<P: QuadraticFactorization>(_ point: P, seed: UInt64 = 1) -> Double {
  let h = point.randomized(seed: seed), (first, second) = point.tangent(along: h)
  // W is quadratic in θ, so three values of t besides 0 leave a wrong term nowhere to hide.
  let curvature = point.curvature(along: h).dense()
  return [-1.5, 0.25, 2].map { t in
    var moved = point, expected = point.matrix.dense()
    moved.add(h, scaledBy: t)
    expected.add(first.dense(), scaledBy: t)
    expected.add(second.dense(), scaledBy: t)
    expected.add(curvature, scaledBy: t * t)
    return relativeGap(moved.matrix.dense(), expected)
  }.max()!
}
