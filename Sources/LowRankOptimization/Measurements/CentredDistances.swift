public import LinearAlgebra

/// 𝒜(K) = squared distances of B K Bᵀ, for an orthonormal basis B of the centred vectors.
///
/// `SquaredDistances` cannot see where the points lie as a whole, so nothing it is fitted with is
/// unique. With B n × (n − 1), Bᵀ 1 = 0, every Gram matrix of centred points is B K Bᵀ for exactly
/// one K. B is the last n − 1 columns of the Householder reflection H = I − 2 v vᵀ/vᵀv that swaps
/// the constant direction and the first axis, so a product with B costs 4 n numbers a column.
///
/// Cost: `SquaredDistances`, and thin blocks of n rows for every product.
public struct CentredDistances: MeasurementMap {
  private let distances: SquaredDistances
  private let basis: CentredBasis

  /// - Parameters: pair e joins the points first[e] ≠ second[e]; at least two points.
  public init(points: Int, first: [Int32], second: [Int32]) {
    precondition(points > 1, "one point has no distances")
    distances = SquaredDistances(points: points, first: first, second: second)
    basis = CentredBasis(count: points)
  }

  public var points: Int { distances.rows }
  public var rows: Int { points - 1 }
  public var columns: Int { points - 1 }
  public var count: Int { distances.count }

  /// B x: coordinates of centred points from a factor of K.
  public func expand(_ x: Matrix) -> Matrix { basis.expand(x) }
  /// Bᵀ x: the coordinates' centre is lost.
  public func reduce(_ x: Matrix) -> Matrix { basis.reduce(x) }

  public func apply(_ w: LowRankMatrix, into y: inout [Double]) {
    distances.apply(
      LowRankMatrix(left: basis.expand(w.left), right: basis.expand(w.right)), into: &y)
  }

  /// 𝒜*(y) = Bᵀ G B with G the image of the plain distances, which stays sparse.
  public func makeImage() -> CentredImage {
    CentredImage(image: distances.makeImage(), basis: basis)
  }

  public func adjoint(_ y: [Double], into image: inout CentredImage) {
    distances.adjoint(y, into: &image.image)
  }
}

/// Bᵀ G B for a sparse G, as dense as any matrix if it were formed. Cost of a product: that of G,
/// and 8 n k flops for the basis; allocates blocks of n rows.
public struct CentredImage: LinearOperator {
  var image: SparseMatrix
  let basis: CentredBasis

  public var rows: Int { image.rows - 1 }
  public var columns: Int { image.columns - 1 }

  public func multiply(_ x: Matrix, into y: inout Matrix) {
    let expanded = basis.expand(x)
    var product = expanded
    image.multiply(expanded, into: &product)
    y.assign(basis.reduce(product))
  }

  /// G is symmetric.
  public func multiplyTransposed(_ x: Matrix, into y: inout Matrix) { multiply(x, into: &y) }
}

/// The last n − 1 columns of H = I − 2 v vᵀ/vᵀv with v = 1/√n − e₀.
struct CentredBasis: Sendable {
  let count: Int
  private let v: Matrix
  private let scale: Double

  init(count: Int) {
    let root = 1 / Double(count).squareRoot()
    self.count = count
    v = Matrix(rows: count, columns: 1) { i, _ in i == 0 ? root - 1 : root }
    scale = 2 / v.dot(v)
  }

  /// B x = H (0; x), by one reflection.
  func expand(_ x: Matrix) -> Matrix {
    var padded = Matrix(rows: count, columns: x.columns)
    padded.withElements { $0.replaceSubrange(x.columns..., with: x.elements) }
    return reflected(padded)
  }

  /// Bᵀ x: H x without its first row.
  func reduce(_ x: Matrix) -> Matrix {
    let turned = reflected(x)
    return Matrix(
      rows: count - 1, columns: x.columns, elements: Array(turned.elements[x.columns...]))
  }

  private func reflected(_ x: Matrix) -> Matrix {
    var result = x
    result.setProduct(v, v.transposedTimes(x), scale: -scale, adding: 1)
    return result
  }
}
