public import LinearAlgebra

extension VectorSpace {
  /// A point of this one's shape with independent N(0, scale²) components, the same for one seed.
  public func randomized(scale: Double = 1, seed: UInt64) -> Self {
    var generator = SeededGenerator(seed: seed, stream: 0x4c61_7773)
    var point = zeroed()
    point.updateBuffers { buffer in
      for k in buffer.indices { buffer[k] = scale * generator.normal() }
    }
    return point
  }

  /// All components, buffer after buffer, in the order of `updateBuffers`.
  public var components: [Double] {
    var copy = self, all: [Double] = []
    copy.updateBuffers { all += $0 }
    return all
  }

  /// Whether both points are the same bits; unlike `==`, NaN equals itself and 0 is not −0.
  public func isIdentical(to other: Self) -> Bool {
    components.map(\.bitPattern) == other.components.map(\.bitPattern)
  }
}

/// |a − b| relative to the greater of |a|, |b| and `scale`; ∞ where that is not a number, for `max`
/// would pass over a NaN.
func relativeGap(_ a: Double, _ b: Double, scale: Double = 0) -> Double {
  let size = max(abs(a), abs(b), scale)
  return numbered(size == 0 ? abs(a - b) : abs(a - b) / size)
}

/// ‖a − b‖ relative to the greater of ‖a‖, ‖b‖ and `scale`: the size of what cancelled on the way.
func relativeGap<V: VectorSpace>(_ a: V, _ b: V, scale: Double = 0) -> Double {
  var difference = a
  difference.add(b, scaledBy: -1)
  let size = max(a.norm, b.norm, scale)
  return numbered(size == 0 ? difference.norm : difference.norm / size)
}

/// The gap itself, or ∞ for NaN.
func numbered(_ gap: Double) -> Double { gap.isNaN ? .infinity : gap }

/// ⟨G, L Rᵀ⟩ = ⟨L, G R⟩.
func inner(_ g: Matrix, _ w: LowRankMatrix) -> Double { w.left.dot(g.times(w.right)) }

/// Independent N(0, 1) numbers, the same for one seed.
func randomVector(_ count: Int, seed: UInt64) -> [Double] {
  Matrix(rows: 1, columns: count).randomized(seed: seed).elements
}

func randomMatrix(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
  Matrix(rows: rows, columns: columns).randomized(seed: seed)
}
