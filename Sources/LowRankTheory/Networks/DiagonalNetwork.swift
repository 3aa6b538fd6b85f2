public import LinearAlgebra
internal import LowRank
public import LowRankOptimization
internal import RealModule

/// x = w^{∘L}, componentwise: a diagonal linear network of depth L, as an n × 1 matrix.
///
/// It reaches the nonnegative vectors where L is even and all vectors where L is odd. Gradient flow
/// on w from w₀ keeps x near the limit points of a weighted ℓ₁ problem: for L = 2 exactly
/// (Gunasekar, Woodworth, Bhojanapalli, Neyshabur, Srebro 2017; in this form Chou, Rauhut, Ward
/// 2023),
///
///     x(∞) = argmin { Σ xᵢ log(xᵢ / (e w₀ᵢ²)) : 𝒜(x) = b, x ≥ 0 },
///
/// which tends to the least Σ xᵢ as w₀ → 0. The smaller the start, the sparser the limit.
///
/// Cost of `pullBack`: one product with G, whose columns number one.
public struct DiagonalNetwork: Factorization, Equatable, Codable {
  /// n × 1.
  public private(set) var weights: Matrix
  /// L ≥ 1.
  public let depth: Int

  public init(_ weights: [Double], depth: Int = 2) {
    precondition(depth >= 1, "a network has a layer")
    self.weights = Matrix(rows: weights.count, columns: 1, elements: weights)
    self.depth = depth
  }

  /// Every component at scale^{1/L}, so that x is `scale` everywhere.
  public static func uniform(_ count: Int, scale: Double, depth: Int = 2) -> DiagonalNetwork {
    DiagonalNetwork(Array(repeating: Double.root(scale, depth), count: count), depth: depth)
  }

  public var rank: Int { 1 }

  /// x, and the 1 × 1 matrix that makes W = x · 1.
  public struct Scratch: Sendable {
    var vector: Matrix
    let one = Matrix(rows: 1, columns: 1, elements: [1])
  }

  public func makeScratch() -> Scratch { Scratch(vector: weights.zeroed()) }

  public func product(_ scratch: inout Scratch) -> LowRankMatrix {
    scratch.vector.withElements {
      PowerKernel.raise(weights.elements, to: depth, into: &$0)
    }
    return LowRankMatrix(left: scratch.vector, right: scratch.one)
  }

  /// L w^{∘(L−1)} ∘ G.
  public func pullBack(
    _ g: some LinearOperator, _ scratch: inout Scratch, into gradient: inout Self
  ) {
    g.multiply(scratch.one, into: &gradient.weights)
    gradient.weights.withElements {
      PowerKernel.pullBack(weights.elements, exponent: depth, &$0)
    }
  }
}

/// The space of w; the depth is not a coordinate and belongs to the shape.
extension DiagonalNetwork: VectorSpace {
  public func zeroed() -> Self {
    Self(Array(repeating: 0, count: weights.rows), depth: depth)
  }
  public mutating func assign(_ other: Self) { weights.assign(other.weights) }
  public mutating func add(_ other: Self, scaledBy scale: Double) {
    weights.add(other.weights, scaledBy: scale)
  }
  public func dot(_ other: Self) -> Double { weights.dot(other.weights) }
  public mutating func updateBuffers(_ body: (inout [Double]) throws -> Void) rethrows {
    try weights.updateBuffers(body)
  }
}
