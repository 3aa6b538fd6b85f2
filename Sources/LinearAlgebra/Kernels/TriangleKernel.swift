/// Between a square matrix and its upper triangle packed row by row.
///
/// A symmetric matrix is given by n(n + 1)/2 numbers t; `spread` makes the matrix of them and
/// `gather` is its adjoint, ⟨spread(t), W⟩ = ⟨t, gather(W)⟩ for every square W.
package enum TriangleKernel {
  /// The triangle of W + Wᵀ with the diagonal of W: what a symmetric matrix sees of W.
  ///
  /// Off the diagonal an element of t stands in two places and meets the sum of both; on it, in
  /// one. Cost: one pass; allocates the triangle.
  package static func gather(_ w: [Double], order n: Int) -> [Double] {
    precondition(w.count == n * n, "a square matrix")
    var triangle = [Double](repeating: 0, count: n * (n + 1) / 2)
    let w = w.span
    var target = triangle.mutableSpan, place = 0
    for i in 0..<n {
      target[unchecked: place] = w[unchecked: i &* n &+ i]
      place &+= 1
      for j in i &+ 1..<max(n, i &+ 1) {
        target[unchecked: place] = w[unchecked: i &* n &+ j] + w[unchecked: j &* n &+ i]
        place &+= 1
      }
    }
    return triangle
  }

  /// The symmetric matrix with this triangle.
  ///
  /// Every element of w is overwritten. Precondition: w holds n² numbers, the triangle n(n + 1)/2.
  package static func spread(_ triangle: [Double], order n: Int, into w: inout [Double]) {
    precondition(w.count == n * n && triangle.count == n * (n + 1) / 2, "shapes differ")
    let triangle = triangle.span
    var target = w.mutableSpan, place = 0
    for i in 0..<n {
      for j in i..<n {
        target[unchecked: i &* n &+ j] = triangle[unchecked: place]
        target[unchecked: j &* n &+ i] = triangle[unchecked: place]
        place &+= 1
      }
    }
  }
}
