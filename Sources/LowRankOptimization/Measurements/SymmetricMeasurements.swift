public import LinearAlgebra

/// 𝒜(W)ₖ = ⟨Aₖ, W⟩ for p symmetric n × n matrices, each given by its upper triangle.
///
/// Packed row by row: A₀₀, A₀₁, …, A₀ₙ₋₁, A₁₁, …, as `numpy.triu_indices` numbers them. Half the
/// memory of `DenseMeasurements`. Every Aₖ sees only the symmetric part of W: its products are
/// taken with wᵢᵢ on the diagonal and wᵢⱼ + wⱼᵢ above it.
///
/// Cost: `apply` 2 n² rank + p n (n + 1) flops and 1.5 n² numbers of memory; `adjoint` p n (n + 1)
/// flops and n²/2 numbers.
public struct SymmetricMeasurements: MeasurementMap {
  /// Row k holds the upper triangle of Aₖ.
  public let packed: Matrix
  public let size: Int

  public init(packed: Matrix, size: Int) {
    precondition(
      size >= 0 && packed.columns == size * (size + 1) / 2, "a triangle has n (n + 1) / 2 entries")
    self.packed = packed
    self.size = size
  }

  public var rows: Int { size }
  public var columns: Int { size }
  public var count: Int { packed.rows }

  public func apply(_ w: LowRankMatrix, into y: inout [Double]) {
    packed.multiply(vector: folded(w.dense()), into: &y)
  }

  public func apply(_ a: LowRankMatrix, plus b: LowRankMatrix, into y: inout [Double]) {
    var sum = a.dense()
    sum.withElements { b.writeDense(into: &$0, adding: 1) }
    packed.multiply(vector: folded(sum), into: &y)
  }

  public func makeImage() -> Matrix { Matrix(rows: size, columns: size) }

  /// 𝒜*(y) = Σ yₖ Aₖ, both triangles.
  public func adjoint(_ y: [Double], into image: inout Matrix) {
    var triangle = [Double](repeating: 0, count: packed.columns)
    packed.multiplyTransposed(vector: y, into: &triangle)
    image.withElements { TriangleKernel.spread(triangle, order: size, into: &$0) }
  }

  private func folded(_ w: Matrix) -> [Double] {
    precondition(w.rows == size && w.columns == size, "shapes differ")
    return TriangleKernel.gather(w.elements, order: size)
  }
}
