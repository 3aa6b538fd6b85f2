public import LinearAlgebra

/// How far an operator is from its laws, relative to the sizes involved.
public struct OperatorGaps: Sendable, Equatable {
  /// ⟨G x, y⟩ against ⟨x, Gᵀ y⟩.
  public let adjoint: Double
  /// G (x + s z) against G x + s G z, and the same for Gᵀ.
  public let linearity: Double
  /// The product into a buffer of garbage against the product into zeros.
  public let overwriting: Double

  public var worst: Double { max(adjoint, linearity, overwriting) }
}

/// Measures the laws of `LinearOperator` on random blocks of `width` columns.
///
///     #expect(checkOperator(SparseMatrix(pattern: pattern, values: values)).worst < 1e-13)
public func checkOperator(
  _ g: some LinearOperator, width: Int = 3, seed: UInt64 = 1
) -> OperatorGaps {
  let x = randomMatrix(g.columns, width, seed: seed)
  let y = randomMatrix(g.rows, width, seed: seed &+ 1)
  var (gx, gty) = (y.zeroed(), x.zeroed())
  g.multiply(x, into: &gx)
  g.multiplyTransposed(y, into: &gty)
  // Garbage has a NaN in every third place: a product that adds cannot pass.
  var (overX, overY) = (y.garbage(), x.garbage())
  g.multiply(x, into: &overX)
  g.multiplyTransposed(y, into: &overY)
  return OperatorGaps(
    adjoint: relativeGap(gx.dot(y), x.dot(gty), scale: gx.norm * y.norm),
    linearity: max(
      linearityGap(like: x, into: y, seed: seed) { g.multiply($0, into: &$1) },
      linearityGap(like: y, into: x, seed: seed) { g.multiplyTransposed($0, into: &$1) }),
    overwriting: max(relativeGap(overX, gx), relativeGap(overY, gty)))
}

/// f(a + s b) against f(a) + s f(b).
private func linearityGap(
  like input: Matrix, into output: Matrix, seed: UInt64, _ f: (Matrix, inout Matrix) -> Void
) -> Double {
  let a = input.randomized(seed: seed &+ 2), b = input.randomized(seed: seed &+ 3), s = 0.625
  var sum = a
  sum.add(b, scaledBy: s)
  var (fa, fb, fsum) = (output.garbage(), output.garbage(), output.garbage())
  f(a, &fa)
  f(b, &fb)
  f(sum, &fsum)
  let size = fa.norm + abs(s) * fb.norm
  fa.add(fb, scaledBy: s)
  return relativeGap(fa, fsum, scale: size)
}
