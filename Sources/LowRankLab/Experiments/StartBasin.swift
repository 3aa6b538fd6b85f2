internal import Foundation
internal import LinearAlgebra
internal import LowRank
internal import LowRankTheory

/// G3: how small a start must be before gradient flow shows its limit.
public struct StartBasin: Claim {
  public let id = "G3"
  public let name = "How small is small: starts from 10⁻¹ to far below the least double"
  public let statement = """
    In the 4 × 4 example gradient flow reaches the rank-one completion only from starts below a \
    threshold that the spectrum predicts; at R = 100 it lies far below the least double, and every \
    usable start ends near the least nuclear norm.
    """
  public let source = """
    Li, Luo, Lyu (ICLR 2021): the limit α → 0; thresholds and rates derived
    """
  public let theory = """
    From U₀ = αG the second direction is behind the first by the factor α^(1 − μ₂/μ₁) when the \
    first leaves the linear phase. On the way along the rank-one path it is then amplified by a \
    factor Γ(R), which follows from the linearised flow, and at the end it stays. So the second \
    eigenvalue of W, relative to the first, ends at α^(2(1 − μ₂/μ₁)) Γ² times a constant of the \
    start. Only ln α enters the linear phase, so starts of any smallness can be followed.
    """

  /// R of the examples whose thresholds are measured.
  public var values: [Double] = [2, 3, 5]
  /// −log₁₀ α.
  public var exponents: [Double] = [1, 2, 3, 5, 8, 12, 20, 30, 50, 100, 200]
  /// R of the example of which no usable start shows the limit, and its exponents.
  public var beyond = 100.0
  public var beyondExponents: [Double] = [1, 2, 20, 100, 308, 1000, 10_000]
  /// −log₁₀ α of plain descent at the first R.
  public var descentExponents: [Double] = [1, 4, 6, 8, 10, 12, 20, 30, 100, 300]
  /// η for ½‖·‖².
  public var step = 0.025
  /// Columns of U, at least two.
  public var width = 4

  public static var settings: Settings<Self> { ["beyond": \.beyond, "step": \.step] }

  public init(_ extent: Extent = .quick) {
    guard extent == .full else { return }
    values = [2, 3, 4, 5, 6]
    exponents = [1, 1.5, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 30, 50, 80, 100, 200, 500, 1000]
    beyondExponents = [1, 2, 5, 20, 100, 308, 1000, 10_000]
  }

  public var setting: String {
    """
    R = \((values + [beyond]).map { "\(Int($0))" }.joined(separator: ", ")), U of \(width) \
    columns, α = 10⁻ᵖ with p from \(Series.short(exponents.min()!)) to \
    \(Series.short(max(exponents.max()!, beyondExponents.max()!))); the linear phase in closed \
    form, then the flow to a loss of 10⁻²⁰ relative (R = \(Series.short(beyond)): 10⁻⁸).
    """
  }

  public func evidence(seed: UInt64) -> Evidence {
    let jobs =
      values.flatMap { r in exponents.map { (r, $0, 1e-20) } }
      + beyondExponents.map { (beyond, $0, 1e-8) }
    let ends = Parallel.map(jobs.count) { k in
      flow(TwoCompletionsExample(jobs[k].0), exponent: jobs[k].1, loss: jobs[k].2, seed: seed)
    }
    let rows = values.indices.map { Array(ends[$0 * exponents.count..<($0 + 1) * exponents.count]) }
    let far = Array(ends[(values.count * exponents.count)...])
    let descents = Parallel.map(descentExponents.count) {
      descend(TwoCompletionsExample(values[0]), exponent: descentExponents[$0], seed: seed)
    }
    let amplifications = Parallel.map(values.count + 1) {
      Amplification(TwoCompletionsExample((values + [beyond])[$0]))
    }
    let laws = zip(values + [beyond], amplifications).map {
      BasinLaw($0, $1, seed: seed, width: width)
    }
    return Evidence(
      comparisons: zip(laws, rows).flatMap { comparisons($0, $1) }
        + beyondComparisons(far, laws.last!, rows.last![0]) + descentComparisons(descents),
      figures: [basinFigure(rows, descents, laws), beyondFigure(far, laws.last!)],
      reservations: [
        """
        At R = \(Series.short(beyond)) the law asks for α ≈ 10^(−\(laws.last!.words)). No double \
        holds such a start, and rounding plants the second direction anew at 10⁻¹⁶ in every step, \
        so in practice descent lands near the least nuclear norm and looks like the conjecture \
        that the example refutes. The paper’s statement is one about the limit, and this is how \
        far away the limit is.
        """
      ])
  }

