internal import LinearAlgebra

/// ξ = U core Vᵀ + left Vᵀ + U rightᵀ with Uᵀleft = 0 and Vᵀright = 0: a tangent vector of the
/// fixed-rank manifold at W = U diag(s) Vᵀ. The three blocks are orthogonal, so ‖ξ‖² is the sum of
/// their squares whatever s is: least squares in these coordinates does not see W's condition.
struct TangentVector: VectorSpace {
  var core: Matrix
  var left: Matrix
  var right: Matrix

  /// Zero; the frame it belongs to is kept elsewhere.
  init(rows: Int, columns: Int, rank: Int) {
    core = Matrix(rows: rank, columns: rank)
    left = Matrix(rows: rows, columns: rank)
    right = Matrix(rows: columns, columns: rank)
  }

  func zeroed() -> Self { Self(rows: left.rows, columns: right.rows, rank: core.rows) }

  mutating func assign(_ other: Self) {
    core.assign(other.core)
    left.assign(other.left)
    right.assign(other.right)
  }

  mutating func add(_ other: Self, scaledBy scale: Double) {
    core.add(other.core, scaledBy: scale)
    left.add(other.left, scaledBy: scale)
    right.add(other.right, scaledBy: scale)
  }

  func dot(_ other: Self) -> Double {
    core.dot(other.core) + left.dot(other.left) + right.dot(other.right)
  }

  mutating func updateBuffers(_ body: (inout [Double]) throws -> Void) rethrows {
    try core.updateBuffers(body)
    try left.updateBuffers(body)
    try right.updateBuffers(body)
  }

  /// self − other, in new storage.
  func difference(from other: Self) -> Self {
    var result = self
    result.add(other, scaledBy: -1)
    return result
  }

  /// A random tangent vector at the frame (U, V), standard normal in every free coordinate.
  static func random(at u: Matrix, _ v: Matrix, seed: UInt64) -> Self {
    var generator = SeededGenerator(seed: seed, stream: 0x74616e67)
    var xi = Self(rows: u.rows, columns: v.rows, rank: u.columns)
    xi.core = .gaussian(rows: u.columns, columns: u.columns, using: &generator)
    xi.left = .gaussian(rows: u.rows, columns: u.columns, using: &generator)
    xi.right = .gaussian(rows: v.rows, columns: v.columns, using: &generator)
    // A Gaussian block projected is standard normal in the complement of the frame.
    xi.left.setProduct(u, u.transposedTimes(xi.left), scale: -1, adding: 1)
    xi.right.setProduct(v, v.transposedTimes(xi.right), scale: -1, adding: 1)
    return xi
  }
}
