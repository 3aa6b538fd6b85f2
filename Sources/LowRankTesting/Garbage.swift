public import LinearAlgebra

extension VectorSpace {
  /// A point of this one's shape that nobody may read: NaN, 1e30 and −1e30 in turn.
  ///
  /// What a buffer holds before it is overwritten. NaN shows whoever reads it, if only to multiply
  /// it by zero; the large numbers show whoever adds to it where a NaN would be passed over.
  ///
  /// Not for what is added to, as `Regularizer.addGradient` does: there 1e30 would swallow the sum.
  public func garbage() -> Self {
    var point = zeroed()
    point.updateBuffers { $0 = garbageVector($0.count) }
    return point
  }
}

/// The same for a plain vector and for a matrix.
func garbageVector(_ count: Int) -> [Double] {
  (0..<count).map { [Double.nan, 1e30, -1e30][$0 % 3] }
}

func garbageMatrix(_ rows: Int, _ columns: Int) -> Matrix {
  Matrix(rows: rows, columns: columns).garbage()
}
