extension Matrix {
  /// self ← aᵀ, without allocating.
  ///
  /// Products take a transposed factor as it is; this is for results that must be stored turned.
  /// Cost: one pass, in tiles of 16 × 16 so that neither side leaves the cache between rows.
  /// Precondition: self has the shape of aᵀ.
  public mutating func setTransposed(_ a: Matrix) {
    precondition(rows == a.columns && columns == a.rows, "shapes of a transposition differ")
    let source = a.elements.span, (m, n) = (a.rows, a.columns), tile = 16
    var target = elements.mutableSpan
    for top in stride(from: 0, to: m, by: tile) {
      for left in stride(from: 0, to: n, by: tile) {
        for i in top..<min(top + tile, m) {
          for j in left..<min(left + tile, n) {
            target[unchecked: j &* m &+ i] = source[unchecked: i &* n &+ j]
          }
        }
      }
    }
  }
}
