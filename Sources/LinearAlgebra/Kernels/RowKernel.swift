/// Loops over the rows of thin blocks: products with diagonal matrices, and diagonals of products,
/// neither of which needs the matrix in full.
///
/// Each is one pass over its blocks, without allocating; each traps where shapes differ.
package enum RowKernel {
  /// y[k] = ⟨row k of a, row k of b⟩.
  ///
  /// The diagonal of A Bᵀ at the cost of its diagonal.
  package static func dots(_ a: Matrix, _ b: Matrix, into y: inout [Double]) {
    precondition(
      a.rows == b.rows && a.columns == b.columns && y.count == a.rows, "shapes differ")
    let (u, v, width) = (a.elements.span, b.elements.span, a.columns)
    var y = y.mutableSpan
    for k in 0..<y.count {
      y[unchecked: k] = Kernel.dot(u, at: k &* width, v, at: k &* width, count: width)
    }
  }

  /// Row k of x ← weights[k] · row k.
  ///
  /// X ← diag(weights) X.
  package static func scale(_ x: inout Matrix, by weights: [Double]) {
    precondition(weights.count == x.rows, "one weight per row")
    let (width, weights) = (x.columns, weights.span)
    var x = x.elements.mutableSpan
    for k in 0..<weights.count {
      let weight = weights[unchecked: k]
      for c in 0..<width { x[unchecked: k &* width &+ c] *= weight }
    }
  }

  /// x[i, j] ← x[i, j] · left[i] · right[j], row by row.
  ///
  /// X ← diag(left) X diag(right), for an X that is dense and stored by rows.
  package static func scale(_ x: inout [Double], byRows left: [Double], columns right: [Double]) {
    precondition(x.count == left.count * right.count, "one factor per row and per column")
    let (left, right) = (left.span, right.span)
    var x = x.mutableSpan
    for i in 0..<left.count {
      for j in 0..<right.count {
        x[unchecked: i &* right.count &+ j] *= left[unchecked: i] * right[unchecked: j]
      }
    }
  }

  /// y[e] = ⟨lᵢ − lⱼ, rᵢ − rⱼ⟩ for the pairs (i, j) = (first[e], second[e]) of rows.
  ///
  /// ⟨eᵢ − eⱼ, W (eᵢ − eⱼ)⟩ for W = L Rᵀ, the squared distance of points i and j where W is their
  /// Gram matrix. Cost: 3 rank flops and two random rows a pair. Places are not checked.
  package static func differences(
    _ w: LowRankMatrix, first: [Int32], second: [Int32], into y: inout [Double]
  ) {
    precondition(first.count == y.count && second.count == y.count, "one number per pair")
    let (l, r, width) = (w.left.elements, w.right.elements, w.rank)
    let (first, second) = (first.span, second.span)
    let (left, right) = (l.span, r.span)
    var y = y.mutableSpan
    for e in 0..<y.count {
      let (i, j) = (Int(first[unchecked: e]) &* width, Int(second[unchecked: e]) &* width)
      var sum = 0.0
      for c in 0..<width {
        // Differences first: Wᵢᵢ + Wⱼⱼ − Wᵢⱼ − Wⱼᵢ would cancel where two points are near each
        // other.
        let a = left[unchecked: i &+ c] - left[unchecked: j &+ c]
        sum += a * (right[unchecked: i &+ c] - right[unchecked: j &+ c])
      }
      y[unchecked: e] = sum
    }
  }
}
