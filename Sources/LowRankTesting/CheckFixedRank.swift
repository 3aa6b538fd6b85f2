internal import LinearAlgebra
public import LowRank

/// How far factors are from the laws of `FixedRank`.
public struct FixedRankGaps: Sendable, Equatable {
  /// The product of `init(spectral:)` against the form's own, relative.
  public let product: Double
  /// The product of `spectral` against that of the factors, relative.
  public let spectral: Double
  /// ‖UᵀU − I‖ and ‖VᵀV − I‖ of `spectral`, the greater.
  public let orthonormality: Double
  /// Whether the singular values descend and none is negative.
  public let isOrdered: Bool

  public var worst: Double { isOrdered ? max(product, spectral, orthonormality) : .infinity }
}

/// Measures the laws of `FixedRank` at `point`, on its way to the spectral form and back.
///
///     #expect(checkFixedRank(Asymmetric(u: u, v: v)).worst < 1e-13)
public func checkFixedRank<P: FixedRank>(_ point: P) -> FixedRankGaps {
  let form = point.spectral, dense = point.matrix.dense(), s = form.singularValues
  func gap(_ q: Matrix) -> Double {
    let identity = Matrix(diagonal: Array(repeating: 1, count: q.columns))
    return relativeGap(q.transposedTimes(q), identity, scale: 1)
  }
  return FixedRankGaps(
    product: relativeGap(P(spectral: form).matrix.dense(), form.lowRank.dense()),
    spectral: relativeGap(form.lowRank.dense(), dense),
    orthonormality: max(gap(form.u), gap(form.v)),
    isOrdered: s == s.sorted(by: >) && s.allSatisfy { $0 >= 0 })
}
