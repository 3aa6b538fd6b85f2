public import LinearAlgebra

/// Whether an exact fit is locally the only one of its rank.
///
/// A residual at round-off is no evidence that the answer is right: above the true rank there are
/// always other exact fits (add e_i wᵀ with w zero on the columns observed in row i). The fit is
/// locally unique when no tangent direction is invisible, that is when 𝒜 is injective on the
/// tangent space at W. Two tests, from data and factors alone:
///  - counting: more measurements than degrees of freedom k (m + n − k), and for sampled entries
///    at least k of them in every row and column;
///  - a random tangent vector d is reconstructed from 𝒜(d) by conjugate gradients, preconditioned
///    line by line where the map allows it and again without where something is missing; what is
///    not reconstructed is its component in the null space. A null space of dimension one shows as
///    a missing share of about dof^−½, an injective 𝒜 as rounding and the tolerance of CG.
///
/// The test is numerical and local: it does not prove global uniqueness.
public struct Uniqueness: Sendable, Equatable, Codable {
  /// Measurements, and degrees of freedom of a matrix of this rank.
  public let measurements: Int
  public let degreesOfFreedom: Int
  /// ‖x − d‖ / ‖d‖ for the reconstruction x of a random tangent vector d; 1 where counting fails.
  public let missingShare: Double
  /// Conjugate gradient iterations spent, and whether they came to an end.
  public let iterations: Int
  public let isConverged: Bool
  /// Tangent directions that no measurement sees, of `degreesOfFreedom`: 0 where the fit is unique.
  ///
  /// Where counting fails, at least this many. Elsewhere ‖x − d‖² rounded, whose mean over random d
  /// is the dimension: right to √(2/dimension) of itself. Nil where the iterations did not suffice.
  public let nullDimension: Int?
  /// How much larger errors of the measurements come out in the matrix: ‖ξ‖/‖η‖ for the least
  /// squares fit ξ to random η, (tr (JᵀJ)⁻¹/p)^½ over all η. Nil where the fit is not unique.
  ///
  /// Unique is not well determined: a line whose entries see one of its coefficients 10⁻⁵ as well
  /// as the others is the only one for exact data, and magnifies the rounding of a printed table as
  /// much.
  public let amplification: Double?

  /// Accepted below a thousandth: a tenth of what one null direction shows at 10⁴ degrees of
  /// freedom.
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
  /// - Parameters:
  ///   - form: as `spectral` of the parameterisation gives it.
  ///   - unseen: tangent directions that counting alone shows to be unseen.
  public init<Point: FixedRank>(
    of form: SpectralForm, under map: some MeasurementMap, over _: Point.Type,
    iterations limit: Int = 1500, seed: UInt64 = 1, unseen: Int = 0
  ) {
    // Directions of no singular value are arbitrary, and no part of W.
    let form = form.truncated(to: form.numericalRank)
    measurements = map.count
    degreesOfFreedom = Point.degreesOfFreedom(
      rows: form.rows, columns: form.columns, rank: form.rank)
    let counted = max(unseen, degreesOfFreedom - measurements)
    guard form.rank > 0, unseen == 0, measurements > degreesOfFreedom, limit > 0 else {
      let isTrivial = form.rank == 0
      (missingShare, iterations, isConverged) = (isTrivial ? 0 : 1, 0, isTrivial || limit > 0)
      nullDimension = isTrivial ? 0 : limit > 0 ? max(1, counted) : nil
      amplification = isTrivial ? 0 : nil
      return
    }
    var tangent = TangentLeastSquares(
      map, u: form.u, v: form.v, projection: Point.tangentProjection)
    let hidden = tangent.jacobian.random(seed: seed)
    var seen = [Double](repeating: 0, count: map.count)
    tangent.jacobian.apply(hidden, into: &seen)
    let curvature = max(seen.dot(seen) / hidden.dot(hidden), .leastNormalMagnitude)
    var spent = tangent.solve(
      seen, damping: 0, curvature: curvature, tolerance: 1e-7, iterations: limit)
    var missing = tangent.solution.difference(from: hidden)
    // The factors' coordinates end first where nothing is missing, but what they miss is no
    // orthogonal projection, whose length counts the dimensions.
    if tangent.usesLines, !(missing.norm < Self.acceptance * hidden.norm) {
      spent = tangent.solve(
        seen, TangentWeights(uniform: 0, rank: form.rank), curvature: curvature, tolerance: 1e-7,
        iterations: limit)
      missing = tangent.solution.difference(from: hidden)
    }
    iterations = spent
    let share = missing.norm / hidden.norm
    // What is missing is a projection and no longer than the vector: more, or a NaN, is rounding
    // that ran away, as between columns whose units are nineteen orders of magnitude apart.
    missingShare = share <= 1 ? share : 1
    isConverged = iterations < limit && share <= 1
    let dimension = isConverged ? Int(missing.dot(missing).rounded()) : 0
    nullDimension =
      missingShare < Self.acceptance ? 0 : isConverged ? max(1, dimension) : nil
    amplification =
      missingShare < Self.acceptance
      ? tangent.amplification(curvature: curvature, iterations: limit, seed: seed) : nil
  }

