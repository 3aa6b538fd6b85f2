public import LinearAlgebra

/// How far W is from the minimum of ½‖𝒜(X) − b‖² + λ‖X‖_* over all matrices X, of any rank.
///
/// Duality: every θ with ‖𝒜*(θ)‖₂ ≤ λ has ⟨θ, b⟩ − ½‖θ‖² ≤ the minimum. With r = b − 𝒜(W) we take
/// θ = min(1, λ/N) r, where N ≥ ‖𝒜*(r)‖₂ is a proven upper bound and not the Ritz value, which lies
/// below: N = −λ_min of [[0, G], [Gᵀ, 0]], G = 𝒜*(r), by `LeastEigenvalue`.
///
/// A ridge on balanced factors, ½‖𝒜(U Vᵀ) − b‖² + (λ/2)(‖U‖² + ‖V‖²), has the same minimum where
/// they have columns enough (Srebro, Rennie, Jaakkola 2005), so this judges ridge-regularised
/// factors, too.
///
/// Cost: one 𝒜, one 𝒜*, and a `LeastEigenvalue` of order rows + columns.
public struct NuclearGap: Sendable, Equatable, Codable {
  /// λ.
  public let strength: Double
  /// ½‖𝒜(W) − b‖² + λ‖W‖_*.
  public let value: Double
  /// ½‖b‖², the value at the zero matrix.
  public let valueAtZero: Double
  /// `value` less the minimum is at most this; ∞ where there is no evidence.
  public let gap: Double
  /// −‖𝒜*(r)‖₂ as the least eigenvalue of the dilation.
  public let least: LeastEigenvalue
  private let rows: Int

  public init(
    of form: SpectralForm, under map: some MeasurementMap, target: [Double], strength: Double
  ) {
    precondition(strength > 0 && target.count == map.count, "a positive λ, a target each")
    self.strength = strength
    rows = map.rows
    var dual = [Double](repeating: 0, count: map.count), image = map.makeImage()
    map.apply(form.lowRank, into: &dual)
    dual.scale(by: -1)
    dual.add(target, scaledBy: 1)
    value = dual.dot(dual) / 2 + strength * form.singularValues.reduce(0, +)
    valueAtZero = target.dot(target) / 2
    map.adjoint(dual, into: &image)
    least = LeastEigenvalue(Dilation(image))
    let norm = -least.bound
    if norm > strength { dual.scale(by: strength / norm) }
    let difference = value - (dual.dot(target) - dual.dot(dual) / 2)
    gap = difference.isNaN || norm == .infinity ? .infinity : max(0, difference)
  }

  public var relativeGap: Double {
    let scale = max(value, valueAtZero)
    return gap == 0 ? 0 : scale > 0 ? gap / scale : .infinity
  }

  /// The unit term a bᵀ along which the objective falls fastest, net of the penalty; its gain is
  /// positive where it falls at all.
  public var term: RankOneTerm {
    // The lowest eigenvector of the dilation of G is (u, −v)/√2 for the top singular pair of G.
    let root = 2.0.squareRoot()
    return RankOneTerm(
      gain: -least.estimate - strength, left: least.vector.prefix(rows).map { root * $0 },
      right: least.vector.dropFirst(rows).map { -root * $0 })
  }

  /// - Parameter tolerance: the relative gap up to which W counts as optimal.
  public func certificate(tolerance: Double = 1e-6) -> Certificate {
    let isOptimal = relativeGap <= tolerance, grows = term.gain > tolerance * strength
    let verdict: Certificate.Verdict =
      isOptimal ? .optimal : grows ? .improvable : .undetermined
    let reason =
      switch verdict {
      case .optimal:
        "no matrix of any rank is better by more than \(figures(gap)) at strength \(strength)"
      case .improvable: "one more column is better; the best is at most \(figures(gap)) below"
      default:
        "the best matrix of any rank is at most \(figures(gap)) below, and no column more helps"
      }
    return Certificate(
      kind: .nuclearGap, verdict: verdict, gap: gap, relativeGap: relativeGap,
      reason: reason + least.caveat)
  }
}

/// [[0, G], [Gᵀ, 0]]: symmetric, with the singular values of G and their negatives as eigenvalues.
struct Dilation<G: LinearOperator>: LinearOperator {
  private let g: G

  init(_ g: G) { self.g = g }

  var rows: Int { g.rows + g.columns }
  var columns: Int { rows }

  func multiply(_ x: Matrix, into y: inout Matrix) {
    let (m, n, width) = (g.rows, g.columns, x.columns)
    let upper = Matrix(rows: m, columns: width) { x[$0, $1] }
    let lower = Matrix(rows: n, columns: width) { x[m + $0, $1] }
    var (top, bottom) = (upper, lower)
    g.multiply(lower, into: &top)
    g.multiplyTransposed(upper, into: &bottom)
    y.withElements { $0 = top.elements + bottom.elements }
  }

  func multiplyTransposed(_ x: Matrix, into y: inout Matrix) { multiply(x, into: &y) }
}
