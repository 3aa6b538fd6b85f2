public import LinearAlgebra

/// Whether points are the only ones, up to motion and mirror image, with their known distances.
///
/// A fit that is locally unique may still be one of several: a part of the points that hangs on
/// three others can be mirrored in their plane. A stress ω puts a number on every known pair such
/// that the forces ω (xᵢ − xⱼ) balance at every point: 𝒜*(ω) X = 0. Points in general position in d
/// dimensions are determined everywhere if and only if the matrix 𝒜*(ω) of a generic stress is zero
/// on nothing but X and the translations (Connelly 2005; Gortler, Healy, Thurston 2010).
///
/// The stress is drawn at random and computed to rounding; the test is numerical, and positions in
/// special position (four points in a plane) are outside the theorem.
public struct GlobalRigidity: Sendable, Equatable {
  /// How many independent directions 𝒜*(ω) is zero on beside those it must be: 0 where the points
  /// are determined.
  public let excess: Int
  public var isRigid: Bool { excess == 0 }

  /// Eigenvalues below this share of the largest are zeros. A generic stress computed to 1e-11 has
  /// them at 1e-11 and below; proteins of 223 atoms known to 8 Å have their least other one at
  /// 1e-5.
  static let zero = 1e-8
  /// The share of the stress that a last pass may remove: well below `zero`.
  private static let remainder = 1e-11
  private static let mostPasses = 10

  /// - Parameters:
  ///   - form: the Gram matrix of the points, as `CentredDistances` sees it.
  ///   - scales: factors of the measurements, for condition; the answer does not depend on them.
  ///
  /// Cost: two solves or a few by conjugate gradients and an eigenproblem of the points' number.
  public init(
    of form: SpectralForm, under map: CentredDistances, scales: [Double]? = nil, seed: UInt64 = 1
  ) {
    let scaled = ScaledMeasurements(map, by: scales)
    var generator = SeededGenerator(seed: seed, stream: 0x73747265)
    var stress = (0..<map.count).map { _ in generator.normal() }
    var tangent = TangentLeastSquares(
      scaled, u: form.u, v: form.v, projection: Symmetric.tangentProjection)
    let curvature = tangent.jacobian.meanCurvature(seed: seed)
    var seen = stress
    // Each pass removes what rounding and the tolerance have left of the one before: two as a rule,
    // more where conjugate gradients leave a direction behind. A stress with a part left in it has
    // no zeros beyond those it must have, and every set of points would pass for rigid.
    for _ in 0..<Self.mostPasses {
      _ = tangent.solve(
        stress, TangentWeights(uniform: 0, rank: form.rank), curvature: curvature,
        tolerance: 1e-12, iterations: 20_000)
      tangent.jacobian.apply(tangent.solution, into: &seen)
      stress.add(seen, scaledBy: -1)
      if seen.norm <= Self.remainder * stress.norm { break }
    }
    var image = scaled.makeImage()
    scaled.adjoint(stress, into: &image)
    var matrix = Matrix(rows: map.rows, columns: map.rows)
    image.multiply(Matrix(diagonal: Array(repeating: 1, count: map.rows)), into: &matrix)
    let eigen = SymmetricEigen(matrix), values = eigen.values.map { abs($0) }
    // Of a matrix without eigenvalues nothing is known, least of all that it determines the points.
    let zeros =
      eigen.failure == nil ? values.count { $0 <= Self.zero * (values.max() ?? 0) } : values.count
    excess = max(0, zeros - form.rank)
  }
}
