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
    exponentially smaller, but only while ‖w₀‖² < ‖x*‖₁: from there on they help less and less, \
    and soon not at all.
    """
  public let source = """
    Gunasekar et al. (2017) and Chou, Rauhut, Ward (2023): entropy, ℓ₁ bias, weight normalisation; \
    the effective start and the bound derived
    """
  public let theory = """
    For ½‖Ax − b‖² the flow of w from w₀ ends at argmin {Σxᵢ ln(xᵢ/(e w₀ᵢ²)) : Ax = b, x ≥ 0}, so \
    ln(xᵢ/w₀ᵢ²) lies in the range of Aᵀ. With w = g v/‖v‖ and the direction ρ times as fast as the \
    length, ‖v‖ stays and the limit is the plain one from \
    w_eff = w₀ (g/g₀) exp(−(ρ/2)(g² − g₀²)), where g² = ‖x‖₁ at the end. So the start is shrunk \
    while the length has to grow, g₀² = ‖w₀‖² < ‖x*‖₁. Above that there often are nonnegative x of \
    just the length g₀² that fit the data; the direction finds one, and the length has no reason \
    to come down. The factor g/g₀ works the other way: for slow directions and small starts it \
    wins, and normalised weights are worse than plain ones. Along the part of (1, …, 1) outside \
    the range of Aᵀ, ln w_eff can be read off x at any time of the flow.
    """

  public var count = 60
  public var measurements = 30
  /// Nonzero components of x*, each between 1 and 2.
  public var nonzeros = 3
  /// α: w₀ = α (1, …, 1).
  public var scales = [0.01, 0.03, 0.06, 0.1, 0.15, 0.2, 0.25, 0.3, 0.37, 0.45, 0.55, 0.65]
  /// Starts of the plain network in the limit.
  public var smallScales = [1e-1, 3e-2, 1e-2, 3e-3, 1e-3, 1e-4]
  /// ρ.
  public var ratios = [1.0, 5, 20]
  /// ρη in units of 3/‖A‖² where ‖w₀‖² ≤ 4; a longer start turns as much faster as it is longer,
  /// and its η is as much less.
  public var part = 0.02
  public var patience = 8000

  public static var settings: Settings<Self> { ["part": \.part] }

  public init(_ extent: Extent = .quick) {
    guard extent == .full else { return }
    (count, measurements, nonzeros, patience) = (200, 80, 5, 200_000)
    scales = .logSpaced(from: 0.003, to: 0.1, count: 8) + .logSpaced(from: 0.12, to: 0.4, count: 16)
    ratios = [1, 2, 5, 10, 20]
  }

  public var setting: String {
    """
    \(measurements) Gaussian measurements of \(count) numbers, \(nonzeros) of them not zero; the \
    plain flow by an adaptive method; normalised weights by descent with 3 · \(part)/‖A‖² for the \
    direction (less from starts with ‖w₀‖² > 4), which follows its flow to about that part.
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
      reservations: [
        """
        Normalised weights are called robust to large starts. They are so while ‖w₀‖² is below \
        ‖x*‖₁ = \(String(format: "%.2f", problem.norm)), and no longer above: the robustness must \
        be stated with its bound. At the other end, with ρ = 1 they make a small start larger, so \
        that plain weights do better there.
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
      let gaps = limits.map {
        abs($0.measuredShrink - $0.predictedShrink) / max(1, abs($0.predictedShrink))
      }
      return Comparison(
        "ρ = \(Int(ratio)): largest gap of ln(w_eff/w₀) to its formula", gaps.max() ?? .nan,
        .atMost(5 * part),
        because: "steps of 3 · \(part)/‖A‖² follow the flow to a few times that part")
    }
  }

  private func boundComparisons(
    _ plain: [Limit], _ rows: [[Limit]], _ problem: Sparse
  ) -> [Comparison] {
    let strong = rows.last!, energy = energies
    let well = scales.indices.filter { (0.1...0.25 * problem.norm).contains(energy[$0]) }
    let above = scales.indices.filter { energy[$0] > 2.5 * problem.norm }
    func quotients(_ places: [Int]) -> [Double] {
      places.map { strong[$0].error / plain[$0].error }
    }
    return [
      Comparison(
        "ρ = \(Int(ratios.last!)): worst error over plain, 0.1 < ‖w₀‖² < ‖x*‖₁/4",
        quotients(well).max() ?? .nan, .atMost(0.05),
        because: """
          the start is effectively smaller by more than e⁻²⁵; what is left is how far \
          \(patience) steps come
          """),
      Comparison(
        "ρ = \(Int(ratios.last!)): best error over plain, ‖w₀‖² > 2.5 ‖x*‖₁",
        quotients(above).min() ?? .nan, .atLeast(0.8),
        because: """
          above ‖x*‖₁ the start is not made smaller, so there is nothing to gain; a fifth as the \
          limit’s ‖x‖₁, where the sign changes, is somewhat more than ‖x*‖₁
          """),
    ]
  }

  /// ‖w₀‖².
  private var energies: [Double] { scales.map { Double(count) * $0 * $0 } }

  private func errorFigure(_ plain: [Limit], _ rows: [[Limit]], _ problem: Sparse) -> Figure {
    let energy = energies, tints = Tint.family(ratios.count)
    return Figure(
      "error", title: "Normalising helps below a bound, and not above it",
      caption: """
        Error of the limit against ‖w₀‖², for plain weights and for normalised ones whose \
        direction is ρ times as fast as their length. Runs end at a residual of 10⁻⁶, which is the \
        floor of the lowest curve, or after \(patience) steps: from the smallest start the fastest \
        direction has not arrived, for its speed falls with g².
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
        the end by the formula (dashed). Below zero the start is effectively smaller than w₀.
        """,
      x: .logarithmic("‖w₀‖²"), y: .linear("ln of the effective start over w₀", -12...3),
      series: ratios.indices.flatMap { k -> [Series] in
        [
          Series(
            "", x: energies, y: rows[k].map(\.predictedShrink), style: .prediction,
            tint: tints[k]),
          Series(
            "ρ = \(Int(ratios[k]))", x: energies, y: rows[k].map(\.measuredShrink),
            style: .points, tint: tints[k]),
        ]
      }, marks: [.level(at: 0, "")])
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
