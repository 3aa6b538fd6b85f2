/// q(t) = linear t + quadratic t² + cubic t³ + quartic t⁴, with q(0) = 0.
///
/// What a squared loss of a matrix quadratic in θ is along a line, up to its value at 0: an exact
/// line search then costs one look at four numbers instead of evaluations.
public struct Quartic: Sendable, Equatable {
  public var linear: Double
  public var quadratic: Double
  public var cubic: Double
  public var quartic: Double

  public init(linear: Double, quadratic: Double, cubic: Double = 0, quartic: Double = 0) {
    self.linear = linear
    self.quadratic = quadratic
    self.cubic = cubic
    self.quartic = quartic
  }

  /// q(t), by Horner's scheme.
  public func callAsFunction(_ t: Double) -> Double {
    t * (linear + t * (quadratic + t * (cubic + t * quartic)))
  }

  public static func + (a: Quartic, b: Quartic) -> Quartic {
    Quartic(
      linear: a.linear + b.linear, quadratic: a.quadratic + b.quadratic,
      cubic: a.cubic + b.cubic, quartic: a.quartic + b.quartic)
  }

  /// q′(t).
  private func slope(_ t: Double) -> Double {
    linear + t * (2 * quadratic + t * (3 * cubic + t * 4 * quartic))
  }

  /// The t that minimises q over all of ℝ; 0 where q has no minimum or is not finite.
  ///
  /// The turning points of q′ split the line into pieces on which it is monotone, so bisection
  /// finds every root to the last bit; a closed formula would cancel when the roots are far apart.
  public var minimizer: Double {
    guard (linear + quadratic + cubic + quartic).isFinite else { return 0 }
    guard quartic > 0 else { return cubic == 0 && quadratic > 0 ? -linear / (2 * quadratic) : 0 }
    // Cauchy's bound on the roots of q′ / (4 quartic).
    let bound =
      1 + max(abs(linear), abs(2 * quadratic), abs(3 * cubic)) / (4 * quartic)
    guard bound.isFinite else { return quadratic > 0 ? -linear / (2 * quadratic) : 0 }
    let (first, second) = turningPoints
    var best = 0.0
    consider(-bound, first ?? bound, &best)
    if let first, let second { consider(first, second, &best) }
    if let second { consider(second, bound, &best) }
    return best
  }

  /// Replaces `best` by the stationary point in [a, b] if q is less there.
  private func consider(_ a: Double, _ b: Double, _ best: inout Double) {
    guard b > a else { return }
    let root = bisect(a, b)
    if self(root) < self(best) { best = root }
  }

  /// The real roots of q″ = 2 quadratic + 6 cubic t + 12 quartic t², ascending. A pair and not an
  /// array: a step must not allocate.
  private var turningPoints: (Double?, Double?) {
    let discriminant = 9 * cubic * cubic - 24 * quartic * quadratic
    guard discriminant > 0 else { return (nil, nil) }
    let root = discriminant.squareRoot()
    return ((-3 * cubic - root) / (12 * quartic), (-3 * cubic + root) / (12 * quartic))
  }

  /// A zero of q′ in [a, b], or the end nearer to zero slope when q′ keeps its sign.
  private func bisect(_ a: Double, _ b: Double) -> Double {
    var (a, b) = (a, b)
    let rising = slope(b) > slope(a)
    while true {
      let middle = a + (b - a) / 2
      // Adjacent numbers have no number between them.
      guard middle > a, middle < b else { return abs(slope(a)) < abs(slope(b)) ? a : b }
      if (slope(middle) < 0) == rising { a = middle } else { b = middle }
    }
  }
}
