public import LinearAlgebra

/// 𝒜(W)ₑ = Wᵢᵢ + Wⱼⱼ − Wᵢⱼ − Wⱼᵢ: squared distances between points with the Gram matrix W.
///
/// For W = X Xᵀ it is ‖xᵢ − xⱼ‖², so points are found from some of their distances by recovering a
/// positive semidefinite matrix whose rank is their dimension. With eᵢ the unit vectors,
///
///     𝒜*(y) = Σ yₑ (eᵢ − eⱼ)(eᵢ − eⱼ)ᵀ,
///
/// the Laplacian of the graph of pairs with weights y: sparse, and zero on the constant vector. So
/// 𝒜 does not see W ↦ W + 1 cᵀ + c 1ᵀ, a translation of the points; rank growth from zero, whose
/// every direction comes from such images, stays with centred points.
///
/// Cost: `apply` 4 rank flops a pair; `adjoint` one pass over 2 p + n entries.
public struct SquaredDistances: MeasurementMap {
  private let pairs: PairPattern
  /// Where the diagonal entry of each row is stored.
  private let diagonal: [Int]

  /// - Parameters: pair e joins the points first[e] ≠ second[e].
  public init(points: Int, first: [Int32], second: [Int32]) {
    precondition(zip(first, second).allSatisfy { $0 != $1 }, "a point has no distance to itself")
    pairs = PairPattern(size: points, first: first, second: second, withDiagonal: true)
    var diagonal = [Int](repeating: 0, count: points)
    let rowOf = pairs.pattern.rowOfEntry
    for (f, pair) in pairs.pairOfEntry.enumerated() where pair < 0 { diagonal[Int(rowOf[f])] = f }
    self.diagonal = diagonal
  }

  public var rows: Int { pairs.size }
  public var columns: Int { pairs.size }
  public var count: Int { pairs.first.count }

  public func apply(_ w: LowRankMatrix, into y: inout [Double]) {
    precondition(w.rows == rows && w.columns == rows, "shapes differ")
    RowKernel.differences(w, first: pairs.first, second: pairs.second, into: &y)
  }

  public func makeImage() -> SparseMatrix { SparseMatrix(pattern: pairs.pattern) }

  public func adjoint(_ y: [Double], into image: inout SparseMatrix) {
    image.withValues { values in
      for (f, pair) in pairs.pairOfEntry.enumerated() { values[f] = pair < 0 ? 0 : -y[Int(pair)] }
      for (e, weight) in y.enumerated() {
        values[diagonal[Int(pairs.first[e])]] += weight
        values[diagonal[Int(pairs.second[e])]] += weight
      }
    }
  }
}