  struct End: Sendable {
    var distance: Double
    /// λ₂/λ₁ of W.
    var ratio: Double
    var trace: Double
    var converged: Bool
  }

  private func flow(
    _ example: TwoCompletionsExample, exponent: Double, loss: Double, seed: UInt64
  ) -> End {
    let phase = example.fit.linearPhase(
      rank: width, logScale: -exponent * log(10), seed: seed + 2)
    let scale = example.fit.target.dot(example.fit.target) / 2
    let end = example.fit.solve(
      from: phase.point, by: example.flow(relative: 1e-7),
      until: .loss(loss * scale) || .iterations(4000))
    return reading(end, example)
  }

  /// Descent itself, from the same starts.
  private func descend(_ example: TwoCompletionsExample, exponent: Double, seed: UInt64) -> End {
    var start = example.fit.start(.gaussian(scale: 1), rank: width, seed: seed + 2)
    start.scale(by: pow(10, -exponent))
    let end = example.fit.solve(
      from: start, by: Descent(along: .steepest(), step: .constant(step)),
      until: .loss(1e-24) || .iterations(60_000))
    return reading(end, example)
  }

  private func reading(_ end: Solution<Symmetric>, _ example: TwoCompletionsExample) -> End {
    guard end.record.loss.isFinite else {
      return End(distance: .nan, ratio: .nan, trace: .nan, converged: false)
    }
    let sigma = SmallSVD(end.point.u).singularValues.map { $0 * $0 }
    return End(
      distance: example.distance(end.point.matrix), ratio: sigma[1] / sigma[0],
      trace: sigma.reduce(0, +), converged: end.converged)
  }

  private func comparisons(_ law: BasinLaw, _ ends: [End]) -> [Comparison] {
    let at = "R = \(Int(law.r)): "
    let kept = kept(ends)
    let slope = Slopes.slope(kept.map { -exponents[$0] }, kept.map { log10(ends[$0].ratio) })
    let offset = kept.map { abs(log10(ends[$0].ratio) - law.logRatio(exponents[$0])) }.max() ?? .nan
    return [
      Comparison(
        at + "power of α in λ₂/λ₁", slope, .near(law.power, within: 0.05),
        because: "λ₂/λ₁ up to 1e-3 bends the line by as much; a decade in 20"),
      Comparison(
        at + "decades between λ₂/λ₁ and the law", offset, .atMost(0.1),
        because: "the linear phase ends at ‖U‖ = 1e-4, the perturbation is 1e-3 at most"),
    ]
  }

  /// Below 1e-3 the second direction is a perturbation; above 1e-20 rounding has not planted it.
  private func kept(_ ends: [End]) -> [Int] {
    ends.indices.filter { ends[$0].ratio < 1e-3 && ends[$0].ratio > 1e-20 }
  }

