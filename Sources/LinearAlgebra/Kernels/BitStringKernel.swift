/// Loops over blocks of 2ⁿ rows that are numbered by strings of n bits: a flip moves row b to
/// b ⊕ x, a sign is (−1)^popcount(b & z). Products of Pauli matrices are made of both.
///
/// A complex N × k block is stored as 2N × k real numbers: N rows of real parts, then N rows of
/// imaginary parts.
package enum BitStringKernel {
  /// t[b] = Σ over columns of conj(r[b ⊕ x]) l[b], split in real and imaginary parts.
  package static func overlaps(
    _ l: Matrix, _ r: Matrix, flip x: Int, real: inout [Double], imaginary: inout [Double]
  ) {
    precondition(l.rows == r.rows && l.columns == r.columns, "shapes differ")
    let (size, k) = (l.rows / 2, l.columns)
    let (l, r) = (l.elements.span, r.elements.span)
    var re = real.mutableSpan, im = imaginary.mutableSpan
    for b in 0..<size {
      let c = b ^ x
      func dot(_ i: Int, _ j: Int) -> Double {
        Kernel.dot(r, at: i &* k, l, at: j &* k, count: k)
      }
      re[unchecked: b] = dot(c, b) + dot(c &+ size, b &+ size)
      im[unchecked: b] = dot(c, b &+ size) - dot(c &+ size, b)
    }
  }

  /// y[b ⊕ x] += d[b] v[b] for all b: a complex diagonal followed by a flip of bits.
  package static func addFlipped(
    _ v: Matrix, flip x: Int, real: [Double], imaginary: [Double], into y: inout Matrix
  ) {
    precondition(v.rows == y.rows && v.columns == y.columns, "shapes differ")
    let (size, k) = (v.rows / 2, v.columns)
    let (v, re, im) = (v.elements.span, real.span, imaginary.span)
    var y = y.elements.mutableSpan
    for b in 0..<size {
      let (a, s, target) = (re[unchecked: b], im[unchecked: b], b ^ x)
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
  package static func signedSum(_ t: [Double], signs z: Int) -> Double {
    let t = t.span
    var sum = 0.0
    for b in 0..<t.count {
      sum += (b & z).nonzeroBitCount & 1 == 0 ? t[unchecked: b] : -t[unchecked: b]
    }
    return sum
  }

  /// t[b] += weight (−1)^popcount(b & z).
  package static func addSigns(_ weight: Double, signs z: Int, into t: inout [Double]) {
    var t = t.mutableSpan
    for b in 0..<t.count {
      t[unchecked: b] += (b & z).nonzeroBitCount & 1 == 0 ? weight : -weight
    }
  }
}
