public import LinearAlgebra

/// Factors that can be read as, and made from, the spectral form U diag(s) Vᵀ of their product.
///
/// Second-order solvers work on the form and know the parameterisation only through what it says
/// here: which tangent vectors it can follow, how it comes back to its rank, how it grows.
///
/// Laws, checked by `checkFixedRank` in LowRankTesting:
///  - the product of `init(spectral: form)` is form's to rounding, where the parameterisation
///    reaches it, and `spectral` gives a form whose frame has the structure the hooks below expect;
///  - `tangentProjection` is an orthogonal projection of tangent vectors;
///  - `retract` and `term` give forms and terms that the parameterisation reaches; the first
///    follows a tangent vector to second order, the second lies outside the frame.
public protocol FixedRank: Factorization {
  init(spectral form: SpectralForm)
  /// The spectral form of the product. Cost: O((rows + columns) rank²).
  var spectral: SpectralForm { get }

  /// Projects tangent vectors onto those that the parameterisation can follow; nil where it can
  /// follow all. Allocates nothing: it runs in every iteration of conjugate gradients.
  static var tangentProjection: TangentProjection? { get }

  /// The reachable matrix of form's rank nearest to W + U core Vᵀ + left Vᵀ + U rightᵀ, the tangent
  /// vector being one that `tangentProjection` leaves alone.
  static func retract(
    _ form: SpectralForm, core: Matrix, left: Matrix, right: Matrix
  ) -> SpectralForm

  /// X Yᵀ of least rank with orthonormal columns, outside form's frame, that can be added with
  /// ⟨G, X Yᵀ⟩ greatest; nil where no addition has ⟨G, X Yᵀ⟩ > 0.
  static func term(along g: some LinearOperator, beyond form: SpectralForm) -> LowRankMatrix?

  /// The rank of the product for each column of the factors: 1, or 2 for a complex column.
  static var columnsPerRank: Int { get }

  /// The dimension of the manifold of reachable rows × columns matrices of this rank.
  static func degreesOfFreedom(rows: Int, columns: Int, rank: Int) -> Int
}

/// Overwrites the blocks of a tangent vector U core Vᵀ + left Vᵀ + U rightᵀ.
public typealias TangentProjection =
  @Sendable (_ core: inout Matrix, _ left: inout Matrix, _ right: inout Matrix) -> Void

/// What holds where every matrix of the rank is within reach.
extension FixedRank {
  public static var tangentProjection: TangentProjection? { nil }

  public static var columnsPerRank: Int { 1 }

  public static func retract(
    _ form: SpectralForm, core: Matrix, left: Matrix, right: Matrix
  ) -> SpectralForm { form.retracting(core: core, left: left, right: right) }

  /// The top singular pair of G, made orthogonal to the frame.
  public static func term(
    along g: some LinearOperator, beyond form: SpectralForm
  ) -> LowRankMatrix? {
    guard form.rank < min(g.rows, g.columns) else { return nil }
    let top = topSingularTriple(of: g, tolerance: 1e-6)
    guard let left = form.u.orthogonalised(top.left), let right = form.v.orthogonalised(top.right)
    else { return nil }
    return LowRankMatrix(left: left, right: right)
  }

  /// k (m + n − k).
  public static func degreesOfFreedom(rows: Int, columns: Int, rank: Int) -> Int {
    rank * (rows + columns - rank)
  }
}

extension Matrix {
  /// The part of x orthogonal to these orthonormal columns, scaled to unit length, as a column; nil
  /// where nothing is left of it.
  func orthogonalised(_ x: [Double]) -> Matrix? {
    var vector = Matrix(rows: x.count, columns: 1, elements: x)
    // Twice, because the first pass leaves rounding of the part it removes.
    for _ in 0..<2 { vector.setProduct(self, transposedTimes(vector), scale: -1, adding: 1) }
    let norm = vector.norm
    guard norm > 1e-10 else { return nil }
    vector.scale(by: 1 / norm)
    return vector
  }
}
