internal import Foundation
internal import LinearAlgebra
internal import LowRank

/// G13: small starts make diagonal networks sparse, and normalised weights shrink the start.
public struct DiagonalNetworks: Claim {
  public let id = "G13"
  public let name = "Diagonal networks: sparsity, and what normalised weights add"
  public let statement = """
    Gradient flow on x = w∘w ends at the solution of least entropy relative to its start, which \
    tends to the least ℓ₁ norm as the start shrinks; normalised weights act as a start that is \
    exponentially smaller, but only while ‖w₀‖² < ‖x*‖₁: above that they do not help.
    """
  public let source = """
    Gunasekar et al. (2017) and Chou, Rauhut, Ward (2023): entropy, ℓ₁ bias, weight normalisation; \
    the effective start and the bound derived
    """
  public let theory = """
    For ½‖Ax − b‖² the flow of w from w₀ ends at argmin {Σxᵢ ln(xᵢ/(e w₀ᵢ²)) : Ax = b, x ≥ 0}, so \
    ln(xᵢ/w₀ᵢ²) lies in the range of Aᵀ. With w = g v/‖v‖ and the direction ρ times as fast as the \
    length, ‖v‖ stays and the limit is the plain one from \
    w_eff = w₀ (g/g₀) exp(−(ρ/2)(g² − g₀²)), where g² = ‖x‖₁ at the end. The exponent changes its \
    sign where g₀² = ‖w₀‖² passes ‖x‖₁. In the component of ln x along the part of (1, …, 1) \
    outside the range of Aᵀ, ln w_eff can be measured.
    """

  public var count = 60
  public var measurements = 30
  /// Nonzero components of x*, each between 1 and 2.
  public var nonzeros = 3
  /// α: w₀ = α (1, …, 1).
  public var scales = [0.01, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4]
  /// Starts of the plain network in the limit.
  public var smallScales = [1e-1, 1e-2, 1e-3, 1e-4, 1e-6, 1e-8]
  /// ρ.
  public var ratios = [1.0, 5, 20]
  /// η of the direction in units of 1/‖A‖².
  public var part = 0.02
  public var patience = 20_000

  public init(_ extent: Extent = .quick) {
    guard extent == .full else { return }
    (count, measurements, nonzeros, patience) = (200, 80, 5, 200_000)
    scales = .logSpaced(from: 0.005, to: 0.4, count: 16)
    ratios = [1, 2, 5, 10, 20]
  }

  public var setting: String {
    """
    \(measurements) Gaussian measurements of \(count) numbers, \(nonzeros) of them not zero; the \
    plain flow by an adaptive method; normalised weights by descent with \(part)/‖A‖² for the \
    direction, which follows its flow to about that part.
    """
  }

  public func evidence(seed: UInt64) -> Evidence {
    let problem = Sparse(self, seed: seed)
    let plain = Parallel.map(scales.count) { problem.plain(from: scales[$0]) }
    let small = Parallel.map(smallScales.count) { problem.plain(from: smallScales[$0]) }
    let flat = Parallel.map(ratios.count * scales.count) {
      problem.normalized(from: scales[$0 % scales.count], ratio: ratios[$0 / scales.count])
    }
    let rows = ratios.indices.map { Array(flat[$0 * scales.count..<($0 + 1) * scales.count]) }
    return Evidence(
      comparisons: plainComparisons(plain, small) + shrinkComparisons(rows)
        + boundComparisons(plain, rows, problem),
      figures: [
        errorFigure(plain, rows, problem), shrinkFigure(rows), sparsityFigure(small, problem),
      ],
      remarks: [
        """
        Normalised weights are called robust to large starts. They are so up to \
        ‖w₀‖² = ‖x*‖₁ = \(String(format: "%.2f", problem.norm)) here and not beyond, where the \
        effective start is larger than the start itself: the robustness must be stated with its \
        bound.
        """
      ])
  }

  private func plainComparisons(_ plain: [Limit], _ small: [Limit]) -> [Comparison] {
    let both = plain + small
    let falls = zip(small, small.dropFirst()).allSatisfy { $0.error > $1.error }
    return [
      Comparison(
        "plain: largest part of ln(x/w₀²) outside the range of Aᵀ", both.map(\.outside).max()!,
        .atMost(1e-3), because: "the flow is followed to 1e-8 and ends at a residual of 1e-7"),
      Comparison(
        "plain: error at α = \(smallScales.last!)", falls ? small.last!.error : .nan,
        .atMost(1e-2),
        because: """
          the excess of ‖x‖₁ over the least is at most the entropy term over 2 ln(1/α), here \
          1/\(Int(-2 * log(smallScales.last!))), and far less for a sparse x that is unique; the \
          error also has to fall from each start to the next
          """),
    ]
  }

