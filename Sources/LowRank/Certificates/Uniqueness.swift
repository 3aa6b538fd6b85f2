public import LinearAlgebra

/// Whether an exact fit is locally the only one of its rank.
///
/// A residual at round-off is no evidence that the answer is right: above the true rank there are
/// always other exact fits (add e_i wᵀ with w zero on the columns observed in row i). The fit is
/// locally unique when no tangent direction is invisible, that is when 𝒜 is injective on the
/// tangent space at W. Two tests, from data and factors alone:
///  - counting: more measurements than degrees of freedom k (m + n − k), and for sampled entries
///    at least k of them in every row and column;
///  - a random tangent vector d is reconstructed from 𝒜(d) by conjugate gradients; what is not
///    reconstructed is its component in the null space. A null space of dimension one shows as
///    a missing share of about dof^−½, an injective 𝒜 as rounding and the tolerance of CG.
///
/// The test is numerical and local: it does not prove global uniqueness.
public struct Uniqueness: Sendable, Equatable, Codable {
  /// Measurements, and degrees of freedom of a matrix of this rank.
  public let measurements: Int
  public let degreesOfFreedom: Int
  /// ‖x − d‖ / ‖d‖ for the reconstruction x of a random tangent vector d; 1 where counting fails.
  public let missingShare: Double
  /// Conjugate gradient iterations spent.
  public let iterations: Int

  /// Accepted below a thousandth: a tenth of what one null direction shows at 10⁴ degrees of freedom.
  public static let acceptance = 1e-3
  public var isUnique: Bool { missingShare < Self.acceptance }

  /// Cost: at most `limit` conjugate gradient iterations.
  public init(
    of form: SpectralForm, under map: some MeasurementMap, iterations limit: Int = 1500,
    seed: UInt64 = 1
  ) {
    self.init(of: form, under: map, over: Asymmetric.self, iterations: limit, seed: seed)
  }

  /// The same among the matrices that a parameterisation reaches: a positive semidefinite matrix
  /// has fewer degrees of freedom than a general one of its rank.
  ///
  /// - Parameter form: as `spectral` of the parameterisation gives it.
  public init<Point: FixedRank>(
    of form: SpectralForm, under map: some MeasurementMap, over _: Point.Type,
    iterations limit: Int = 1500, seed: UInt64 = 1
  ) {
    measurements = map.count
    degreesOfFreedom = Point.degreesOfFreedom(
      rows: form.rows, columns: form.columns, rank: form.rank)
    guard form.rank > 0, measurements > degreesOfFreedom, limit > 0 else {
      (missingShare, iterations) = (form.rank == 0 ? 0 : 1, 0)
      return
    }
    var tangent = TangentLeastSquares(
      map, u: form.u, v: form.v, projection: Point.tangentProjection)
    let hidden = tangent.jacobian.random(seed: seed)
    var seen = [Double](repeating: 0, count: map.count)
    tangent.jacobian.apply(hidden, into: &seen)
    iterations = tangent.solve(
      seen, TangentWeights(uniform: 0, rank: form.rank),
      curvature: max(seen.dot(seen) / hidden.dot(hidden), .leastNormalMagnitude), tolerance: 1e-7,
      iterations: limit)
    var difference = tangent.solution
    difference.add(hidden, scaledBy: -1)
    missingShare = difference.norm / hidden.norm
  }
}
