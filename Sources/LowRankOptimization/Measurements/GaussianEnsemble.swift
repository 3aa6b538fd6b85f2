public import LinearAlgebra

/// 𝒜(W)ₖ = ⟨Aₖ, W⟩ with independent N(0, 1/p) entries in every Aₖ, seeded and never stored.
///
/// E 𝒜*𝒜 = I, and with high probability 𝒜 nearly keeps the norm of every matrix of low rank once p
/// is a few times r (m + n) (Recht, Fazel, Parrilo 2010). The entries are regenerated from a
/// counter-based generator at every use: p m n numbers take no memory, and the same seed gives the
/// same ensemble on every machine.
///
/// Cost: `apply` and `adjoint` about 10 ns for each of the p m n entries, and m n numbers of
/// memory.
public struct GaussianEnsemble: MeasurementMap {
  public let rows: Int
  public let columns: Int
  public let count: Int
  public let seed: UInt64

  public init(rows: Int, columns: Int, count: Int, seed: UInt64) {
    precondition(rows >= 0 && columns >= 0 && count >= 0, "sizes are not negative")
    self.rows = rows
    self.columns = columns
    self.count = count
    self.seed = seed
  }

  public func apply(_ w: LowRankMatrix, into y: inout [Double]) { apply(w.dense(), into: &y) }

  public func apply(_ a: LowRankMatrix, plus b: LowRankMatrix, into y: inout [Double]) {
    var sum = a.dense()
    sum.withElements { b.writeDense(into: &$0, adding: 1) }
    apply(sum, into: &y)
  }

  private func apply(_ w: Matrix, into y: inout [Double]) {
    precondition(w.rows == rows && w.columns == columns && y.count == count, "shapes differ")
    GaussianKernel.multiply(seed: seed, scale: scale, w.elements, into: &y)
  }

  public func makeImage() -> Matrix { Matrix(rows: rows, columns: columns) }

  public func adjoint(_ y: [Double], into image: inout Matrix) {
    precondition(y.count == count, "one number per measurement")
    image.withElements {
      GaussianKernel.multiplyTransposed(seed: seed, scale: scale, y, into: &$0)
    }
  }

  /// The standard deviation of an entry.
  private var scale: Double { 1 / Double(max(1, count)).squareRoot() }

  /// The same ensemble with its entries in memory: 30 times faster, for p m n numbers.
  public func stored() -> DenseMeasurements {
    var matrices = Matrix(rows: count, columns: rows * columns)
    matrices.withElements {
      GaussianKernel.write(seed: seed, scale: scale, columns: rows * columns, into: &$0)
    }
    return DenseMeasurements(matrices, rows: rows, columns: columns)
  }
}
