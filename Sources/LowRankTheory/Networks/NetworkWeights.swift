public import LinearAlgebra
internal import LowRank
public import LowRankOptimization

/// The weights (W, v) of a network with one hidden layer, x ↦ vᵀ φ(W x).
///
/// With ⟨(W, v), (D, e)⟩ = ⟨W, D⟩ + ⟨v, e⟩. The function does not change when hidden units are
/// permuted, so its optima come in families; theory of short paths speaks of the nearest.
public struct NetworkWeights: VectorSpace, Equatable, Codable {
  /// W: one row a hidden unit, one column an input.
  public internal(set) var hidden: Matrix
  /// v: one row a hidden unit, a single column.
  public internal(set) var output: Matrix

  /// Precondition: one output weight for each row of `hidden`.
  public init(hidden: Matrix, output: [Double]) {
    precondition(hidden.rows == output.count, "one output weight per hidden unit")
    self.hidden = hidden
    self.output = Matrix(rows: output.count, columns: 1, elements: output)
  }

  /// One pass over both blocks each, as `VectorSpace` asks; only `zeroed` allocates.
  public func zeroed() -> Self {
    Self(hidden: hidden.zeroed(), output: Array(repeating: 0, count: output.rows))
  }

  public mutating func assign(_ other: Self) {
    hidden.assign(other.hidden)
    output.assign(other.output)
  }

  public mutating func add(_ other: Self, scaledBy scale: Double) {
    hidden.add(other.hidden, scaledBy: scale)
    output.add(other.output, scaledBy: scale)
  }

  public func dot(_ other: Self) -> Double {
    hidden.dot(other.hidden) + output.dot(other.output)
  }

  public mutating func updateBuffers(_ body: (inout [Double]) throws -> Void) rethrows {
    try hidden.updateBuffers(body)
    try output.updateBuffers(body)
  }
}

/// W, then v.
extension NetworkWeights: Blocked {
  public var blockCount: Int { 2 }
  public mutating func scaleBlock(_ k: Int, by scale: Double) { scaleBuffer(k, by: scale) }
}
