/// W = U diag(s) Vᵀ with orthonormal U and V and s > 0 descending: a point of the fixed-rank
/// manifold, and the frame in which its tangent space is as well conditioned as W is not.
public struct SpectralForm: Sendable, Equatable, Codable {
  /// rows × rank with orthonormal columns, which is not checked.
  public let u: Matrix
  /// Descending.
  public let singularValues: [Double]
  /// columns × rank with orthonormal columns.
  public let v: Matrix

  public init(u: Matrix, singularValues: [Double], v: Matrix) {
    precondition(
      u.columns == singularValues.count && v.columns == singularValues.count,
      "one pair of singular vectors per singular value")
    self.u = u
    self.singularValues = singularValues
    self.v = v
  }

  /// Rank zero.
  public init(rows: Int, columns: Int) {
    self.init(
      u: Matrix(rows: rows, columns: 0), singularValues: [], v: Matrix(rows: columns, columns: 0))
  }

  /// The singular value decomposition of L Rᵀ, through QR of both factors.
  /// Cost: O((rows + columns) rank²).
  public init(_ w: LowRankMatrix) {
    let l = Self.frame(w.left), r = Self.frame(w.right)
    let svd = SmallSVD(l.r.timesTransposed(r.r))
    self.init(u: l.q.times(svd.u), singularValues: svd.singularValues, v: r.q.times(svd.v))
  }

  /// A = Q R with orthonormal Q: thin QR, or I A for a wide A.
  private static func frame(_ a: Matrix) -> (q: Matrix, r: Matrix) {
    guard a.columns <= a.rows else {
      return (Matrix(diagonal: Array(repeating: 1, count: a.rows)), a)
    }
    let qr = ThinQR(a)
    return (qr.q, qr.r)
  }

  public var rows: Int { u.rows }
  public var columns: Int { v.rows }
  public var rank: Int { singularValues.count }
  /// The number of singular values above 1e-12 of the greatest: what rounding of W's own size
  /// hides.
  public var numericalRank: Int {
    guard let top = singularValues.first, top > 0 else { return 0 }
    return singularValues.prefix { $0 > 1e-12 * top }.count
  }
  /// ‖W‖_F.
  public var norm: Double { singularValues.norm }

  /// (U diag s) Vᵀ.
  public var lowRank: LowRankMatrix {
    LowRankMatrix(left: u.scalingColumns(by: singularValues), right: v)
  }

  /// (U diag √s) (V diag √s)ᵀ: of all pairs of factors of W, one with the least ‖L‖² + ‖R‖², and
  /// with LᵀL = RᵀR.
  public var balanced: LowRankMatrix {
    let root = singularValues.map { $0.squareRoot() }
    return LowRankMatrix(left: u.scalingColumns(by: root), right: v.scalingColumns(by: root))
  }

  /// The leading `rank` terms: the best approximation of that rank (Eckart, Young 1936).
  public func truncated(to rank: Int) -> SpectralForm {
    SpectralForm(
      u: u.prefix(columns: rank), singularValues: Array(singularValues.prefix(rank)),
      v: v.prefix(columns: rank))
  }

  /// The best rank-`rank` approximation of W + U core Vᵀ + U rightᵀ + left Vᵀ, where Uᵀleft = 0
  /// and Vᵀright = 0: the metric retraction onto the fixed-rank manifold (Absil, Oseledets 2015).
  ///
  /// Where a block has dependent columns its Q leaves the complement of the frame, but Q R stays in
  /// it, and the singular vectors of the small matrix reach Q only through R.
  ///
  /// Cost: two thin QRs and one SVD of order 2 rank.
  public func retracting(core: Matrix, left: Matrix, right: Matrix) -> SpectralForm {
    let k = rank
    // [U, Q_c] and [V, Q_b] are orthonormal frames, so the singular values of the small matrix in
    // them are those of the sum.
    let c = ThinQR(left), b = ThinQR(right)
    var small = Matrix(rows: 2 * k, columns: 2 * k)
    for i in 0..<k {
      for j in 0..<k {
        small[i, j] = core[i, j] + (i == j ? singularValues[i] : 0)
        small[i, k + j] = b.r[j, i]
        small[k + i, j] = c.r[i, j]
      }
    }
    let svd = SmallSVD(small)
    return SpectralForm(
      u: u.appending(columns: c.q).times(svd.u.prefix(columns: k)),
      singularValues: Array(svd.singularValues.prefix(k)),
      v: v.appending(columns: b.q).times(svd.v.prefix(columns: k)))
  }

  /// W + scale · X Yᵀ as a form of X's columns more. Cost: O((rows + columns) rank²).
  public func appending(_ term: LowRankMatrix, scale: Double) -> SpectralForm {
    let w = lowRank
    let scaled = term.left.scalingColumns(by: Array(repeating: scale, count: term.rank))
    return SpectralForm(
      LowRankMatrix(
        left: w.left.appending(columns: scaled), right: w.right.appending(columns: term.right)))
  }
}
