internal import LinearAlgebra
internal import LowRankOptimization

/// Lengths of the shortest paths between all points of a graph with edges of given lengths.
///
/// Dijkstra's algorithm from every point, with a binary heap: O(points pairs log points).
///
/// Dense, as classical scaling needs all pairs: `points`² numbers. Lengths must not be negative.
struct ShortestPaths {
  /// Symmetric; infinite between points that no path connects.
  let lengths: Matrix

  init(points: Int, first: [Int32], second: [Int32], lengths edge: [Double]) {
    var neighbours = Array(repeating: [(point: Int, length: Double)](), count: points)
    for e in edge.indices {
      neighbours[Int(first[e])].append((Int(second[e]), edge[e]))
      neighbours[Int(second[e])].append((Int(first[e]), edge[e]))
    }
    var all: [Double] = []
    all.reserveCapacity(points * points)
    for source in 0..<points { all += Self.lengths(from: source, neighbours) }
    lengths = Matrix(rows: points, columns: points, elements: all)
  }

  private static func lengths(
    from source: Int, _ neighbours: [[(point: Int, length: Double)]]
  ) -> [Double] {
    var result = [Double](repeating: .infinity, count: neighbours.count)
    var heap = MinimumHeap()
    result[source] = 0
    heap.push(source, 0)
    while let (point, length) = heap.pop() {
      // An entry that a shorter path has overtaken.
      guard length <= result[point] else { continue }
      for edge in neighbours[point] where length + edge.length < result[edge.point] {
        result[edge.point] = length + edge.length
        heap.push(edge.point, length + edge.length)
      }
    }
    return result
  }
}

/// Points by their lengths, the least first.
private struct MinimumHeap {
  private var entries: [(point: Int, length: Double)] = []

  mutating func push(_ point: Int, _ length: Double) {
    entries.append((point, length))
    var child = entries.count - 1
    while child > 0, entries[child].length < entries[(child - 1) / 2].length {
      entries.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func pop() -> (point: Int, length: Double)? {
    guard let top = entries.first else { return nil }
    let last = entries.removeLast()
    guard !entries.isEmpty else { return top }
    entries[0] = last
    var parent = 0
    while true {
      let children = (2 * parent + 1..<2 * parent + 3).filter { $0 < entries.count }
      guard let least = children.min(by: { entries[$0].length < entries[$1].length }),
        entries[least].length < entries[parent].length
      else { return top }
      entries.swapAt(least, parent)
      parent = least
    }
  }
}
