public import LinearAlgebra

/// A point θ of a parameter space, with the map θ ↦ W(θ) to low-rank matrices and its derivative.
///
/// Law, checked by `checkFactorization` in LowRankTesting: for every linear F(W) = ⟨G, W⟩,
///
///     d/dt F(W(θ + t h)) at t = 0  =  ⟨pullBack(G), h⟩.
///
/// `pullBack` overwrites the gradient, whatever it held.
///
/// Cost: `product` shares storage with θ where it can, so drop its result before θ moves, or the
/// move copies. `pullBack` is one product with G and one with Gᵀ. Only `makeScratch` allocates.
public protocol Factorization: VectorSpace {
  /// Room for intermediate products, allocated once per run; `Void` where none is needed.
  associatedtype Scratch: Sendable

  /// The number of columns of the factors: an upper bound of the rank of W(θ).
  var rank: Int { get }

  func makeScratch() -> Scratch
  /// W(θ).
  func product(_ scratch: inout Scratch) -> LowRankMatrix
  /// gradient = (∂W/∂θ)* G. Call after `product` at the same θ.
  func pullBack(_ g: some LinearOperator, _ scratch: inout Scratch, into gradient: inout Self)
}

extension Factorization {
  /// W(θ), for use outside loops.
  public var matrix: LowRankMatrix {
    var scratch = makeScratch()
    return product(&scratch)
  }
}

/// Factors whose Gram matrices precondition a gradient.
///
/// Laws, checked by `checkPreconditioner` in LowRankTesting:
///  - ⟨g, P g⟩ > 0 wherever g ≠ 0, and ⟨P g, h⟩ = ⟨g, P h⟩;
///  - damping · P g tends to g as the damping grows;
///  - P depends on the factors and the damping, not on what `gram` was used for before.
public protocol GramPreconditioned: Factorization {
  /// Each factor's gradient times (Gram matrix of the opposite factor + damping I)⁻¹.
  ///
  /// Cost: O((rows + columns) rank²) flops; `gram` holds the storage.
  func divideByGram(_ gradient: inout Self, damping: Double, _ gram: inout GramSolver)
}

/// Factors of which W is a quadratic function: W(θ + t h) = W(θ) + t W′(h) + t² W″(h).
///
/// Law, checked by `checkQuadratic` in LowRankTesting: the three terms sum to W(θ + t h) for every
/// t.
public protocol QuadraticFactorization: Factorization {
  /// W′(h) as the sum of two low-rank terms, sharing storage with θ and h.
  func tangent(along h: Self) -> (LowRankMatrix, LowRankMatrix)
  /// W″(h), of the rank of h.
  func curvature(along h: Self) -> LowRankMatrix
}

/// Factors that can gain a rank-one term.
///
/// Laws, checked by `checkGrowth` in LowRankTesting, for F(W) = ⟨G, W⟩:
///  - `append` moves W along the term at the rate that `steepestTerm` gives, dF/dscale = −gain at
///    scale 0, and at scale 0 leaves W where it is;
///  - no other term within reach gains more;
///  - a term adds one to the rank.
public protocol Growable: Factorization {
  /// The unit rank-one term a bᵀ that this parameterisation can reach with ⟨−G, a bᵀ⟩ greatest.
  ///
  /// For W = U Vᵀ it is the top singular pair of −G. For W = U Uᵀ, which reaches only a aᵀ, it is
  /// the top eigenvector of −(G + Gᵀ)/2, and the gain may be negative: then no term helps. Where
  /// the field is complex, a bᵀ stands for the embedding of the complex term of rank one.
  func steepestTerm(against g: some LinearOperator) -> RankOneTerm
  /// W ← W + scale · term, by one more column in every factor.
  mutating func append(_ term: RankOneTerm, scale: Double)
}

/// A unit rank-one matrix a bᵀ and how much moving towards it gains to first order.
public struct RankOneTerm: Sendable, Equatable {
  /// ⟨−G, a bᵀ⟩: the rate at which F falls along the term.
  public let gain: Double
  /// a, of length `rows`.
  public let left: [Double]
  /// b, of length `columns`.
  public let right: [Double]

  public init(gain: Double, left: [Double], right: [Double]) {
    self.gain = gain
    self.left = left
    self.right = right
  }
}
