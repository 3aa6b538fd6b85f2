public import LinearAlgebra
internal import LowRank
public import LowRankOptimization

/// x = w^{∘L} with w = g v / ‖v‖: a diagonal linear network with normalised weights, as n × 1.
///
/// Length and direction of w are learnt apart. Under gradient flow ‖v‖ is constant and, with the
/// direction at ρ times the speed of the length (Chou, Rauhut, Ward 2023; for L = 2),
///
///     log(vᵢ(t)/vᵢ(0)) = −Sᵢ(t) + (ρ/2) (g₀² − g(t)²),
///
/// so the limit is that of the plain network from wᵢ = vᵢ(0) g_∞ exp(−(ρ/2)(g_∞² − g₀²)): the start
/// is shrunk exponentially where ‖w₀‖² < ‖x*‖₁, and not at all above. Robust within that bound
/// only.
///
/// x does not change with ‖v‖. A finite step lets ‖v‖ grow by its square, so descend along
/// `LengthAndDirection`, which makes the path independent of ‖v‖ as renormalising would.
public struct NormalizedNetwork: Factorization, Equatable, Codable {
  /// g, 1 × 1.
  public private(set) var length: Matrix
  /// v ≠ 0, n × 1.
  public private(set) var direction: Matrix
  /// L ≥ 1.
  public let depth: Int

  /// g = ‖w‖ and v = w / ‖w‖ of the given weights.
  public init(_ weights: [Double], depth: Int = 2) {
    let norm = weights.norm
    precondition(norm > 0 && depth >= 1, "a network has a layer, and weights with a direction")
    self.init(
      length: Matrix(rows: 1, columns: 1, elements: [norm]),
      direction: Matrix(
        rows: weights.count, columns: 1, elements: weights.map { $0 / norm }), depth: depth)
  }

  private init(length: Matrix, direction: Matrix, depth: Int) {
    (self.length, self.direction, self.depth) = (length, direction, depth)
  }

  public var rank: Int { 1 }
  /// g.
  var g: Double { length[0, 0] }

  /// w, x, and the 1 × 1 matrix that makes W = x · 1.
  public struct Scratch: Sendable {
    var weights: Matrix
    var vector: Matrix
    let one = Matrix(rows: 1, columns: 1, elements: [1])
  }

  public func makeScratch() -> Scratch {
    Scratch(weights: direction.zeroed(), vector: direction.zeroed())
  }

  public func product(_ scratch: inout Scratch) -> LowRankMatrix {
    scratch.weights.assign(direction)
    scratch.weights.scale(by: g / direction.norm)
    let (w, depth) = (scratch.weights.elements, depth)
    scratch.vector.withElements { PowerKernel.raise(w, to: depth, into: &$0) }
    return LowRankMatrix(left: scratch.vector, right: scratch.one)
  }

  /// With h = ∂/∂w and u = v/‖v‖: (⟨u, h⟩, (g/‖v‖) (h − ⟨u, h⟩ u)).
  public func pullBack(
    _ g: some LinearOperator, _ scratch: inout Scratch, into gradient: inout Self
  ) {
    g.multiply(scratch.one, into: &gradient.direction)
    let (w, depth, norm) = (scratch.weights.elements, depth, direction.norm)
    gradient.direction.withElements { PowerKernel.pullBack(w, exponent: depth, &$0) }
    let along = direction.dot(gradient.direction) / norm
    gradient.direction.add(direction, scaledBy: -along / norm)
    gradient.direction.scale(by: self.g / norm)
    gradient.length[0, 0] = along
  }
}

/// The space of (g, v) without the metric: a step along ∇f moves length and direction as if they
/// were independent coordinates, which is what normalising weights is for.
extension NormalizedNetwork: VectorSpace {
  public func zeroed() -> Self {
    Self(length: length.zeroed(), direction: direction.zeroed(), depth: depth)
  }
  public mutating func assign(_ other: Self) {
    length.assign(other.length)
    direction.assign(other.direction)
  }
  public mutating func add(_ other: Self, scaledBy scale: Double) {
    length.add(other.length, scaledBy: scale)
    direction.add(other.direction, scaledBy: scale)
  }
  public func dot(_ other: Self) -> Double {
    length.dot(other.length) + direction.dot(other.direction)
  }
  public mutating func updateBuffers(_ body: (inout [Double]) throws -> Void) rethrows {
    try length.updateBuffers(body)
    try direction.updateBuffers(body)
  }
}

/// g, then v.
extension NormalizedNetwork: Blocked {
  public var blockCount: Int { 2 }
  public mutating func scaleBlock(_ k: Int, by scale: Double) { scaleBuffer(k, by: scale) }
}

/// Factors with a redundant length: W does not change when block `redundantBlock` is scaled.
///
/// Law, checked by `checkLengthInvariance` in LowRankTesting: that, and `squaredLength` scales with
/// the square.
public protocol LengthInvariant: Blocked {
  var redundantBlock: Int { get }
  /// The squared length of that block.
  var squaredLength: Double { get }
}

extension NormalizedNetwork: LengthInvariant {
  public var redundantBlock: Int { 1 }
  public var squaredLength: Double { direction.dot(direction) }
}
