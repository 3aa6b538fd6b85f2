internal import LinearAlgebra
public import LowRank

/// How far factors are from the laws of `FixedRank`.
public struct FixedRankGaps: Sendable, Equatable {
  /// The product of `init(spectral:)` against the form's own, relative; and its number of columns
  /// against the point's.
  public let product: Double
  /// The product of `spectral` against that of the factors, relative.
  public let spectral: Double
  /// ‖UᵀU − I‖ and ‖VᵀV − I‖ of `spectral`, the greater.
  public let orthonormality: Double
  /// Whether the singular values descend and none is negative.
  public let isOrdered: Bool
  /// P P x against P x and ⟨P x, y⟩ against ⟨x, P y⟩ for the projection of tangent vectors.
  public let projection: Double
  /// What `retract` and `term` give against what `init(spectral:)` makes of it: they stay in reach.
  public let reach: Double
  /// The overlap of `term` with the frame.
  public let overlap: Double
  /// log₂ of the remainder of `retract` over that of half the tangent vector: 2 for a retraction,
  /// infinite for one without a remainder.
  public let retraction: Double

  /// A retraction of the wrong first order has 1.
  public var worst: Double {
    isOrdered && retraction > 1.8
      ? max(product, spectral, orthonormality, projection, reach, overlap) : .infinity
  }
}

/// Measures the laws of `FixedRank` at `point`, on its way to the spectral form and back, along
/// random tangent vectors and for a random dense G.
///
///     #expect(checkFixedRank(Asymmetric(u: u, v: v)).worst < 1e-12)
public func checkFixedRank<P: FixedRank>(_ point: P, seed: UInt64 = 1) -> FixedRankGaps {
  let form = point.spectral, dense = point.matrix.dense(), s = form.singularValues
  // Half the vector leaves a quarter of the remainder where the retraction is right to first order;
  // with much smaller ones it would be rounding.
  let remainders = [2e-4, 1e-4].map { t -> (remainder: Double, reach: Double) in
    let xi = TangentBlocks(at: form, seed: seed).projected(by: P.tangentProjection, scaledBy: t)
    let moved = P.retract(form, core: xi.core, left: xi.left, right: xi.right)
    var expected = form.lowRank.dense()
    expected.add(xi.matrix(at: form), scaledBy: 1)
    return (relativeGap(moved.lowRank.dense(), expected), reachGap(moved, P.self))
  }
  // Columns beyond the shorter side are no rank.
  let widest = min(form.rows, form.columns) / P.columnsPerRank, remade = P(spectral: form)
  let columns = remade.rank == min(point.rank, widest) ? 0 : Double.infinity
  let (reach, overlap) = termGaps(beyond: form, P.self, seed: seed)
  return FixedRankGaps(
    product: max(columns, relativeGap(remade.matrix.dense(), form.lowRank.dense())),
    spectral: relativeGap(form.lowRank.dense(), dense),
    orthonormality: max(frameGap(form.u), frameGap(form.v)),
    isOrdered: s == s.sorted(by: >) && s.allSatisfy { $0 >= 0 },
    projection: projectionGap(at: form, P.tangentProjection, seed: seed),
    reach: max(reach, remainders[0].reach, remainders[1].reach), overlap: overlap,
    retraction: order(remainders.map(\.remainder)))
}

/// log₂ of the first remainder over the second; where the first is rounding alone, as at full rank,
/// where every matrix near is within reach, the retraction is exact and of any order.
private func order(_ remainders: [Double]) -> Double {
  remainders[0] < 1e-12 ? .infinity : (remainders[0] / remainders[1]).binaryLogarithm
}

/// ‖QᵀQ − I‖.
private func frameGap(_ q: Matrix) -> Double {
  let identity = Matrix(diagonal: Array(repeating: 1, count: q.columns))
  return relativeGap(q.transposedTimes(q), identity, scale: 1)
}

/// How far a form is from what the parameterisation makes of it: 0 for a matrix within reach.
private func reachGap<P: FixedRank>(_ form: SpectralForm, _: P.Type) -> Double {
  relativeGap(P(spectral: form).matrix.dense(), form.lowRank.dense())
}

/// Of the term along a random G, if there is one.
private func termGaps<P: FixedRank>(
  beyond form: SpectralForm, _: P.Type, seed: UInt64
) -> (reach: Double, overlap: Double) {
  let g = randomMatrix(form.rows, form.columns, seed: seed &+ 5)
  guard let term = P.term(along: g, beyond: form) else { return (0, 0) }
  return (
    reachGap(form.appending(term, scale: 0.5), P.self),
    numbered(
      max(form.u.transposedTimes(term.left).norm, form.v.transposedTimes(term.right).norm))
  )
}

/// P is a projection and symmetric: an orthogonal projection.
private func projectionGap(
  at form: SpectralForm, _ project: TangentProjection?, seed: UInt64
) -> Double {
  let x = TangentBlocks(at: form, seed: seed &+ 3), y = TangentBlocks(at: form, seed: seed &+ 7)
  let px = x.projected(by: project), py = y.projected(by: project)
  return max(
    relativeGap(px.projected(by: project).matrix(at: form), px.matrix(at: form)),
    relativeGap(px.dot(y), x.dot(py), scale: x.dot(x).squareRoot() * y.dot(y).squareRoot()))
}

/// A tangent vector U core Vᵀ + left Vᵀ + U rightᵀ with Uᵀ left = 0 and Vᵀ right = 0.
private struct TangentBlocks {
  var core: Matrix
  var left: Matrix
  var right: Matrix

  /// A random one at the form's frame, in general position to every projection.
  init(at form: SpectralForm, seed: UInt64) {
    core = randomMatrix(form.rank, form.rank, seed: seed)
    left = randomMatrix(form.rows, form.rank, seed: seed &+ 1)
    right = randomMatrix(form.columns, form.rank, seed: seed &+ 2)
    left.setProduct(form.u, form.u.transposedTimes(left), scale: -1, adding: 1)
    right.setProduct(form.v, form.v.transposedTimes(right), scale: -1, adding: 1)
  }

  /// P of it, where there is a projection, times t.
  func projected(by project: TangentProjection?, scaledBy t: Double = 1) -> TangentBlocks {
    var copy = self
    project?(&copy.core, &copy.left, &copy.right)
    copy.core.scale(by: t)
    copy.left.scale(by: t)
    copy.right.scale(by: t)
    return copy
  }

  /// ⟨·, ·⟩ of the matrices: the three blocks are orthogonal to each other.
  func dot(_ other: TangentBlocks) -> Double {
    core.dot(other.core) + left.dot(other.left) + right.dot(other.right)
  }

  /// The matrix in full, by which gaps are measured whatever the coordinates.
  func matrix(at form: SpectralForm) -> Matrix {
    var sum = form.u.times(core).timesTransposed(form.v)
    sum.add(left.timesTransposed(form.v), scaledBy: 1)
    sum.add(form.u.timesTransposed(right), scaledBy: 1)
    return sum
  }
}
