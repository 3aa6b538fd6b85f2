/// A sparse matrix with a fixed pattern and replaceable values.
///
/// Cost of a product with a block of k columns: 2 k flops an entry; one value, one index and one
/// row of the block read for each.
public struct SparseMatrix: LinearOperator {
  public let pattern: SparsityPattern
  /// One value per entry, by rows.
  public internal(set) var values: [Double]

  public init(pattern: SparsityPattern, values: [Double]) {
    precondition(values.count == pattern.count, "one value per entry")
    self.pattern = pattern
    self.values = values
  }

  /// All values zero.
  public init(pattern: SparsityPattern) {
    self.init(pattern: pattern, values: Array(repeating: 0, count: pattern.count))
  }

  public var rows: Int { pattern.rows }
  public var columns: Int { pattern.columns }

  /// Replaces the values, without allocating.
  public mutating func assignValues(_ source: [Double]) { Kernel.copy(source, into: &values) }

  /// Gives `body` the values to overwrite; their number must not change.
  public mutating func withValues<R>(_ body: (inout [Double]) throws -> R) rethrows -> R {
    defer { assert(values.count == pattern.count) }
    return try body(&values)
  }

  /// y = A x, each row of y gathered from the entries of one row of A.
  public func multiply(_ x: Matrix, into y: inout Matrix) {
    precondition(x.rows == columns && y.rows == rows && y.columns == x.columns, "shapes differ")
    let k = x.columns
    y.elements.withUnsafeMutableBufferPointer { y in
      SparseKernel.multiply(pattern, values, x.elements, y, width: k)
    }
  }

  /// y = Aᵀ x, by the order by columns: values are read out of order, y is written in order.
  public func multiplyTransposed(_ x: Matrix, into y: inout Matrix) {
    precondition(x.rows == rows && y.rows == columns && y.columns == x.columns, "shapes differ")
    let k = x.columns
    y.elements.withUnsafeMutableBufferPointer { y in
      SparseKernel.multiplyTransposed(pattern, values, x.elements, y, width: k)
    }
  }
}

extension SparsityPattern {
  /// y[e] = W[i, j] at every entry e = (i, j): a sampled product. Cost: 2 rank flops an entry.
  public func sample(_ w: LowRankMatrix, into y: inout [Double]) {
    precondition(w.rows == rows && w.columns == columns && y.count == count, "shapes differ")
    y.withUnsafeMutableBufferPointer { y in
      SparseKernel.sample(self, w.left.elements, w.right.elements, y, rank: w.rank)
    }
  }

  /// y[e] = (A + B)[i, j] at every entry, in one pass over the entries; the ranks may differ.
  public func sample(_ a: LowRankMatrix, plus b: LowRankMatrix, into y: inout [Double]) {
    precondition(a.rows == rows && a.columns == columns && y.count == count, "shapes differ")
    precondition(b.rows == rows && b.columns == columns, "shapes differ")
    y.withUnsafeMutableBufferPointer { y in
      SparseKernel.sample(
        self, a.left.elements, a.right.elements, a.rank, b.left.elements, b.right.elements, b.rank,
        y)
    }
  }
}
