public import LinearAlgebra

/// Factors between which gradient flow keeps a difference: UᵀU − VᵀV, or U_lᵀU_l − U_{l+1}U_{l+1}ᵀ.
///
/// Law, checked by `checkBalances` in LowRankTesting: along pullBack(G) the differences do not
/// change to first order, whatever G is, so they are constant along gradient flow. Descent of step
/// η changes each by O(η²) a step; for U Vᵀ, D⁺ − D = η² (VᵀGᵀG V − UᵀG Gᵀ U) exactly.
public protocol Balanceable: Factorization {
  /// The conserved differences, one for each neighbouring pair of factors.
  var balances: [Matrix] { get }
}

extension Balanceable {
  /// The Frobenius norm of all differences together: 0 for balanced factors.
  public var imbalance: Double {
    balances.reduce(0) { $0 + $1.dot($1) }.squareRoot()
  }
}

extension Asymmetric: Balanceable {
  /// UᵀU − VᵀV.
  public var balances: [Matrix] {
    var difference = u.transposedTimes(u)
    difference.setProduct(v, v, left: .transposed, scale: -1, adding: 1)
    return [difference]
  }
}

extension Deep: Balanceable {
  /// U_lᵀU_l − U_{l+1}U_{l+1}ᵀ for l = 1 … L − 1.
  public var balances: [Matrix] {
    zip(layers, layers.dropFirst()).map { a, b in
      var difference = a.transposedTimes(a)
      difference.setProduct(b, b, right: .transposed, scale: -1, adding: 1)
      return difference
    }
  }
}
