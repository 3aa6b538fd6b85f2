/// A dense matrix of doubles, stored row by row.
///
/// Row i of a factor is the latent vector of row i of the recovered matrix, so the layout keeps
/// each latent vector contiguous.
public struct Matrix: Sendable, Equatable {
  public let rows: Int
  public let columns: Int
  /// The rows one after the other; element (i, j) is at `i * columns + j`.
  public internal(set) var elements: [Double]

  /// The matrix with the given elements, row by row.
  public init(rows: Int, columns: Int, elements: [Double]) {
    precondition(
      rows >= 0 && columns >= 0 && elements.count == rows * columns,
      "a \(rows) × \(columns) matrix has \(rows * columns) elements"
    )
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// The zero matrix.
  public init(rows: Int, columns: Int) {
    self.init(rows: rows, columns: columns, elements: Array(repeating: 0, count: rows * columns))
  }

  /// The matrix whose element (i, j) is `value(i, j)`.
  public init(rows: Int, columns: Int, _ value: (Int, Int) -> Double) {
    self.init(rows: rows, columns: columns)
    for i in 0..<rows { for j in 0..<columns { self[i, j] = value(i, j) } }
  }

  /// The square matrix with `diagonal` on its diagonal.
  public init(diagonal: [Double]) {
    self.init(rows: diagonal.count, columns: diagonal.count)
    for k in diagonal.indices { self[k, k] = diagonal[k] }
  }

  /// Element (i, j). For loops over many elements use `withElements` or a product.
  ///
  /// Only the place in the storage is checked, not i and j each.
  public subscript(i: Int, j: Int) -> Double {
    get { elements[i * columns + j] }
    set { elements[i * columns + j] = newValue }
  }

  /// Gives `body` the row-major storage to read or overwrite; its length must not change.
  ///
  /// For loops over all elements: the storage is reached once, not for each of them.
  public mutating func withElements<R>(_ body: (inout [Double]) throws -> R) rethrows -> R {
    defer { assert(elements.count == rows * columns) }
    return try body(&elements)
  }

  /// Column j as an array.
  public func column(_ j: Int) -> [Double] { (0..<rows).map { self[$0, j] } }

  /// Row i as an array.
  public func row(_ i: Int) -> [Double] { Array(elements[i * columns..<(i + 1) * columns]) }

  /// Whether no element is infinite or NaN.
  public var isFinite: Bool {
    for x in elements where !x.isFinite { return false }
    return true
  }

  /// Aᵀ as a copy; products take a transposed factor without one.
  public var transposed: Matrix { Matrix(rows: columns, columns: rows) { self[$1, $0] } }

  /// The leading `count` columns.
  public func prefix(columns count: Int) -> Matrix {
    Matrix(rows: rows, columns: count) { self[$0, $1] }
  }

  /// [self, other], side by side.
  public func appending(columns other: Matrix) -> Matrix {
    precondition(rows == other.rows, "side by side needs equal heights")
    return Matrix(rows: rows, columns: columns + other.columns) { i, j in
      j < columns ? self[i, j] : other[i, j - columns]
    }
  }

  /// [self, column].
  public func appending(column: [Double]) -> Matrix {
    appending(columns: Matrix(rows: rows, columns: 1, elements: column))
  }

  /// self · diag(scales).
  public func scalingColumns(by scales: [Double]) -> Matrix {
    precondition(scales.count == columns, "one scale per column")
    return Matrix(rows: rows, columns: columns) { self[$0, $1] * scales[$1] }
  }
}

/// With ⟨A, B⟩ = tr(Aᵀ B), whose norm is the Frobenius norm.
extension Matrix: VectorSpace {
  public func zeroed() -> Matrix { Matrix(rows: rows, columns: columns) }

  public mutating func assign(_ other: Matrix) {
    precondition(rows == other.rows && columns == other.columns, "shapes differ")
    Kernel.copy(other.elements, into: &elements)
  }

  public mutating func add(_ other: Matrix, scaledBy scale: Double) {
    precondition(rows == other.rows && columns == other.columns, "shapes differ")
    Kernel.axpy(scale, other.elements, into: &elements)
  }

  public func dot(_ other: Matrix) -> Double {
    precondition(rows == other.rows && columns == other.columns, "shapes differ")
    return Kernel.dot(elements, other.elements)
  }

  public mutating func updateBuffers(_ body: (inout [Double]) throws -> Void) rethrows {
    try body(&elements)
  }
}
