/// Orthonormal vectors, one row each, that grow one at a time.
///
/// Full reorthogonalisation, twice ("twice is enough", Parlett 1998): the bases here have tens of
/// vectors, and spurious copies of converged Ritz values would spoil rank decisions.
struct KrylovBasis: Sendable {
  /// The rows up to `count` are in use; the others are room.
  private(set) var vectors: Matrix
  private(set) var count = 0

  /// Room for `capacity` vectors, allocated at once.
  init(capacity: Int, length: Int) { vectors = Matrix(rows: capacity, columns: length) }

  var length: Int { vectors.columns }

  /// Vector k as an n × 1 block.
  func block(_ k: Int) -> Matrix { Matrix(rows: length, columns: 1, elements: vectors.row(k)) }

  /// Removes the components of `x` along the basis.
  ///
  /// Modified Gram–Schmidt: each component is taken from what the ones before have left. The second
  /// round removes what rounding of the first has put back. Cost: 8 count · length flops.
  func orthogonalize(_ x: inout Matrix) {
    for _ in 0..<2 {
      for k in 0..<count {
        let along = Kernel.dot(vectors.elements, at: k * length, x.elements, at: 0, count: length)
        let source = vectors.elements.span
        var target = x.elements.mutableSpan
        Kernel.axpy(-along, source, at: k * length, &target, at: 0, count: length)
      }
    }
  }

  /// Appends x / ‖x‖ and returns ‖x‖; appends nothing and returns 0 when ‖x‖ ≤ `floor`, and NaN
  /// when it is not finite.
  mutating func append(_ x: Matrix, floor: Double) -> Double {
    let norm = x.norm
    guard norm.isFinite else { return .nan }
    guard norm > floor else { return 0 }
    for k in 0..<length { vectors[count, k] = x.elements[k] / norm }
    count += 1
    return norm
  }

  /// Σₖ weights[k, c] · vector k, for every column c: a length × weights.columns block.
  func combine(_ weights: Matrix) -> Matrix {
    let used = Matrix(
      rows: count, columns: length, elements: Array(vectors.elements[0..<count * length]))
    return used.transposedTimes(weights)
  }

  /// A start with components along all singular vectors; of a stream of its own, so that it is not
  /// also some other draw under the same seed.
  static func randomStart(length: Int, seed: UInt64) -> Matrix {
    var generator = SeededGenerator(seed: seed, stream: 0x4b72796c6f76)
    return .gaussian(rows: length, columns: 1, using: &generator)
  }
}
