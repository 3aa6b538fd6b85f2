/// W = L Rᵀ, known by its thin factors: L is rows × rank, R is columns × rank.
///
/// It shares its factors' storage with whoever made it, so passing one costs two references.
/// Nothing here forms the matrix except `dense` and `writeDense`, which say so.
public struct LowRankMatrix: Sendable, Equatable, Codable {
  public let left: Matrix
  public let right: Matrix

  public init(left: Matrix, right: Matrix) {
    precondition(left.columns == right.columns, "both factors need the same number of columns")
    self.left = left
    self.right = right
  }

  /// The number of rows of W.
  public var rows: Int { left.rows }
  /// The number of columns of W.
  public var columns: Int { right.rows }
  /// The number of columns of the factors: an upper bound of the matrix's rank.
  public var rank: Int { left.columns }

  /// W[i, j]. Cost: 2 rank flops.
  public subscript(i: Int, j: Int) -> Double {
    Kernel.dot(left.elements, at: i * rank, right.elements, at: j * rank, count: rank)
  }

  /// The full matrix. Cost: rows × columns memory; meant for small or wanted-in-full matrices.
  public func dense() -> Matrix { left.timesTransposed(right) }

  /// ‖W‖_F through the two Gram matrices, in O((rows + columns) rank²).
  public var frobeniusNorm: Double {
    let energy = left.transposedTimes(left).dot(right.transposedTimes(right))
    return max(energy, 0).squareRoot()
  }
}
