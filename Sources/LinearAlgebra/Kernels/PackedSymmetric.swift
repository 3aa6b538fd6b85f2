/// Symmetric q × q matrices packed into q(q+1)/2 numbers so that ⟨A, B⟩_F is a plain dot product.
///
/// Lower triangle row by row, off-diagonal elements times √2 ("svec"): an off-diagonal element
/// counts twice in ⟨A, B⟩ and is stored once. The leading r × r block is
/// a prefix of the packing. A table of them is a `Matrix` with one packed matrix a row, and a
/// weighted sum of many is one matrix product.
public enum PackedSymmetric {
  /// q(q+1)/2, the length of a packing.
  public static func count(order q: Int) -> Int { q * (q + 1) / 2 }

  /// var(u·v) of independent vectors: ⟨E uuᵀ, E vvᵀ⟩ − (E u · E v)², no less than 0.
  ///
  /// u is row i of a table of means and of one of moments, v is row j of others; of both the
  /// leading `order` coordinates count. Cost: order² flops.
  ///
  /// With independence E (u·v)² = E tr(u uᵀ v vᵀ) = ⟨E uuᵀ, E vvᵀ⟩. The two terms may cancel to
  /// rounding, hence the bound.
  package static func variance(
    ofProduct i: Int, _ means: Matrix, _ moments: Matrix, with j: Int, _ otherMeans: Matrix,
    _ otherMoments: Matrix, order: Int
  ) -> Double {
    let second = Kernel.dot(
      moments.elements, at: i * moments.columns, otherMoments.elements,
      at: j * otherMoments.columns, count: count(order: order))
    let mean = Kernel.dot(
      means.elements, at: i * means.columns, otherMeans.elements, at: j * otherMeans.columns,
      count: order)
    return max(0, second - mean * mean)
  }

  /// x xᵀ + S, where S is a q × q matrix stored row by row (lower triangle read) or absent.
  static func moment(
    _ x: UnsafePointer<Double>, plus s: UnsafePointer<Double>?, order q: Int,
    into packed: UnsafeMutablePointer<Double>
  ) {
    var place = 0
    for a in 0..<q {
      let xa = x[a]
      for b in 0..<a {
        packed[place] = root2 * (xa * x[b] + (s.map { $0[a &* q &+ b] } ?? 0))
        place &+= 1
      }
      packed[place] = xa * xa + (s.map { $0[a &* q &+ a] } ?? 0)
      place &+= 1
    }
  }

  /// The inverse of (unpacked A + diag(prior)), row by row into `inverse`; false if A is not
  /// positive definite to rounding. `scratch` and `inverse` hold q² numbers. Cost: about q³ flops,
  /// a third each for the factor, its inverse and the product of that with its transpose.
  static func invert(
    _ packed: UnsafePointer<Double>, prior: UnsafePointer<Double>, order q: Int,
    scratch l: UnsafeMutablePointer<Double>, into inverse: UnsafeMutablePointer<Double>
  ) -> Bool {
    var place = 0
    for a in 0..<q {
      for b in 0..<a {
        l[a &* q &+ b] = packed[place] * halfRoot2
        place &+= 1
      }
      l[a &* q &+ a] = packed[place] + prior[a]
      place &+= 1
    }
    guard factor(l, q) else { return false }
    invertTriangle(l, q)
    multiplyTransposed(l, q, into: inverse)
    return true
  }

  /// Cholesky in place: the lower triangle of A, stored row by row as a square, becomes L with
  /// A = L Lᵀ. False if a pivot is not positive after it was raised to `leastPivot`.
  ///
  /// Row by row (Cholesky, Banachiewicz), so that every inner product runs along rows that lie in
  /// one piece. For the few columns of a latent vector a call of LAPACK would weigh as much as its
  /// flops. Cost: q³/3 flops.
  static func factor(
    _ l: UnsafeMutablePointer<Double>, _ q: Int, leastPivot: Double = 0
  ) -> Bool {
    for a in 0..<q {
      let row = l + a &* q
      for b in 0..<a {
        let other = l + b &* q
        row[b] = (row[b] - Kernel.dot(row, other, b)) / other[b]
      }
      let pivot = max(row[a] - Kernel.dot(row, row, a), leastPivot)
      guard pivot > 0 else { return false }
      row[a] = pivot.squareRoot()
    }
    return true
  }

  /// L ← L⁻¹, row by row: row a is −(1/Lₐₐ) Σ_b Lₐ_b (L⁻¹)_b for b < a.
  ///
  /// A row needs only rows above it, which are inverted by then: no storage beside L. Cost: q³/3
  /// flops.
  static func invertTriangle(_ l: UnsafeMutablePointer<Double>, _ q: Int) {
    for a in 0..<q {
      let row = l + a &* q
      let scale = 1 / row[a]
      for b in 0..<a {
        let weight = row[b]
        row[b] = 0
        Kernel.axpy(weight, l + b &* q, row, b &+ 1)
      }
      for b in 0..<a { row[b] *= -scale }
      row[a] = scale
    }
  }

  /// S = XᵀX for a lower triangular X; the lower triangle of S is filled.
  private static func multiplyTransposed(
    _ x: UnsafeMutablePointer<Double>, _ q: Int, into s: UnsafeMutablePointer<Double>
  ) {
    for k in 0..<(q &* q) { s[k] = 0 }
    for a in 0..<q {
      let row = x + a &* q
      for b in 0...a { Kernel.axpy(row[b], row, s + b &* q, b &+ 1) }
    }
  }

  /// y = S x for the symmetric S whose lower triangle is given row by row.
  static func multiply(
    _ s: UnsafePointer<Double>, _ x: UnsafePointer<Double>, order q: Int,
    into y: UnsafeMutablePointer<Double>
  ) {
    for a in 0..<q { y[a] = 0 }
    for a in 0..<q {
      let row = s + a &* q
      // A stored row serves as a row, and left of the diagonal as a column too.
      y[a] += Kernel.dot(row, x, a &+ 1)
      Kernel.axpy(x[a], row, y, a)
    }
  }

  /// √2 and its inverse, by which off-diagonal elements are packed and unpacked.
  package static let root2 = 2.0.squareRoot()
  static let halfRoot2 = 0.5.squareRoot()
}