  private func beyondComparisons(_ ends: [End], _ law: BasinLaw, _ large: End) -> [Comparison] {
    let usable = ends.indices.filter { beyondExponents[$0] <= 308 }
    let norm = 2 * beyond * beyond + 2
    return [
      Comparison(
        "R = \(Series.short(beyond)): largest trace from α ≥ 1e-308, "
          + "as a part of the rank-one norm",
        usable.map { ends[$0].trace / norm }.max() ?? .nan, .atMost(0.1),
        because: "the least norm is \(4 / beyond) of it at large R; a tenth is nowhere near one"),
      Comparison(
        "R = \(Series.short(values.last!)): "
          + "trace from α = \(Series.short(pow(10, -exponents[0]))) over the least norm",
        large.trace / (4 * values.last!), .between(1 - 1e-6, 1.25),
        because: "a practical start looks like the refuted conjecture; rank one would have "
          + "\(Series.short((2 * values.last! * values.last! + 2) / (4 * values.last!)))"),
      Comparison(
        "R = \(Series.short(beyond)): least distance to rank one, any α here",
        ends.map(\.distance).min() ?? .nan, .atLeast(0.5),
        because: "half the matrix is missing; the law’s threshold is 10^(−\(law.words))"),
    ]
  }

  /// A step multiplies the eigenvectors by 1 + 2ημ and not by e^(2ημ), which moves the power a
  /// little.
  private func descentComparisons(_ ends: [End]) -> [Comparison] {
    let example = TwoCompletionsExample(values[0]), at = "R = \(Series.short(values[0])), descent: "
    let small = kept(ends)
    let (a, b) = (
      log(1 + 2 * step * example.growth.first), log(1 + 2 * step * example.growth.second)
    )
    return [
      Comparison(
        at + "power of α in λ₂/λ₁",
        Slopes.slope(
          small.map { -descentExponents[$0] }, small.map { log10(ends[$0].ratio) }),
        .near(2 * (1 - b / a), within: 0.05), because: "as for the flow")
    ]
  }

  private func basinFigure(
    _ rows: [[End]], _ descents: [End], _ laws: [BasinLaw]
  ) -> Figure {
    let tints = Tint.family(values.count)
    // First, so that points lie within their circles.
    var series = [
      Series("descent", x: descentExponents, y: descents.map(\.ratio), style: .rings, tint: .quiet)
    ]
    for (k, ends) in rows.enumerated() {
      series.append(
        Series(
          "R = \(Int(laws[k].r))", x: exponents, y: ends.map { max($0.ratio, 1e-30) },
          style: .points, tint: tints[k]))
      series.append(law(laws[k], to: 110, tints[k]))
    }
    return Figure(
      "basin", title: "Rank one appears only below a threshold in the start",
      caption: """
        How far from rank one the flow ends, λ₂/λ₁ of W, from α = 10⁻ᵖ. Points: the flow; open \
        circles: descent at R = \(Series.short(values[0])). Dashed: the law, with no free \
        constant. Below 10⁻²⁵ or so rounding is all that is left of λ₂.
        """,
      x: .linear("p, where the start’s scale is 10⁻ᵖ", 0...110),
      y: .logarithmic("second eigenvalue over the first", 1e-24...10), series: series)
  }

  private func beyondFigure(_ far: [End], _ law: BasinLaw) -> Figure {
    Figure(
      "beyond", title: "At R = \(Series.short(beyond)) the threshold is out of reach",
      caption: """
        The same at R = \(Series.short(beyond)). Starts to the right of the mark are below the \
        least double and are followed through the logarithm of their scale; the law (dashed) comes \
        down only at 10^(−\(law.words)).
        """,
      x: .logarithmic("p, where the start’s scale is 10⁻ᵖ"),
      y: .logarithmic("second eigenvalue over the first", 1e-4...3),
      series: [
        Series("flow", x: beyondExponents, y: far.map(\.ratio), style: .points),
        self.law(law, to: 2 * law.threshold, .first),
      ],
      marks: [.upright(at: 308, "least double")])
  }

  private func law(_ law: BasinLaw, to last: Double, _ tint: Tint) -> Series {
    .prediction("", over: 1...max(last, 2), tint: tint) { min(pow(10, law.logRatio($0)), 1) }
  }
}
