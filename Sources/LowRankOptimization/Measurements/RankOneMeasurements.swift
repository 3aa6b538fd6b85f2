public import LinearAlgebra

/// 𝒜(W)ₖ = aₖᵀ W bₖ: measurements by rank-one matrices, as in phase retrieval and bilinear models.
///
/// With b = a it is aₖᵀ W aₖ, the quadratic form of covariance sketching (Chen, Chi, Goldsmith
/// 2015).
///
/// Cost: `apply` 2 p (m + n + 1) rank flops and 2 p rank numbers of memory; `adjoint` keeps a copy
/// of y; an image's product is 2 p (m + n) k flops, through two GEMMs.
public struct RankOneMeasurements: MeasurementMap {
  /// p × m.
  public let a: Matrix
  /// p × n.
  public let b: Matrix

  public init(a: Matrix, b: Matrix) {
    precondition(a.rows == b.rows, "one a and one b per measurement")
    self.a = a
    self.b = b
  }

  /// aₖᵀ W aₖ.
  public init(a: Matrix) { self.init(a: a, b: a) }

  public var rows: Int { a.columns }
  public var columns: Int { b.columns }
  public var count: Int { a.rows }

  public func apply(_ w: LowRankMatrix, into y: inout [Double]) {
    RowKernel.dots(a.times(w.left), b.times(w.right), into: &y)
  }

  public func makeImage() -> RankOneSum {
    RankOneSum(a: a, b: b, weights: Array(repeating: 0, count: count))
  }

  public func adjoint(_ y: [Double], into image: inout RankOneSum) { image.weights.assign(y) }
}

/// G = Σ yₖ aₖ bₖᵀ = Aᵀ diag(y) B, kept in its factors.
///
/// A product allocates p k numbers for diag(y) B X.
public struct RankOneSum: LinearOperator {
  let a: Matrix
  let b: Matrix
  var weights: [Double]

  public var rows: Int { a.columns }
  public var columns: Int { b.columns }

  public func multiply(_ x: Matrix, into y: inout Matrix) {
    var products = b.times(x)
    RowKernel.scale(&products, by: weights)
    y.setProduct(a, products, left: .transposed)
  }

  public func multiplyTransposed(_ x: Matrix, into y: inout Matrix) {
    var products = a.times(x)
    RowKernel.scale(&products, by: weights)
    y.setProduct(b, products, left: .transposed)
  }
}
