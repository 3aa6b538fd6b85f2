/// Loops over blocks of 2ⁿ rows that are numbered by strings of n bits: a flip moves row b to
/// b ⊕ x, a sign is (−1)^popcount(b & z). Products of Pauli matrices are made of both.
///
/// A complex N × k block is stored as 2N × k real numbers: N rows of real parts, then N rows of
/// imaginary parts. A Pauli matrix of n qubits has one entry in each of its 2ⁿ rows, so that no
/// loop here is longer than one pass over a block; the matrix itself would have 4ⁿ entries.
package enum BitStringKernel {
  /// t[b] = Σ over columns of conj(r[b ⊕ x]) l[b], split in real and imaginary parts.
  ///
  /// Summed with signs these are the traces of L Rᴴ with all Pauli matrices that flip the bits x.
  /// Cost: 4 N k multiplications. Precondition: l and r have one shape; `real` and `imaginary` hold
  /// N numbers, which is not checked.
  package static func overlaps(
    _ l: Matrix, _ r: Matrix, flip x: Int, real: inout [Double], imaginary: inout [Double]
  ) {
    precondition(l.rows == r.rows && l.columns == r.columns, "shapes differ")
    let (size, k) = (l.rows / 2, l.columns)
    let (l, r) = (l.elements.span, r.elements.span)
    var re = real.mutableSpan, im = imaginary.mutableSpan
    for b in 0..<size {
      let c = b ^ x
      // conj(r) l = (re r re l + im r im l) + i (re r im l − im r re l): four real products.
      func dot(_ i: Int, _ j: Int) -> Double {
        Kernel.dot(r, at: i &* k, l, at: j &* k, count: k)
      }
      re[unchecked: b] = dot(c, b) + dot(c &+ size, b &+ size)
      im[unchecked: b] = dot(c, b &+ size) - dot(c &+ size, b)
    }
  }

  /// y[b ⊕ x] += d[b] v[b] for all b: a complex diagonal followed by a flip of bits.
  ///
  /// The adjoint of `overlaps` in its left block. Cost: at most 4 N k multiplications, no
  /// allocation. Precondition: v and y have one shape.
  package static func addFlipped(
    _ v: Matrix, flip x: Int, real: [Double], imaginary: [Double], into y: inout Matrix
  ) {
    precondition(v.rows == y.rows && v.columns == y.columns, "shapes differ")
    let (size, k) = (v.rows / 2, v.columns)
    let (v, re, im) = (v.elements.span, real.span, imaginary.span)
    var y = y.elements.mutableSpan
    for b in 0..<size {
      // b ↦ b ⊕ x is a permutation, so every row of y is met once and the order of b is no matter.
      let (a, s, target) = (re[unchecked: b], im[unchecked: b], b ^ x)
      // A Pauli matrix alone is real or imaginary: half of the work falls away.
      if a != 0 {
        Kernel.axpy(a, v, at: b &* k, &y, at: target &* k, count: k)
        Kernel.axpy(a, v, at: (b &+ size) &* k, &y, at: (target &+ size) &* k, count: k)
      }
      if s != 0 {
        Kernel.axpy(-s, v, at: (b &+ size) &* k, &y, at: target &* k, count: k)
        Kernel.axpy(s, v, at: b &* k, &y, at: (target &+ size) &* k, count: k)
      }
    }
  }

  /// Σ over b of (−1)^popcount(b & z) t[b].
  ///
  /// The trace of diag(t) with the string of Pauli Z at the bits of z. Cost: 2ⁿ additions.
  package static func signedSum(_ t: [Double], signs z: Int) -> Double {
    let t = t.span
    var sum = 0.0
    for b in 0..<t.count {
      sum += (b & z).nonzeroBitCount & 1 == 0 ? t[unchecked: b] : -t[unchecked: b]
    }
    return sum
  }

  /// t[b] += weight (−1)^popcount(b & z).
  ///
  /// The adjoint of `signedSum`, for one string; for many of them see `WalshHadamard`.
  package static func addSigns(_ weight: Double, signs z: Int, into t: inout [Double]) {
    var t = t.mutableSpan
    for b in 0..<t.count {
      t[unchecked: b] += (b & z).nonzeroBitCount & 1 == 0 ? weight : -weight
    }
  }
}
