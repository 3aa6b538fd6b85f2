public import LinearAlgebra

/// W = Û Ûᵀ, where Û is U with each row scaled to unit length: W ⪰ 0 with a unit diagonal.
///
/// The factorisation of Burer and Monteiro (2003) for semidefinite programs with diag W = 1, such
/// as MaxCut's relaxation; with k(k + 1)/2 > n columns almost no such program has a spurious local
/// minimum (Boumal, Voroninski, Bandeira 2016). The constraint is in the parameterisation, so every
/// first-order method applies.
///
/// The parameterisation has the symmetries U ↦ U Q for orthogonal Q and U ↦ D U for positive
/// diagonal D: a step, being orthogonal to each row, lets the rows grow by its square. A row that
/// vanishes has no direction and gives NaN, on which a run ends as diverged.
///
/// Cost of `product`: 3 size · rank flops; of `pullBack` besides its two products 4 size · rank.
public struct UnitRows: Factorization, Equatable, Codable {
  /// size × rank.
  public private(set) var u: Matrix

  public init(_ u: Matrix) { self.u = u }

  public var rank: Int { u.columns }

  /// Û, 1/‖uᵢ‖, a row sum and room for a product.
  public struct Scratch: Sendable {
    var unit: Matrix
    var inverse: [Double]
    var along: [Double]
    var transposed: Matrix
  }

  public func makeScratch() -> Scratch {
    let row = [Double](repeating: 0, count: u.rows)
    return Scratch(unit: u, inverse: row, along: row, transposed: u.zeroed())
  }

  public func product(_ scratch: inout Scratch) -> LowRankMatrix {
    RowKernel.dots(u, u, into: &scratch.inverse)
    for i in scratch.inverse.indices { scratch.inverse[i] = 1 / scratch.inverse[i].squareRoot() }
    scratch.unit.assign(u)
    RowKernel.scale(&scratch.unit, by: scratch.inverse)
    return LowRankMatrix(left: scratch.unit, right: scratch.unit)
  }

  /// Row i is (rᵢ − ⟨rᵢ, ûᵢ⟩ ûᵢ)/‖uᵢ‖ with R = (G + Gᵀ) Û.
  public func pullBack(
    _ g: some LinearOperator, _ scratch: inout Scratch, into gradient: inout Self
  ) {
    g.multiply(scratch.unit, into: &gradient.u)
    g.multiplyTransposed(scratch.unit, into: &scratch.transposed)
    gradient.u.add(scratch.transposed, scaledBy: 1)
    RowKernel.dots(gradient.u, scratch.unit, into: &scratch.along)
    scratch.transposed.assign(scratch.unit)
    RowKernel.scale(&scratch.transposed, by: scratch.along)
    gradient.u.add(scratch.transposed, scaledBy: -1)
    RowKernel.scale(&gradient.u, by: scratch.inverse)
  }
}

extension UnitRows: VectorSpace {
  public func zeroed() -> Self { Self(u.zeroed()) }
  public mutating func assign(_ other: Self) { u.assign(other.u) }
  public mutating func add(_ other: Self, scaledBy scale: Double) {
    u.add(other.u, scaledBy: scale)
  }
  public func dot(_ other: Self) -> Double { u.dot(other.u) }
  public mutating func updateBuffers(_ body: (inout [Double]) throws -> Void) rethrows {
    try u.updateBuffers(body)
  }
}

/// A new column changes the lengths of the rows, which their scaling takes back: to first order W
/// moves by a aᵀ less diag(a²) times W's own share, so the price of row i is mᵢ = ⟨ûᵢ, (G Û)ᵢ⟩ and
/// growth is towards the lowest eigenvector of (G + Gᵀ)/2 − diag(m).
extension UnitRows: Growable {
  public func steepestTerm(against g: some LinearOperator) -> RankOneTerm {
    let symmetric = SymmetricPart(g), unit = matrix.left
    var product = unit.zeroed(), price = [Double](repeating: 0, count: u.rows)
    symmetric.multiply(unit, into: &product)
    RowKernel.dots(unit, product, into: &price)
    let smallest = Lanczos(Priced(g: symmetric, price: price)).smallest
    return RankOneTerm(gain: -smallest.value, left: smallest.vector, right: smallest.vector)
  }

  /// The rows of U become those of Û first, so that `scale` means the same at any length of theirs.
  public mutating func append(_ term: RankOneTerm, scale: Double) {
    precondition(scale >= 0 && term.left == term.right, "Û Ûᵀ grows only by a aᵀ")
    u = matrix.left.appending(column: term.left.map { scale.squareRoot() * $0 })
  }
}

/// G − diag(price).
private struct Priced<G: LinearOperator>: LinearOperator {
  let g: G
  let price: [Double]

  var rows: Int { g.rows }
  var columns: Int { g.columns }

  func multiply(_ x: Matrix, into y: inout Matrix) {
    g.multiply(x, into: &y)
    var charged = x
    RowKernel.scale(&charged, by: price)
    y.add(charged, scaledBy: -1)
  }

  func multiplyTransposed(_ x: Matrix, into y: inout Matrix) { multiply(x, into: &y) }
}
