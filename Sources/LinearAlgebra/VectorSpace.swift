/// What a solver needs to know about a point: scaled addition and an inner product, in place.
///
/// Laws, checked by `checkVectorSpace` in LowRankTesting:
///  - `dot` is symmetric, linear in each argument, and x·x > 0 unless x = 0;
///  - `add(y, scaledBy: s)` gives x + s y; `zeroed()` has the shape of x and x + 0 = x;
///  - `assign` copies every component;
///  - `updateBuffers` visits every component exactly once, in an order that depends on shape only.
///
/// Cost: each requirement is one pass over the components; only `zeroed` allocates.
public protocol VectorSpace: Sendable {
  /// The zero of this point's space.
  func zeroed() -> Self
  /// self ← other, without allocating.
  mutating func assign(_ other: Self)
  /// self ← self + scale · other.
  mutating func add(_ other: Self, scaledBy scale: Double)
  /// ⟨self, other⟩.
  func dot(_ other: Self) -> Double
  /// Visits every contiguous buffer in a fixed order; used for sums over processes and scaling.
  mutating func updateBuffers(_ body: (inout [Double]) throws -> Void) rethrows
}

extension VectorSpace {
  /// ‖self‖ = ⟨self, self⟩^½.
  public var norm: Double { dot(self).squareRoot() }

  /// self ← 0, whatever was there: a NaN would survive a scaling by zero.
  package mutating func clear() {
    updateBuffers { Kernel.fill(&$0, with: 0) }
  }

  /// self ← scale · self.
  public mutating func scale(by scale: Double) {
    updateBuffers { Kernel.scale(&$0, by: scale) }
  }
}
