public import LinearAlgebra

/// Factors that can be read as, and made from, the spectral form U diag(s) Vᵀ of their product.
///
/// Law: the product of `init(spectral: form)` is form's, to rounding.
public protocol FixedRank: Factorization {
  init(spectral form: SpectralForm)
  /// The spectral form of the product. Cost: O((rows + columns) rank²).
  var spectral: SpectralForm { get }
}

extension Asymmetric: FixedRank {
  /// (U diag √s, V diag √s): balanced.
  public init(spectral form: SpectralForm) {
    let w = form.balanced
    self.init(u: w.left, v: w.right)
  }

  public var spectral: SpectralForm { SpectralForm(LowRankMatrix(left: u, right: v)) }
}
