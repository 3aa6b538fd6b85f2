public import LinearAlgebra

/// Where a solver begins.
public enum StartingPoint: Sendable, Equatable, Codable {
  /// Independent N(0, scale²/rank) entries in every factor, so that ‖row‖ ≈ scale at any rank.
  /// A small scale is what gives over-parameterised descent its preference for low rank.
  case gaussian(scale: Double)
  /// Independent N(0, left²/rows) and N(0, right²/rows) entries in the first factor and in the
  /// others, each with its own number of rows, so that ‖column‖ ≈ its scale. Unequal scales, such
  /// as α and α/3, make descent on U Vᵀ with too many columns linear (Xiong, Ding, Du 2024).
  case unequal(left: Double, right: Double)
  /// scale times orthonormal columns (Haar), the same for every singular value.
  case orthogonal(scale: Double)
  /// The leading rank triples of −∇F(0), times the factor that fits the measurements best.
  case spectral
  /// W = 0 with no columns at all: where rank growth begins.
  case zeroRank
}

/// A factorisation that can be begun at random or from given singular triples.
///
/// Laws, checked by `checkStart` in LowRankTesting:
///  - W(drawn) is rows × columns with as many columns in its factors as `draw` gives;
///  - W(leading(r, of: G, scale: s)) is the best approximation of −s G of rank at most r that the
///    parameterisation reaches, in factors of r columns.
public protocol Startable: Factorization {
  /// Factors of the given sizes whose entries or columns `draw` provides, one factor at a time.
  static func drawn(rows: Int, columns: Int, by draw: (_ rows: Int) -> Matrix) -> Self
  /// √scale of the leading triples of −G in every factor, as far as this parameterisation reaches.
  static func leading(_ count: Int, of g: some LinearOperator, scale: Double) -> Self
}

extension StartingPoint {
  /// A random or empty point of the given sizes, a function of `seed` alone; nil for `.spectral`,
  /// which depends on measurements.
  public func point<P: Startable>(
    rows: Int, columns: Int, rank: Int, seed: UInt64 = 1, over _: P.Type = P.self
  ) -> P? {
    var generator = SeededGenerator(seed: seed, stream: 0x5374_6172_74)
    switch self {
    case .gaussian(let scale):
      let spread = scale / Double(max(rank, 1)).squareRoot()
      return P.drawn(rows: rows, columns: columns) {
        .gaussian(rows: $0, columns: rank, scale: spread, using: &generator)
      }
    case .unequal(let left, let right):
      // The first factor drawn takes the one scale, all others the other.
      var scale = left
      return P.drawn(rows: rows, columns: columns) {
        defer { scale = right }
        let spread = scale / Double(max($0, 1)).squareRoot()
        return .gaussian(rows: $0, columns: rank, scale: spread, using: &generator)
      }
    case .orthogonal(let scale):
      return P.drawn(rows: rows, columns: columns) {
        var q = Matrix.orthonormal(rows: $0, columns: rank, using: &generator)
        q.scale(by: scale)
        return q
      }
    case .zeroRank:
      return P.drawn(rows: rows, columns: columns) { Matrix(rows: $0, columns: 0) }
    case .spectral:
      return nil
    }
  }
}

extension Fit where Point: Startable {
  /// A point to begin at, a function of the measurements and `seed` alone.
  ///
  /// Cost: for `.spectral` a truncated SVD of 𝒜*(−ℓ′(0)) and one product 𝒜.
  public func start(_ kind: StartingPoint, rank: Int, seed: UInt64 = 1) -> Point {
    precondition(rank >= 0, "a rank is not negative")
    return kind.point(
      rows: measurement.rows, columns: measurement.columns, rank: rank, seed: seed)
      ?? spectralStart(rank: rank)
  }

  private func spectralStart(rank: Int) -> Point {
    let zero: Point = .drawn(rows: measurement.rows, columns: measurement.columns) {
      Matrix(rows: $0, columns: 0)
    }
    var workspace = makeWorkspace(for: zero)
    let gradient = matrixGradient(at: zero, &workspace)
    let unscaled = Point.leading(rank, of: gradient, scale: 1)
    var image = target
    measurement.apply(unscaled.matrix, into: &image)
    // argmin over c of ‖c 𝒜(W) − b‖; 1/p for entries seen with probability p, whatever the map.
    let energy = image.dot(image)
    let best = energy > 0 ? max(0, image.dot(target) / energy) : 0
    var point = unscaled
    point.scale(by: best.squareRoot())
    return point
  }
}
