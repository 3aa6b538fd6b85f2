extension Matrix {
  /// Orthonormal columns, uniform over all such matrices (Haar).
  ///
  /// Q of a Gaussian matrix with the signs that make R's diagonal positive (Mezzadri 2007).
  public static func orthonormal(
    rows: Int, columns: Int, using generator: inout SeededGenerator
  ) -> Matrix {
    precondition(columns <= rows, "at most as many orthonormal columns as rows")
    let qr = ThinQR(.gaussian(rows: rows, columns: columns, using: &generator))
    return qr.q.scalingColumns(by: (0..<columns).map { qr.r[$0, $0] < 0 ? -1 : 1 })
  }
}