  /// The error to expect of W, relative to its norm, when it was fitted to this residual.
  ///
  /// What is left of errors after a fit is short of them by the share of the degrees of freedom;
  /// and no data are free of rounding.
  public func expectedError(
    relativeResidual: Double, targetNorm: Double, matrixNorm: Double
  ) -> Double? {
    guard let amplification, matrixNorm > 0 else { return nil }
    let spare = Double(max(1, measurements - degreesOfFreedom)) / Double(max(1, measurements))
    let error = max(relativeResidual / spare.squareRoot(), 0x1p-53)
    return amplification * error * targetNorm / matrixNorm
  }

  public var certificate: Certificate {
    let all = "\(degreesOfFreedom) degrees of freedom"
    let verdict: Certificate.Verdict =
      isUnique ? .unique : nullDimension == nil ? .undetermined : .ambiguous
    let reason =
      switch verdict {
      case .unique:
        "\(measurements) measurements determine the \(all)"
          + (amplification.map { "; their errors reach the matrix \(figures($0)) times as large" }
            ?? "")
      case .ambiguous:
        "of \(all), about \(nullDimension ?? 0) are left open by \(measurements) measurements"
      default:
        "whether \(measurements) measurements determine the \(all) was not settled in time"
      }
    return Certificate(
      kind: .uniqueness, verdict: verdict, gap: missingShare, reason: reason)
  }
}

extension Uniqueness {
  /// The test for sampled entries, with the count that only they have: a row with c < k entries
  /// leaves k − c of its coefficients open, whatever the rest of the matrix is. With too few
  /// iterations an ill-conditioned but unique answer stays undetermined.
  public init(
    ofCompletion form: SpectralForm, under map: EntrySampling, iterations: Int = 5000
  ) {
    let pattern = map.pattern, k = form.rank
    let inRows = (0..<pattern.rows).reduce(0) { $0 + max(0, k - pattern.count(inRow: $1)) }
    let inColumns = (0..<pattern.columns).reduce(0) {
      $0 + max(0, k - pattern.count(inColumn: $1))
    }
    // Open directions of rows are independent of each other, as those of columns are; of both
    // together some may coincide.
    self.init(
      of: form, under: map, over: Asymmetric.self, iterations: iterations,
      unseen: max(inRows, inColumns))
  }

  /// The same with work for about as many multiplications as `budget`: for answers that are used
  /// whatever it says.
  public init(ofCompletion form: SpectralForm, under map: EntrySampling, budget: Double) {
    let width = Double(max(1, form.rank)), lines = Double(form.rows + form.columns)
    let iteration = 4 * width * Double(map.count) + 8 * width * width * lines
    self.init(
      ofCompletion: form, under: map, iterations: Int(min(max(budget / iteration, 30), 5000)))
  }
}

extension TangentLeastSquares {
  /// ‖ξ‖/‖η‖ for the least squares fit to Gaussian η. Cost: one solve.
  fileprivate mutating func amplification(
    curvature: Double, iterations: Int, seed: UInt64
  ) -> Double {
    var generator = SeededGenerator(seed: seed, stream: 0x616d_706c)
    let errors = (0..<jacobian.map.count).map { _ in generator.normal() }
    _ = solve(
      errors, damping: 0, curvature: curvature, tolerance: 1e-3, iterations: iterations)
    return solution.norm / errors.norm
  }
}
