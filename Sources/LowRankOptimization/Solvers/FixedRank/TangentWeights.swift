internal import LinearAlgebra

/// Positive weights of the squares of a tangent vector's coordinates.
///
/// `core[a, b]` weighs the core; `side[a]` weighs column a of both other blocks.
/// Levenberg–Marquardt has one number everywhere, iteratively reweighted least squares has the
/// log-det surrogate's.
struct TangentWeights: Sendable {
  let core: Matrix
  let side: [Double]

  init(core: Matrix, side: [Double]) {
    self.core = core
    self.side = side
  }

  /// μ everywhere: ‖ξ‖² itself, whatever the frame.
  init(uniform weight: Double, rank: Int) {
    core = Matrix(rows: rank, columns: rank) { _, _ in weight }
    side = Array(repeating: weight, count: rank)
  }

  /// y ← y + weights ∘ x.
  func add(_ x: TangentVector, to y: inout TangentVector) {
    let (w, source) = (core.elements, x.core.elements)
    y.core.withElements { y in for e in y.indices { y[e] += w[e] * source[e] } }
    addSide(x.left, &y.left)
    addSide(x.right, &y.right)
  }

  /// z ← r / (curvature + weights): the diagonal preconditioner.
  func precondition(_ r: TangentVector, curvature: Double, into z: inout TangentVector) {
    z.assign(r)
    let k = side.count
    z.core.withElements { z in
      for e in 0..<k * k { z[e] /= curvature + core.elements[e] }
    }
    divideSide(&z.left, curvature)
    divideSide(&z.right, curvature)
  }

  /// y ← y + x diag(side), row by row.
  private func addSide(_ x: Matrix, _ y: inout Matrix) {
    let k = side.count, x = x.elements.span, w = side.span
    let rows = y.rows
    y.withElements { y in
      var y = y.mutableSpan
      for i in 0..<rows {
        for a in 0..<k { y[unchecked: i &* k &+ a] += w[unchecked: a] * x[unchecked: i &* k &+ a] }
      }
    }
  }

  /// z ← z diag(curvature + side)⁻¹, row by row.
  private func divideSide(_ z: inout Matrix, _ curvature: Double) {
    let k = side.count, w = side.span
    let rows = z.rows
    z.withElements { z in
      var z = z.mutableSpan
      for i in 0..<rows {
        for a in 0..<k { z[unchecked: i &* k &+ a] /= curvature + w[unchecked: a] }
      }
    }
  }
}
