/// Loops over complex blocks stored as real parts on top of imaginary parts.
///
/// J(a; b) = (−b; a) is multiplication by i. A complex matrix A + iB becomes [[A, −B], [B, A]], and
/// the real matrices of that form are those that commute with J. So real algebra on twice the rows
/// serves complex matrices; here is what turns thin blocks to and from that form.
package enum ComplexKernel {
  /// e ← [U, J U].
  ///
  /// E Eᵀ is then the real form of U Uᴴ. Cost: one pass. Precondition: e is as high as u and twice
  /// as wide.
  package static func embed(_ u: Matrix, into e: inout Matrix) {
    let (size, k) = (u.rows / 2, u.columns)
    precondition(e.rows == u.rows && e.columns == 2 * k, "shapes differ")
    let source = u.elements.span
    var target = e.elements.mutableSpan
    for i in 0..<size {
      // Row i and its imaginary partner lie half a block apart.
      let (top, bottom) = (i &* 2 &* k, (i &+ size) &* 2 &* k)
      for j in 0..<k {
        let re = source[unchecked: i &* k &+ j], im = source[unchecked: (i &+ size) &* k &+ j]
        target[unchecked: top &+ j] = re
        target[unchecked: bottom &+ j] = im
        target[unchecked: top &+ k &+ j] = -im
        target[unchecked: bottom &+ k &+ j] = re
      }
    }
  }

  /// u ← X₁ − J X₂ for X = [X₁, X₂]: the adjoint of `embed`.
  ///
  /// ⟨embed(U), X⟩ = ⟨U, gather(X)⟩, since Jᵀ = −J: gradients in E come back to U by it.
  package static func gather(_ x: Matrix, into u: inout Matrix) {
    let (size, k) = (u.rows / 2, u.columns)
    precondition(x.rows == u.rows && x.columns == 2 * k, "shapes differ")
    let source = x.elements.span
    var target = u.elements.mutableSpan
    for i in 0..<size {
      let (top, bottom) = (i &* 2 &* k, (i &+ size) &* 2 &* k)
      for j in 0..<k {
        target[unchecked: i &* k &+ j] =
          source[unchecked: top &+ j] + source[unchecked: bottom &+ k &+ j]
        target[unchecked: (i &+ size) &* k &+ j] =
          source[unchecked: bottom &+ j] - source[unchecked: top &+ k &+ j]
      }
    }
  }

  /// x ← J x.
  ///
  /// Precondition: x has an even number of rows, so that the halves of its storage are its real and
  /// imaginary parts.
  package static func turn(_ x: inout Matrix) {
    let half = x.elements.count / 2
    var x = x.elements.mutableSpan
    for e in 0..<half {
      let (re, im) = (x[unchecked: e], x[unchecked: e &+ half])
      x[unchecked: e] = -im
      x[unchecked: e &+ half] = re
    }
  }

  /// Columns 2j, 2j + 1 ← (a, J a) with the a that is nearest to both.
  ///
  /// The orthogonal projection onto blocks of such pairs, to which rounding does not keep.
  /// Precondition: an even number of rows and of columns.
  package static func average(side x: inout Matrix) {
    let (size, k) = (x.rows / 2, x.columns)
    var x = x.elements.mutableSpan
    for i in 0..<size {
      for j in stride(from: 0, to: k, by: 2) {
        let (top, bottom) = (i &* k &+ j, (i &+ size) &* k &+ j)
        let re = (x[unchecked: top] + x[unchecked: bottom &+ 1]) / 2
        let im = (x[unchecked: bottom] - x[unchecked: top &+ 1]) / 2
        x[unchecked: top] = re
        x[unchecked: bottom] = im
        x[unchecked: top &+ 1] = -im
        x[unchecked: bottom &+ 1] = re
      }
    }
  }

  /// Each 2 × 2 block ← the nearest [[a, −b], [b, a]]: the core in a frame of pairs (q, J q).
  ///
  /// Those blocks are the real forms of complex numbers, and the mean is the orthogonal projection
  /// onto them. Precondition: an even number of rows and of columns.
  package static func average(core x: inout Matrix) {
    for i in stride(from: 0, to: x.rows, by: 2) {
      for j in stride(from: 0, to: x.columns, by: 2) {
        let re = (x[i, j] + x[i + 1, j + 1]) / 2, im = (x[i + 1, j] - x[i, j + 1]) / 2
        (x[i, j], x[i + 1, j + 1]) = (re, re)
        (x[i + 1, j], x[i, j + 1]) = (im, -im)
      }
    }
  }
}
