public import LinearAlgebra
internal import RealModule

/// Where descent on U₁ ⋯ U_L begins. `scale` is always that of the product: each layer gets its
/// L-th root, so that depths can be compared at equal scales.
extension Deep {
  /// Layers with independent N(0, s²/d_l) entries, s = scale^{1/L}: ‖row‖ ≈ s whatever the widths.
  ///
  /// Far from balanced for a large scale, and as good as balanced for a small one.
  public static func gaussian(widths: [Int], scale: Double, seed: UInt64 = 1) -> Deep {
    drawn(widths, seed) { rows, columns, generator in
      let spread = Double.root(scale, widths.count - 1) / Double(columns).squareRoot()
      return .gaussian(rows: rows, columns: columns, scale: spread, using: &generator)
    }
  }

  /// Layers ε Q_l with ε = scale^{1/L} and Q_l orthogonal (Haar): rows or columns orthonormal,
  /// whichever are fewer. For equal widths balanced to rounding, and every singular value of W is
  /// `scale`: the start of the law of parsimony (Yaras, Wang, Hu, Zhu, Balzano, Qu 2023).
  public static func orthogonal(widths: [Int], scale: Double, seed: UInt64 = 1) -> Deep {
    drawn(widths, seed) { rows, columns, generator in
      var q = Matrix.orthonormal(
        rows: max(rows, columns), columns: min(rows, columns), using: &generator)
      q.scale(by: .root(scale, widths.count - 1))
      return rows < columns ? q.transposed : q
    }
  }

  /// The balanced factors of U diag(s) Vᵀ: (U S^{1/L}, S^{1/L}, …, S^{1/L} Vᵀ), all inner widths
  /// equal to the rank.
  public init(spectral form: SpectralForm, depth: Int) {
    precondition(depth >= 2, "a deep factorisation has two layers or more")
    let roots = form.singularValues.map { Double.root($0, depth) }
    let middle = Array(repeating: Matrix(diagonal: roots), count: depth - 2)
    self.init(
      [form.u.scalingColumns(by: roots)] + middle
        + [form.v.scalingColumns(by: roots).transposed])
  }

  /// Layers d_{l−1} × d_l, drawn from the first to the last by one generator: the order belongs to
  /// what a seed means. Precondition: at least one inner width.
  private static func drawn(
    _ widths: [Int], _ seed: UInt64,
    by draw: (_ rows: Int, _ columns: Int, inout SeededGenerator) -> Matrix
  ) -> Deep {
    precondition(widths.count >= 3, "d₀, the inner widths, d_L")
    var generator = SeededGenerator(seed: seed, stream: 0x4465_6570)
    return Deep(zip(widths, widths.dropFirst()).map { draw($0, $1, &generator) })
  }
}

extension Deep {
  /// A thin network in the leading singular spaces of an operator S: U₁ = ε U_S, square middle
  /// layers ε I, U_L = ε V_Sᵀ, all of inner width `width`, with ε = scale^{1/L}.
  ///
  /// Descent from orthogonal layers moves only a subspace of twice the rank (Yaras et al. 2023), so
  /// a network of that width in the right subspace does the work of a wide one. S is what shows the
  /// subspace: the data, ∇F(0), or 𝒜*(b) (Kwon, Zhang, Song, Balzano, Qu 2024). Exact where
  /// everything is observed, approximate for completion; outer layers may learn faster, by
  /// `BlockScaled`.
  public static func compressed(
    _ surrogate: some LinearOperator, width: Int, depth: Int, scale: Double
  ) -> Deep {
    let svd = TruncatedSVD(surrogate, count: width, tolerance: 1e-8)
    return Deep(
      spectral: SpectralForm(
        u: svd.u, singularValues: svd.singularValues.map { _ in scale }, v: svd.v), depth: depth)
  }
}
