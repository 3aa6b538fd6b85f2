public import LinearAlgebra

/// W = U₁ U₂ ⋯ U_L with L ≥ 2 layers of any widths: a deep linear network.
///
/// Layer l is d_{l−1} × d_l, with d₀ the rows and d_L the columns of W, so W has rank at most the
/// least width. With depth 2 it is U Vᵀ, V = U₂ᵀ. Symmetries: U_l ↦ U_l A, U_{l+1} ↦ A⁻¹ U_{l+1}.
///
/// Under gradient flow U_lᵀU_l − U_{l+1}U_{l+1}ᵀ is constant. From a balanced start, where it is
/// zero, W itself obeys (Arora, Cohen, Hazan 2018)
///
///     dW/dt = − Σ_l (W Wᵀ)^{l/L} ∇F(W) (Wᵀ W)^{1 − (l+1)/L},   l = 0 … L − 1,
///
/// so a singular value s moves at a rate s^{2 − 2/L}: small ones wait longer the deeper the
/// network.
public struct Deep: Factorization, Equatable, Codable {
  /// U₁, …, U_L.
  public private(set) var layers: [Matrix]

  public init(_ layers: [Matrix]) {
    precondition(layers.count >= 2, "a deep factorisation has two layers or more")
    precondition(
      zip(layers, layers.dropFirst()).allSatisfy { $0.columns == $1.rows },
      "each layer has as many rows as the one before it has columns")
    self.layers = layers
  }

  /// L.
  public var depth: Int { layers.count }
  /// d₀, …, d_L.
  public var widths: [Int] { [layers[0].rows] + layers.map(\.columns) }
  /// The least inner width.
  public var rank: Int { layers[cut].rows }

  /// c with U_c | U_{c+1} the narrowest place: where the product is cut into its two thin factors.
  var cut: Int {
    var best = 1
    for l in 1..<depth where layers[l].rows < layers[best].rows { best = l }
    return best
  }
}

/// With ⟨(U_l), (D_l)⟩ = Σ_l ⟨U_l, D_l⟩: each layer counts alike, and one buffer a layer.
extension Deep: VectorSpace {
  public func zeroed() -> Self { Self(layers.map { $0.zeroed() }) }

  public mutating func assign(_ other: Self) {
    for l in layers.indices { layers[l].assign(other.layers[l]) }
  }

  public mutating func add(_ other: Self, scaledBy scale: Double) {
    for l in layers.indices { layers[l].add(other.layers[l], scaledBy: scale) }
  }

  public func dot(_ other: Self) -> Double {
    var sum = 0.0
    for l in layers.indices { sum += layers[l].dot(other.layers[l]) }
    return sum
  }

  public mutating func updateBuffers(_ body: (inout [Double]) throws -> Void) rethrows {
    for l in layers.indices { try layers[l].updateBuffers(body) }
  }
}

/// With the cut at c: P_l = U₁ ⋯ U_l for l ≤ c and S_l = (U_{l+1} ⋯ U_L)ᵀ for l ≥ c give W = P_c
/// S_cᵀ.
///
/// Two products with G serve every layer. With Q_c = G S_c and Q_{l−1} = Q_l U_lᵀ,
///     ∂/∂U_l = P_{l−1}ᵀ Q_l for l ≤ c,
/// and with R_c = Gᵀ P_c and R_l = R_{l−1} U_l,
///     ∂/∂U_l = R_{l−1}ᵀ S_l for l > c.
/// Cost beside them: three thin products a layer.
extension Deep {
  /// P_l and Q_l for l = 1 … c, S_l and R_l for l = c … L − 1.
  public struct Scratch: Sendable {
    /// c, fixed with the widths.
    let cut: Int
    var prefix: [Matrix]
    var left: [Matrix]
    var suffix: [Matrix]
    var right: [Matrix]
  }

  public func makeScratch() -> Scratch {
    let (c, rows, columns) = (cut, layers[0].rows, layers[depth - 1].columns)
    let left = (1...c).map { Matrix(rows: rows, columns: layers[$0 - 1].columns) }
    let right = (c..<depth).map { Matrix(rows: columns, columns: layers[$0].rows) }
    return Scratch(cut: c, prefix: left, left: left, suffix: right, right: right)
  }

  public func product(_ scratch: inout Scratch) -> LowRankMatrix {
    let c = scratch.cut, last = scratch.suffix.count - 1
    scratch.prefix[0].assign(layers[0])
    for l in 1..<c { scratch.prefix[l].setProduct(scratch.prefix[l - 1], layers[l]) }
    scratch.suffix[last].setTransposed(layers[depth - 1])
    for k in stride(from: last - 1, through: 0, by: -1) {
      scratch.suffix[k].setProduct(scratch.suffix[k + 1], layers[c + k], right: .transposed)
    }
    return LowRankMatrix(left: scratch.prefix[c - 1], right: scratch.suffix[0])
  }

  public func pullBack(
    _ g: some LinearOperator, _ scratch: inout Scratch, into gradient: inout Self
  ) {
    let c = scratch.cut
    g.multiply(scratch.suffix[0], into: &scratch.left[c - 1])
    for l in stride(from: c - 1, to: 0, by: -1) {
      gradient.layers[l].setProduct(scratch.prefix[l - 1], scratch.left[l], left: .transposed)
      scratch.left[l - 1].setProduct(scratch.left[l], layers[l], right: .transposed)
    }
    gradient.layers[0].assign(scratch.left[0])
    g.multiplyTransposed(scratch.prefix[c - 1], into: &scratch.right[0])
    for k in 0..<depth - c - 1 {
      gradient.layers[c + k].setProduct(
        scratch.right[k], scratch.suffix[k + 1], left: .transposed)
      scratch.right[k + 1].setProduct(scratch.right[k], layers[c + k])
    }
    gradient.layers[depth - 1].setTransposed(scratch.right[depth - c - 1])
  }
}
