/// A positive definite k × k matrix for every line of a pattern, ready to be divided by.
///
/// Line i, a row or a column, has Aᵢ = Σ xⱼ xⱼᵀ + shift · I over its entries (i, j): the normal
/// matrix of the line's own k coefficients when those of the crossing lines are held. Kept is the
/// inverse of the Cholesky factor of each, so that what `solve` applies is positive definite in
/// floating point too, however badly a line's coefficients are determined.
///
/// Storage: k² numbers a line. Cost: k² flops an entry and k³ a line to form, 2 k² a line to solve.
public struct LineBlocks: Sendable {
  /// The number of blocks: of the pattern's rows, or of its columns.
  public let lines: Int
  /// k, the number of coefficients that a line has.
  public let order: Int
  /// T with TᵀT = Aᵢ⁻¹ for every line, lower triangular and row by row in a square of k².
  private var inverseFactors: [Double]

  /// One block for every row; row j of `crossing` is the xⱼ of column j.
  ///
  /// Preconditions: one row of `crossing` for each column of the pattern, and shift > 0.
  public init(rowsOf pattern: SparsityPattern, crossing: Matrix, shift: Double) {
    precondition(crossing.rows == pattern.columns, "one row per column of the pattern")
    self.init(pattern.rowStart, pattern.column, crossing, shift)
  }

  /// One block for every column; row i of `crossing` is the xᵢ of row i.
  ///
  /// Preconditions: one row of `crossing` for each row of the pattern, and shift > 0.
  public init(columnsOf pattern: SparsityPattern, crossing: Matrix, shift: Double) {
    precondition(crossing.rows == pattern.rows, "one row per row of the pattern")
    self.init(pattern.columnStart, pattern.row, crossing, shift)
  }

  private init(_ start: [Int], _ crossing: [Int32], _ x: Matrix, _ shift: Double) {
    precondition(shift > 0, "without a shift a line of few entries has no inverse")
    (lines, order) = (start.count - 1, x.columns)
    inverseFactors = Array(repeating: 0, count: lines * order * order)
    let (k, lines) = (order, lines)
    inverseFactors.withUnsafeMutableBufferPointer { blocks in
      x.elements.withUnsafeBufferPointer { x in
        guard k > 0, let x = x.baseAddress, let blocks = blocks.baseAddress else { return }
        Self.forEach(lines) { i in
          let block = blocks + i &* k &* k
          for place in start[i]..<start[i + 1] {
            let row = x + Int(crossing[place]) &* k
            // The lower triangle only, which is all that the factorisation reads.
            for a in 0..<k { Kernel.axpy(row[a], row, block + a &* k, a &+ 1) }
          }
          for a in 0..<k { block[a &* k &+ a] += shift }
          // No pivot is below the shift but by rounding.
          _ = PackedSymmetric.factor(block, k, leastPivot: shift)
          PackedSymmetric.invertTriangle(block, k)
        }
      }
    }
  }

  /// Row i of z = Aᵢ⁻¹ times row i of r. Cost: 2 k² flops a line, no allocation.
  public func solve(_ r: Matrix, into z: inout Matrix) {
    precondition(r.rows == lines && r.columns == order, "one row of k numbers a line")
    z.assign(r)
    let (k, lines) = (order, lines)
    inverseFactors.withUnsafeBufferPointer { blocks in
      z.elements.withUnsafeMutableBufferPointer { z in
        guard let blocks = blocks.baseAddress, let z = z.baseAddress else { return }
        Self.forEach(lines) { i in Self.apply(blocks + i &* k &* k, z + i &* k, k) }
      }
    }
  }

  /// x ← TᵀT x for a lower triangle T, in place.
  @inline(__always)
  private static func apply(
    _ t: UnsafePointer<Double>, _ x: UnsafeMutablePointer<Double>, _ k: Int
  ) {
    // Component a of T x needs those up to a, so from the last one down none is overwritten before
    // it has been read; Tᵀ adds into those up to a, and so goes from the first one up.
    for a in stride(from: k &- 1, through: 0, by: -1) { x[a] = Kernel.dot(t + a &* k, x, a &+ 1) }
    for a in 0..<k {
      let weight = x[a]
      x[a] = 0
      Kernel.axpy(weight, t + a &* k, x, a &+ 1)
    }
  }

  /// Every line, handed to threads by the hundred: a line alone is a fraction of a microsecond.
  @inline(__always)
  private static func forEach(_ lines: Int, _ body: (Int) -> Void) {
    let size = 128
    Parallel.forEach(parts: (lines + size - 1) / size) { part in
      for line in part * size..<min(lines, (part + 1) * size) { body(line) }
    }
  }
}