  private func shrinkComparisons(_ rows: [[Limit]]) -> [Comparison] {
    zip(ratios, rows).map { ratio, limits in
      let moved = limits.filter { $0.converged && abs($0.predictedShrink) > 0.5 }
      let gap = moved.map { abs($0.measuredShrink / $0.predictedShrink - 1) }.max() ?? .nan
      return Comparison(
        "ρ = \(Int(ratio)): largest relative gap of ln(w_eff/w₀) to its formula", gap,
        .atMost(5 * part),
        because: "steps of \(part)/‖A‖² follow the flow to a few times that part")
    }
  }

  private func boundComparisons(
    _ plain: [Limit], _ rows: [[Limit]], _ problem: Sparse
  ) -> [Comparison] {
    let strong = rows.last!, energy = scales.map { Double(count) * $0 * $0 }
    let well = scales.indices.filter { energy[$0] < 0.25 * problem.norm && strong[$0].converged }
    let above = scales.indices.filter { energy[$0] > 1.3 * problem.norm && strong[$0].converged }
    return [
      Comparison(
        "ρ = \(Int(ratios.last!)): worst error over plain, ‖w₀‖² < ‖x*‖₁/4",
        well.map { strong[$0].error / plain[$0].error }.max() ?? .nan, .atMost(1e-2),
        because: """
          the start is effectively smaller by exp(−(ρ/2)(3/4)‖x*‖₁), and at least \
          e⁻²⁵ of it is more than enough for two digits
          """),
      Comparison(
        "ρ = \(Int(ratios.last!)): least ln(w_eff/w₀) where ‖w₀‖² > 1.3 ‖x*‖₁",
        above.map { strong[$0].measuredShrink }.min() ?? .nan, .atLeast(0),
        because: "theory’s bound: above it normalising makes the start no smaller"),
    ]
  }

  private func errorFigure(_ plain: [Limit], _ rows: [[Limit]], _ problem: Sparse) -> Figure {
    let energy = scales.map { Double(count) * $0 * $0 }
    let tints = Tint.family(ratios.count)
    return Figure(
      "error", title: "Normalising helps below a bound, and not above it",
      caption: """
        Error of the limit against ‖w₀‖², for plain weights and for normalised ones whose \
        direction is ρ times as fast as their length.
        """,
      x: .logarithmic("‖w₀‖²"), y: .logarithmic("relative error of x"),
      series: [Series("plain", x: energy, y: plain.map(\.error), tint: .quiet)]
        + ratios.indices.map {
          Series(
            "ρ = \(Int(ratios[$0]))", x: energy, y: rows[$0].map(\.error), tint: tints[$0])
        }, marks: [.upright(at: problem.norm, "‖x*‖₁")])
  }

  private func shrinkFigure(_ rows: [[Limit]]) -> Figure {
    let tints = Tint.family(ratios.count)
    return Figure(
      "effective", title: "The effective start is what the closed form says",
      caption: """
        ln(w_eff/w₀), measured from the limit x (points), and from the length of the weights at \
        the end by the formula (dashed). Negative is a smaller start.
        """,
      x: .linear("‖w₀‖²"), y: .linear("ln(w_eff/w₀)"),
      series: ratios.indices.flatMap { k -> [Series] in
        let shown = scales.indices.filter { rows[k][$0].converged }
        let energy = shown.map { Double(count) * scales[$0] * scales[$0] }
        return [
          Series(
            "", x: energy, y: shown.map { rows[k][$0].predictedShrink }, style: .prediction,
            tint: tints[k]),
          Series(
            "ρ = \(Int(ratios[k]))", x: energy, y: shown.map { rows[k][$0].measuredShrink },
            style: .points, tint: tints[k]),
        ]
      })
  }

  private func sparsityFigure(_ small: [Limit], _ problem: Sparse) -> Figure {
    Figure(
      "sparsity", title: "The smaller the start, the nearer to the least ℓ₁ norm",
      caption: """
        Plain weights: relative error of the limit, and how much longer than x* it is in ℓ₁ norm.
        """,
      x: .logarithmic("start α"), y: .logarithmic("error, excess"),
      series: [
        Series("error", x: smallScales, y: small.map(\.error), tint: .first),
        Series(
          "excess of ‖x‖₁", x: smallScales, y: small.map { $0.norm / problem.norm - 1 },
          tint: .second),
      ])
  }
}
