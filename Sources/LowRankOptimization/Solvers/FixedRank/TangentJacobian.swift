internal import LinearAlgebra

/// J = 𝒜 restricted to the tangent space at W = U diag(s) Vᵀ, in orthonormal coordinates.
///
/// With a `projection` P the space is the part of the tangent space that P leaves alone; Jᵀ then
/// ends in P, so that conjugate gradients from zero never leave it.
///
/// Cost of `apply` and `adjoint`: one 𝒜 of a rank-2k matrix, or one 𝒜* and two thin products with
/// its image, and 4 (rows + columns) k² flops. Buffers are allocated once per rank.
struct TangentJacobian<Map: MeasurementMap>: Sendable {
  let map: Map
  var u: Matrix
  var v: Matrix
  let projection: TangentProjection?
  /// 𝒜* of the last vector, before it is cut to the tangent space.
  private var image: Map.Image
  /// Jξ on the way to JᵀJξ.
  private var measured: [Double]
  /// U core + left: one thin factor in place of two.
  private var combined: Matrix
  /// Uᵀleft or Vᵀright, which ought to be zero.
  private var gauge: Matrix

  init(_ map: Map, u: Matrix, v: Matrix, projection: TangentProjection? = nil) {
    self.map = map
    self.u = u
    self.v = v
    self.projection = projection
    image = map.makeImage()
    measured = Array(repeating: 0, count: map.count)
    combined = u.zeroed()
    gauge = Matrix(rows: u.columns, columns: u.columns)
  }

  /// y = 𝒜(ξ), of ξ as (U core + left) Vᵀ + U rightᵀ: rank 2k and not 3k.
  mutating func apply(_ xi: TangentVector, into y: inout [Double]) {
    combined.assign(xi.left)
    combined.setProduct(u, xi.core, adding: 1)
    map.apply(
      LowRankMatrix(left: combined, right: v), plus: LowRankMatrix(left: u, right: xi.right),
      into: &y)
  }

  /// ξ = the tangent part of 𝒜*(y).
  mutating func adjoint(_ y: [Double], into xi: inout TangentVector) {
    map.adjoint(y, into: &image)
    project(image, into: &xi)
  }

  /// ξ = the tangent part of an operator G: core = UᵀG V, left = (I − U Uᵀ) G V and
  /// right = (I − V Vᵀ) GᵀU, by two products with G.
  func project(_ g: some LinearOperator, into xi: inout TangentVector) {
    g.multiply(v, into: &xi.left)
    g.multiplyTransposed(u, into: &xi.right)
    xi.core.setProduct(u, xi.left, left: .transposed)
    xi.left.setProduct(u, xi.core, scale: -1, adding: 1)
    xi.right.setProduct(v, xi.core, right: .transposed, scale: -1, adding: 1)
    projection?(&xi.core, &xi.left, &xi.right)
  }

  /// A random tangent vector of the space, standard normal in every free coordinate.
  func random(seed: UInt64) -> TangentVector {
    var xi = TangentVector.random(at: u, v, seed: seed)
    projection?(&xi.core, &xi.left, &xi.right)
    return xi
  }

  /// Removes what rounding has left of Uᵀleft and Vᵀright.
  mutating func restoreGauge(of xi: inout TangentVector) {
    gauge.setProduct(u, xi.left, left: .transposed)
    xi.left.setProduct(u, gauge, scale: -1, adding: 1)
    gauge.setProduct(v, xi.right, left: .transposed)
    xi.right.setProduct(v, gauge, scale: -1, adding: 1)
  }

  /// JᵀJ ξ.
  mutating func applyNormal(_ xi: TangentVector, into result: inout TangentVector) {
    // Taken out for the while and put back: a member cannot be handed to a mutating method, and a
    // copy would allocate.
    var y: [Double] = []
    swap(&y, &measured)
    apply(xi, into: &y)
    adjoint(y, into: &result)
    swap(&y, &measured)
  }

  /// The mean of ‖Jξ‖²/‖ξ‖² over a random ξ: the sampling rate, for completion.
  mutating func meanCurvature(seed: UInt64) -> Double {
    let xi = random(seed: seed)
    var y = [Double](repeating: 0, count: map.count)
    apply(xi, into: &y)
    return y.dot(y) / xi.dot(xi)
  }
}

/// The same map of the factors' own coordinates (B, C), kept as `left` and `right` with a zero
/// core: J(B, C) = 𝒜(B Vᵀ + U Cᵀ). k² of them move nothing, B = U S with C = −V Sᵀ.
extension TangentJacobian {
  /// Jᵀ y = (𝒜*(y) V, 𝒜*(y)ᵀ U).
  mutating func factorAdjoint(_ y: [Double], into xi: inout TangentVector) {
    map.adjoint(y, into: &image)
    image.multiply(v, into: &xi.left)
    image.multiplyTransposed(u, into: &xi.right)
  }

  /// JᵀJ (B, C).
  mutating func applyFactorNormal(_ xi: TangentVector, into result: inout TangentVector) {
    var y: [Double] = []
    swap(&y, &measured)
    map.apply(
      LowRankMatrix(left: xi.left, right: v), plus: LowRankMatrix(left: u, right: xi.right),
      into: &y)
    factorAdjoint(y, into: &result)
    swap(&y, &measured)
  }

  /// (B, C) in orthonormal coordinates: what of B lies along U, and of C along V, goes into the
  /// core.
  mutating func makeOrthonormal(_ xi: inout TangentVector) {
    xi.core.setProduct(u, xi.left, left: .transposed)
    xi.left.setProduct(u, xi.core, scale: -1, adding: 1)
    gauge.setProduct(v, xi.right, left: .transposed)
    xi.right.setProduct(v, gauge, scale: -1, adding: 1)
    xi.core.add(gauge.transposed, scaledBy: 1)
  }
}
