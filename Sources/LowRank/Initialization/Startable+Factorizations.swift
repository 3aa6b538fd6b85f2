public import LinearAlgebra

extension Asymmetric: Startable {
  public static func drawn(
    rows: Int, columns: Int, by draw: (_ rows: Int) -> Matrix
  ) -> Asymmetric {
    let u = draw(rows)
    return Asymmetric(u: u, v: draw(columns))
  }

  public static func leading(
    _ count: Int, of g: some LinearOperator, scale: Double
  ) -> Asymmetric {
    let svd = TruncatedSVD(g, count: count, tolerance: 1e-6)
    let roots = svd.singularValues.map { (scale * $0).squareRoot() }
    return Asymmetric(
      u: svd.u.scalingColumns(by: roots.map { -$0 }), v: svd.v.scalingColumns(by: roots)
    ).padded(to: count)
  }

  /// Zero columns up to the wanted number, where the operator had lower rank.
  private func padded(to count: Int) -> Asymmetric {
    guard rank < count else { return self }
    return Asymmetric(u: u.padded(to: count), v: v.padded(to: count))
  }
}

extension Symmetric: Startable {
  public static func drawn(
    rows: Int, columns: Int, by draw: (_ rows: Int) -> Matrix
  ) -> Symmetric {
    precondition(rows == columns, "U Uᵀ is square")
    return Symmetric(draw(rows))
  }

  /// Singular triples of the symmetric part are eigenpairs up to a sign; those of negative
  /// eigenvalue are out of reach of U Uᵀ and leave a zero column.
  public static func leading(_ count: Int, of g: some LinearOperator, scale: Double) -> Symmetric {
    let svd = TruncatedSVD(SymmetricPart(g), count: count, tolerance: 1e-6)
    let roots = svd.singularValues.indices.map { k in
      svd.u.column(k).dot(svd.v.column(k)) < 0 ? (scale * svd.singularValues[k]).squareRoot() : 0
    }
    return Symmetric(svd.u.scalingColumns(by: roots).padded(to: count))
  }
}

extension Matrix {
  fileprivate func padded(to count: Int) -> Matrix {
    appending(columns: Matrix(rows: rows, columns: count - columns))
  }
}
