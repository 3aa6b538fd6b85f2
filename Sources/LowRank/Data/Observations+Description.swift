internal import LinearAlgebra
internal import LowRankOptimization

extension Observations {
  /// Into how many parts that share no row and no column the observed cells fall.
  ///
  /// Between two parts nothing is known but by assumption: no product of a row of one and a column
  /// of the other was ever seen. Cost: a few steps for every cell.
  public var connectedParts: Int {
    // Rows and columns are the points of a bipartite graph, cells its edges: disjoint sets, merged
    // edge by edge, with paths halved on the way.
    var parent = Array(0..<rows + columns)
    func root(_ x: Int) -> Int {
      var x = x
      while parent[x] != x {
        parent[x] = parent[parent[x]]
        x = parent[x]
      }
      return x
    }
    // A row or column without a cell is no part: that is another remark.
    var parts = (0..<rows).count { pattern.count(inRow: $0) > 0 }
    parts += (0..<columns).count { pattern.count(inColumn: $0) > 0 }
    for i in 0..<rows {
      for e in pattern.rowStart[i]..<pattern.rowStart[i + 1] {
        let (a, b) = (root(i), root(rows + Int(pattern.column[e])))
        guard a != b else { continue }
        parent[a] = b
        parts -= 1
      }
    }
    return parts
  }

  /// The standard deviation of the cells of every column; 0 for a column of less than two.
  public var columnSpreads: [Double] {
    let lines = SparseLines.columns(pattern, values)
    return (0..<columns).map { j in
      let cells = lines.values[lines.start[j]..<lines.start[j + 1]], n = Double(max(1, cells.count))
      let mean = cells.reduce(0, +) / n
      return (cells.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n).squareRoot()
    }
  }
}
