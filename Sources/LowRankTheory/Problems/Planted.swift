public import LinearAlgebra
internal import LowRank
public import LowRankOptimization

/// Truths to recover: given singular values, random singular spaces.
extension LowRankMatrix {
  /// W* = P diag(σ) Qᵀ with Haar orthonormal P and Q, a function of the arguments alone.
  ///
  /// Haar bases are incoherent with high probability: no entry carries more of W* than others do,
  /// as completion from uniform samples needs. Precondition: no more values than the shorter side.
  public static func planted(
    rows: Int, columns: Int, singularValues: [Double], seed: UInt64
  ) -> LowRankMatrix {
    var generator = SeededGenerator(seed: seed, stream: 0x506c_616e_74)
    let rank = singularValues.count
    let p = Matrix.orthonormal(rows: rows, columns: rank, using: &generator)
    let q = Matrix.orthonormal(rows: columns, columns: rank, using: &generator)
    return LowRankMatrix(left: p.scalingColumns(by: singularValues), right: q)
  }

  /// W* = Q diag(λ) Qᵀ with Haar orthonormal Q. Preconditions: λ ≥ 0, and at most `size` of them.
  public static func plantedSemidefinite(
    size: Int, eigenvalues: [Double], seed: UInt64
  ) -> LowRankMatrix {
    precondition(eigenvalues.allSatisfy { $0 >= 0 }, "semidefinite: no negative eigenvalue")
    var generator = SeededGenerator(seed: seed, stream: 0x506c_616e_75)
    let q = Matrix.orthonormal(rows: size, columns: eigenvalues.count, using: &generator)
    return LowRankMatrix(left: q.scalingColumns(by: eigenvalues), right: q)
  }
}

extension MeasurementMap {
  /// 𝒜(W), in a new array: exact data for a planted W. Loops use `apply`, into a buffer.
  public func measurements(of w: LowRankMatrix) -> [Double] {
    var y = [Double](repeating: 0, count: count)
    apply(w, into: &y)
    return y
  }
}
