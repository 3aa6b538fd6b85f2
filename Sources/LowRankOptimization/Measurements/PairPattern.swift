internal import LinearAlgebra

/// Unordered pairs of 0 ..< n, and the symmetric sparsity pattern that they span.
///
/// Shared by the maps that look at a symmetric matrix through pairs. Storage: 8 bytes a pair and
/// 16 an entry of the pattern.
struct PairPattern: Sendable {
  let size: Int
  /// Pair e is {first[e], second[e]}.
  let first: [Int32]
  let second: [Int32]
  /// (i, j) and (j, i) of every pair, and the diagonal where it is wanted.
  let pattern: SparsityPattern
  /// The pair that entry f of the pattern belongs to; −1 on a diagonal that no pair gave.
  let pairOfEntry: [Int32]

  /// - Parameter withDiagonal: whether the pattern has every (i, i), given by no pair.
  init(size: Int, first: [Int32], second: [Int32], withDiagonal: Bool) {
    precondition(first.count == second.count, "a pair has two ends")
    precondition(
      (first + second).allSatisfy { $0 >= 0 && $0 < size }, "both ends are below \(size)")
    self.size = size
    self.first = first
    self.second = second
    // Each pair as it is given, then its mirror image, but for a pair of one point with itself.
    var rowOf = first, columnOf = second, pair = (0..<Int32(first.count)).map { $0 }
    for e in first.indices where first[e] != second[e] {
      rowOf.append(second[e])
      columnOf.append(first[e])
      pair.append(Int32(e))
    }
    if withDiagonal {
      rowOf += 0..<Int32(size)
      columnOf += 0..<Int32(size)
      pair += repeatElement(-1, count: size)
    }
    let (pattern, order) = SparsityPattern.sorting(
      rows: size, columns: size, rowOf: rowOf, columnOf: columnOf)
    self.pattern = pattern
    pairOfEntry = order.map { pair[Int($0)] }
  }
}
