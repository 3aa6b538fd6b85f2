public import LinearAlgebra
internal import RealModule

/// Greedy learning with depth: a new rank-one term is spread evenly over all layers.
///
/// The first layer gains the column ε^{1/L} a, the last the row ε^{1/L} bᵀ, those between one
/// diagonal entry ε^{1/L} and zeros beside it. W gains ε a bᵀ, and a balanced point stays balanced
/// where a and b are orthogonal to the terms before them, as they are at a stationary point.
///
/// A descent from there needs a time in proportion to ε^{−(1 − 2/L)} to leave the saddle, where
/// depth 2 needs ln(1/ε): the deeper, the larger ε must be.
extension Deep: Growable {
  /// The top singular pair of −G, as for U Vᵀ.
  public func steepestTerm(against g: some LinearOperator) -> RankOneTerm {
    let top = topSingularTriple(of: g)
    return RankOneTerm(gain: top.value, left: top.left.map { -$0 }, right: top.right)
  }

  public mutating func append(_ term: RankOneTerm, scale: Double) {
    let root = Double.root(abs(scale), depth), sign: Double = scale < 0 ? -1 : 1
    let last = depth - 1
    let grown = layers.enumerated().map { l, layer in
      Matrix(rows: layer.rows + (l > 0 ? 1 : 0), columns: layer.columns + (l < last ? 1 : 0)) {
        i, j in
        if i < layer.rows, j < layer.columns { return layer[i, j] }
        if l == 0 { return sign * root * term.left[i] }
        if l == last { return root * term.right[j] }
        return i == layer.rows && j == layer.columns ? root : 0
      }
    }
    self = Deep(grown)
  }
}
