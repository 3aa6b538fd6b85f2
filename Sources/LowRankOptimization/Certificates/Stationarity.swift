internal import LinearAlgebra

/// Whether factors of fixed rank are a local minimum of f(θ) = ½‖𝒜(W(θ)) − b‖², first and second
/// order.
///
///  - First order: the share of ‖b − 𝒜(W)‖² that tangent directions of W explain, by least squares.
///    It is 0 exactly at stationary points, has no units, and does not depend on how the factors
///    split W. Conjugate gradients find it from below. In noise, `statisticalDistance` says how far
///    the stationary point is in units of the error that noise gives it anyway.
///  - Second order: the lowest eigenvector of ∇²f at balanced factors, by Lanczos on `FitHessian`.
///    Along it f is a quartic, whose minimum is known: if it is below f(θ), the certificate holds
///    the point there, and *that* is proof of a saddle. That nothing was found is not proof of the
///    opposite: `curvature.bound` says how much curvature can have been missed, and how surely.
///
/// A second-order point with a column to spare (rank below the number of columns) is the global
/// minimum over matrices of any rank (Burer, Monteiro 2003): the spare column would have found a
/// way down. At an exact fit nothing can be better, so nothing else is asked.
///
/// Cost: at most `iterations` conjugate gradient iterations and `steps` products with ∇²f.
public struct Stationarity<Point: FixedRank & QuadraticFactorization>: Sendable {
  /// f, and ‖b − 𝒜(W)‖ / ‖b‖.
  public let value: Double
  public let relativeResidual: Double
  /// The share of ‖b − 𝒜(W)‖² that tangent directions explain; 0 for an exact fit.
  public let explained: Double
  /// √(explained (m − d)/d) for m measurements and d degrees of freedom: to first order, the
  /// distance to the stationary point over that point's standard error, in the norm ‖𝒜(·)‖. The
  /// true matrix is about 1 away. Nil where m ≤ d, for then nothing is left that would be noise.
  public let statisticalDistance: Double?
  /// The least eigenvalue of ∇²f at balanced factors; nil for an exact fit and without columns.
  public let curvature: LeastEigenvalue?
  /// Where f is lower, if the way down was found, and by what share of f.
  public let escape: Escape?
  /// Whether the rank is below the number of columns, so that a second-order point is global.
  public let isRankDeficient: Bool
  public let tolerance: Tolerance

  public struct Escape: Sendable {
    /// The least point along the direction of most negative curvature.
    public let point: Point
    /// 1 − f(point)/f(θ).
    public let decrease: Double
  }

  public struct Tolerance: Sendable, Equatable, Codable {
    /// Relative residual that counts as an exact fit.
    public var exactFit = 1e-9
    /// Share of f that counts as a way down.
    public var decrease = 1e-6
    /// Standard errors that do not count: a tenth adds half a percent to the error of the answer.
    public var standardErrors = 0.1

    public init(exactFit: Double = 1e-9, decrease: Double = 1e-6, standardErrors: Double = 0.1) {
      (self.exactFit, self.decrease) = (exactFit, decrease)
      self.standardErrors = standardErrors
    }
  }

  public init<M: MeasurementMap>(
    of point: Point, _ fit: Fit<Point, M, SquaredLoss>, tolerance: Tolerance = .init(),
    iterations: Int = 300, steps: Int = 100
  ) {
    let form = point.spectral, balanced = Point(spectral: form)
    var workspace = fit.makeWorkspace(for: balanced)
    let value = fit.value(at: balanced, &workspace)
    let atZero = fit.value(at: balanced.zeroed(), &workspace)
    self.value = value
    self.tolerance = tolerance
    relativeResidual = atZero > 0 ? (value / atZero).squareRoot() : 0
    let rank = form.numericalRank
    isRankDeficient = rank < form.rank
    guard value.isFinite, relativeResidual > tolerance.exactFit, form.rank > 0 else {
      (explained, statisticalDistance, curvature, escape) = (0, nil, nil, nil)
      return
    }
    let share = Self.explained(fit, form.truncated(to: rank), iterations)
    explained = share
    let freedom = Point.degreesOfFreedom(rows: form.rows, columns: form.columns, rank: rank)
    let spare = Double(fit.target.count - freedom)
    statisticalDistance =
      spare > 0 && freedom > 0 ? (share * spare / Double(freedom)).squareRoot() : nil
    let lowest = LeastEigenvalue(
      FitHessian(fit, at: balanced), steps: steps, provenOrder: Self.provenOrder)
    curvature = lowest
    // What the slope alone gives, up to `share`, is no sign of a saddle.
    let least = max(tolerance.decrease, 4 * share)
    escape = Self.escape(fit, balanced, lowest.vector, value, least)
  }

