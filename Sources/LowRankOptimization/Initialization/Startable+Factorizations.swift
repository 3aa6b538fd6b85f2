public import LinearAlgebra

/// U and V drawn independently; G ≈ −U Vᵀ with √s on either side, so that a start is balanced.
extension Asymmetric: Startable {
  /// U is drawn first: the order belongs to what a seed means.
  public static func drawn(
    rows: Int, columns: Int, by draw: (_ rows: Int) -> Matrix
  ) -> Asymmetric {
    let u = draw(rows)
    return Asymmetric(u: u, v: draw(columns))
  }

  /// To 1e-6: a start errs by far more than that through the entries it has not seen.
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
  /// Precondition: a square matrix.
  public static func drawn(
    rows: Int, columns: Int, by draw: (_ rows: Int) -> Matrix
  ) -> Symmetric {
    precondition(rows == columns, "U Uᵀ is square")
    return Symmetric(draw(rows))
  }

  /// Singular triples of the symmetric part are eigenpairs up to a sign. Those of negative
  /// eigenvalue are out of reach of U Uᵀ and passed over: a zero column in their place would be
  /// stationary, and descent would never leave the lower rank.
  public static func leading(_ count: Int, of g: some LinearOperator, scale: Double) -> Symmetric {
    // Sampling noise scatters eigenvalues to both sides evenly, so twice as many suffice.
    let svd = TruncatedSVD(SymmetricPart(g), count: min(2 * count + 2, g.rows), tolerance: 1e-6)
    // u and v of an eigenpair are equal or opposite; opposite ones belong to negative eigenvalues
    // of G, which are positive ones of −G.
    let below = svd.singularValues.indices.filter { svd.u.column($0).dot(svd.v.column($0)) < 0 }
    let chosen = Array(below.prefix(count))
    let u = Matrix(rows: g.rows, columns: chosen.count) { svd.u[$0, chosen[$1]] }
    let roots = chosen.map { (scale * svd.singularValues[$0]).squareRoot() }
    return Symmetric(u.scalingColumns(by: roots).padded(to: count))
  }
}

extension Hermitian: Startable {
  /// `draw` gives real parts on top of imaginary parts: `rows` is twice the complex order.
  public static func drawn(
    rows: Int, columns: Int, by draw: (_ rows: Int) -> Matrix
  ) -> Hermitian {
    precondition(rows == columns, "U Uᴴ is square")
    return Hermitian(draw(rows))
  }

  /// Singular triples of the complex Hermitian part are eigenpairs up to a sign; of each pair
  /// (q, J q) the search may show one or both, so twice as many again are asked for.
  public static func leading(_ count: Int, of g: some LinearOperator, scale: Double) -> Hermitian {
    let svd = TruncatedSVD(HermitianPart(g), count: min(4 * count + 4, g.rows), tolerance: 1e-6)
    let below = svd.singularValues.indices.filter { svd.u.column($0).dot(svd.v.column($0)) < 0 }
    let u = Matrix(rows: g.rows, columns: below.count) { svd.u[$0, below[$1]] }
    let values = below.map { scale * svd.singularValues[$0] }
    let form = SpectralForm(u: u, singularValues: values, v: u).paired(rank: count)
    return Hermitian(Hermitian(spectral: form).u.padded(to: count))
  }
}

extension Matrix {
  /// Zero columns: a start keeps the width that was asked for, whatever the operator has to give.
  fileprivate func padded(to count: Int) -> Matrix {
    appending(columns: Matrix(rows: rows, columns: count - columns))
  }
}
