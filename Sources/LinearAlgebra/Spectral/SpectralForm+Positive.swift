/// Positive semidefinite matrices among the forms: U = V.
extension SpectralForm {
  /// The eigenpairs of the symmetric part of W restricted to the span of U, in descending order,
  /// negative ones put to zero. W itself where W is positive semidefinite.
  ///
  /// Cost: O(rows rank²).
  public var positivePart: SpectralForm {
    let overlap = v.transposedTimes(u)
    let small = Matrix(rows: rank, columns: rank) { i, j in
      (singularValues[i] * overlap[i, j] + singularValues[j] * overlap[j, i]) / 2
    }
    return Self.positive(frame: u, small, rank: rank)
  }

  /// The best positive semidefinite approximation of rank at most `rank` of
  /// W + U core Uᵀ + side Uᵀ + U sideᵀ for symmetric W and core, where Uᵀ side = 0.
  ///
  /// Eigenvalues are clipped at zero and kept, so that the frame has `rank` columns also where the
  /// nearest matrix has lower rank. Cost: one thin QR and one eigenproblem of order 2 rank.
  public func retractingPositive(core: Matrix, side: Matrix, rank kept: Int) -> SpectralForm {
    let k = rank, qr = ThinQR(side)
    var small = Matrix(rows: 2 * k, columns: 2 * k)
    for i in 0..<k {
      for j in 0..<k {
        small[i, j] = core[i, j] + (i == j ? singularValues[i] : 0)
        small[k + i, j] = qr.r[i, j]
        small[j, k + i] = qr.r[i, j]
      }
    }
    return Self.positive(frame: u.appending(columns: qr.q), small, rank: kept)
  }

  /// frame · small · frameᵀ for orthonormal columns and a symmetric small matrix.
  private static func positive(frame: Matrix, _ small: Matrix, rank: Int) -> SpectralForm {
    let eigen = SymmetricEigen(small), order = small.rows
    let vectors = Matrix(rows: order, columns: rank) { eigen.vectors[$0, order - 1 - $1] }
    let u = frame.times(vectors)
    let values = (0..<rank).map { max(0, eigen.values[order - 1 - $0]) }
    return SpectralForm(u: u, singularValues: values, v: u)
  }
}