  /// A proof takes as many products with ∇²f as it has rows.
  private static var provenOrder: Int { 300 }

  /// The least point of the line through θ, if it is lower by more than a share `least`.
  private static func escape<M: MeasurementMap>(
    _ fit: Fit<Point, M, SquaredLoss>, _ point: Point, _ direction: [Double], _ value: Double,
    _ least: Double
  ) -> Escape? {
    var workspace = fit.makeWorkspace(for: point), step = point.zeroed(), gradient = point.zeroed()
    step.setComponents(direction)
    _ = fit.differentiate(at: point, &workspace, into: &gradient)
    let along = fit.restriction(at: point, along: step, &workspace), t = along.minimizer
    let decrease = -along(t) / value
    guard decrease > least else { return nil }
    var lower = point
    lower.add(step, scaledBy: -t)
    return Escape(point: lower, decrease: decrease)
  }

  private static func explained<M: MeasurementMap>(
    _ fit: Fit<Point, M, SquaredLoss>, _ form: SpectralForm, _ iterations: Int
  ) -> Double {
    guard form.rank > 0 else { return 0 }
    precondition(fit.weights == nil, "stationarity of the plain norm is all that is judged")
    var residual = [Double](repeating: 0, count: fit.target.count)
    fit.residual(of: form.lowRank, into: &residual)
    var tangent = TangentLeastSquares(
      fit.measurement, u: form.u, v: form.v, projection: Point.tangentProjection)
    let curvature = tangent.jacobian.meanCurvature(seed: 1)
    _ = tangent.solve(
      residual, TangentWeights(uniform: 0, rank: form.rank),
      curvature: max(curvature, .leastNormalMagnitude), tolerance: 1e-9, iterations: iterations)
    var seen = [Double](repeating: 0, count: residual.count)
    tangent.jacobian.apply(tangent.solution, into: &seen)
    let energy = residual.dot(residual)
    residual.add(seen, scaledBy: -1)
    return energy > 0 ? max(0, 1 - residual.dot(residual) / energy) : 0
  }

  public var verdict: Certificate.Verdict {
    guard value.isFinite else { return .undetermined }
    if relativeResidual <= tolerance.exactFit { return .optimal }
    if escape != nil { return .saddle }
    if explained <= tolerance.decrease { return isRankDeficient ? .optimal : .stationary }
    let isNear = (statisticalDistance ?? .infinity) <= tolerance.standardErrors
    return isNear ? .stationary : .notStationary
  }

  public var certificate: Certificate {
    let distance = statisticalDistance.map(figures)
    let reason =
      switch verdict {
      case .optimal where relativeResidual <= tolerance.exactFit: "every measurement is fitted"
      case .optimal: "a stationary point with a column to spare and no way down is the best of all"
      case .notStationary:
        "a step at this rank explains \(figures(100 * explained)) % of what is left"
          + (distance.map { ", \($0) standard errors away" } ?? "")
      case .saddle:
        "along one direction the misfit falls by \(figures(100 * (escape?.decrease ?? 0))) %"
      case .stationary where explained <= tolerance.decrease:
        "no direction at this rank leads down"
      case .stationary: "a minimum of this rank is \(distance ?? "0") standard errors away"
      default: "the misfit is not finite"
      }
    return Certificate(kind: .stationarity, verdict: verdict, reason: reason)
  }
}

extension Stationarity.Escape: Equatable where Point: Equatable {}
extension Stationarity.Escape: Codable where Point: Codable {}
extension Stationarity: Equatable where Point: Equatable {}
extension Stationarity: Codable where Point: Codable {}
