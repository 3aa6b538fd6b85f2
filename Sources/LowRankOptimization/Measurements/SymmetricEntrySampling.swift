public import LinearAlgebra

/// 𝒜(W)ₑ = (Wᵢⱼ + Wⱼᵢ)/2 for unordered pairs e = {i, j}: completion of a symmetric matrix.
///
/// Each pair is one measurement, however it was written down, so half as many numbers say what
/// `EntrySampling` of both triangles says twice. 𝒜*(y) is symmetric, which a symmetric
/// parameterisation needs no second product for.
///
/// Cost: `apply` 4 rank flops a pair; `adjoint` one pass over 2 p entries.
public struct SymmetricEntrySampling: MeasurementMap {
  private let pairs: PairPattern
  /// The pairs as entries (i, j) in the order given.
  private let places: SparsityPattern
  private let order: [Int32]

  /// - Parameters: pair e is {first[e], second[e]}; i = j is the diagonal entry.
  public init(size: Int, first: [Int32], second: [Int32]) {
    pairs = PairPattern(size: size, first: first, second: second, withDiagonal: false)
    (places, order) = SparsityPattern.sorting(
      rows: size, columns: size, rowOf: first, columnOf: second)
  }

  public var rows: Int { pairs.size }
  public var columns: Int { pairs.size }
  public var count: Int { pairs.first.count }

  /// W and Wᵀ in one pass over the pairs, then into the order in which the pairs were given.
  public func apply(_ w: LowRankMatrix, into y: inout [Double]) {
    var sampled = [Double](repeating: 0, count: count)
    places.sample(w, plus: LowRankMatrix(left: w.right, right: w.left), into: &sampled)
    for (e, place) in order.enumerated() { y[Int(place)] = sampled[e] / 2 }
  }

  public func makeImage() -> SparseMatrix { SparseMatrix(pattern: pairs.pattern) }

  /// Half of y at (i, j) and half at (j, i); all of it on the diagonal.
  public func adjoint(_ y: [Double], into image: inout SparseMatrix) {
    image.withValues { values in
      for (f, pair) in pairs.pairOfEntry.enumerated() {
        let e = Int(pair)
        values[f] = pairs.first[e] == pairs.second[e] ? y[e] : y[e] / 2
      }
    }
  }
}
