internal import Foundation
internal import LinearAlgebra
internal import LowRank

/// G9: one change of factors near the optimum makes the speed independent of the start.
public struct OneChange: Claim {
  public let id = "G9"
  public let name = "One changed step forgets the start"
  public let statement = """
    With spare columns, descent on UVᵀ slows down with the square of the start’s scale; one change \
    of factors near the optimum, which leaves the product alone, makes it linear at a rate that \
    does not depend on the start.
    """
  public let source = """
    Xiong, Ding and Du (ICLR 2024), the one-step modification; rate and stability in β derived
    """
  public let theory = """
    Once the iterate is near the optimum, U = ASBᵀ is replaced by βA and V by VBS/β. Then \
    UᵀU = β²I, every column pulls with weight β², and the r columns of the signal with σᵢ²/β²: \
    ln ‖E‖² falls by 2 ln(1 − η min(β², σᵣ²/β²)) a step, and descent is stable while \
    η < 2/(β² + σ₁²/β²). So β² = σᵣ is the fastest for a given step, and β² = σ₁ allows the \
    largest. The start’s scale is in neither.
    """

  public var size = 20
  public var spectrum = [1, 0.8, 0.6]
  /// Columns of U and V.
  public var width = 5
  /// η for ½‖𝒜(UVᵀ) − y‖².
  public var step = 0.1
  /// α: U begins at α, V at α/3.
  public var scales: [Double] = [0.3, 0.1, 0.03, 0.01, 3e-3, 1e-3, 3e-4]
  /// β² of the comparison over scales.
  public var strength = 0.8
  /// β² of the trade-off.
  public var strengths: [Double] = [0.1, 0.2, 0.3, 0.45, 0.6, 0.8, 1, 1.3, 1.7]
  /// c: the change is made once ‖E‖ ≤ c σᵣ.
  public var closeness = 0.3
  /// p of the runs with Gaussian measurements.
  public var measurements = 1500

  public static var settings: Settings<Self> {
    ["step": \.step, "strength": \.strength, "closeness": \.closeness]
  }

  public init(_ extent: Extent = .quick) {
    guard extent == .full else { return }
    size = 50
    measurements = 6000
    strengths = .logSpaced(from: 0.08, to: 2.5, count: 24)
  }

  public var setting: String {
    """
    \(size) × \(size), σ = \(spectrum.map(Series.short).joined(separator: ", ")), k = \(width), \
    η = \(step), U at scale α and V at α/3 with α from \(Series.short(scales.max()!)) to \
    \(Series.short(scales.min()!)); changed at ‖E‖ ≤ \(closeness) σᵣ with β² = \(strength). \
    Everything observed, and \(measurements) Gaussian measurements.
    """
  }

  public func evidence(seed: UInt64) -> Evidence {
    let full = Recovered(self, FullObservation(rows: size, columns: size), seed: seed)
    let sensed = Recovered(
      self, GaussianEnsemble(rows: size, columns: size, count: measurements, seed: seed).stored(),
      seed: seed)
    let ends = [scales.max()!, scales.min()!]
    let runs = Parallel.map(scales.count) { full.run(scales[$0], beta2: strength) }
    let measured = Parallel.map(2) { sensed.run(ends[$0], beta2: strength) }
    let plain = Parallel.map(2) { full.run(scales[2 * $0], beta2: nil) }
    let tradeOff = Parallel.map(strengths.count) { full.run(scales[1], beta2: strengths[$0]) }
    let edge = Parallel.map(2) { edgePeak([0.9, 1.1][$0], seed: seed) }
    return Evidence(
      comparisons: startComparisons(runs, measured, plain) + strengthComparisons(tradeOff)
        + edgeComparisons(edge),
      figures: [errorFigure(runs, plain), strengthFigure(tradeOff)],
      remarks: [
        """
        The error at a fixed number of steps would mislead here: plain descent from a tiny start \
        comes down to a plateau that is tiny as well, and only then is slow. Rates are compared.
        """,
        """
        Beyond the stable step descent need not be lost: the error rises until it has thrown the \
        factors to where they are better balanced and the curvature is less, and falls from there.
        """,
      ])
  }

  /// ln ‖E‖² per step.
  func law(_ beta2: Double) -> Double {
    2 * log(1 - step * min(beta2, spectrum.last! * spectrum.last! / beta2))
  }

  private func startComparisons(
    _ runs: [Descended], _ measured: [Descended], _ plain: [Descended]
  ) -> [Comparison] {
    let rates = runs.map { -$0.rate }, slow = -plain[0].rate
    let decades = log10(scales.max()! / scales.min()!)
    return [
      Comparison(
        "largest over smallest rate, \(String(format: "%.1f", decades)) decades of α",
        rates.max()! / rates.min()!, .atMost(1.25),
        because: """
          each fit sees other modes fading together, which is worth a few hundredths; without the \
          change the ratio would be 10^\(String(format: "%.0f", 2 * decades))
          """),
      Comparison(
        "rate at the largest α over that at the smallest, Gaussian measurements",
        measured[0].rate / measured[1].rate,
        .near(1, margin: 0.2), because: "as above"),
      Comparison(
        "steps to ‖E‖² < 1e-20 from the slowest start, over ln(1e20) divided by the law",
        slowest(runs), .atMost(2),
        because: "as many steps again for the wait at zero and for modes that fade together"),
      Comparison(
        "steps to ‖E‖² < 1e-20, Gaussian measurements, over ln(1e20) divided by the law",
        slowest(measured), .atMost(2.6),
        because: "these shrink the rate by up to a third more"),
      Comparison(
        "rate over that of plain descent, α = \(scales[0])", rates[0] / slow,
        .atLeast(0.5 * law(strength) / (-2 * step * plain[0].least)),
        because: "half the ratio of the two laws; plain descent has −2ησ_min(U)²"),
      Comparison(
        "slowest rate over its law", rates.min()! / -law(strength), .between(0.75, 1.1),
        because: """
          the law is for modes that do not interact, and β² = \(strength) is near the β² = σᵣ at \
          which two kinds of modes have the same rate
          """),
    ]
  }

  private func slowest(_ runs: [Descended]) -> Double {
    let steps = runs.map { $0.error.firstIndex { $0 < 1e-20 }.map(Double.init) ?? .infinity }
    return steps.max()! * -law(strength) / log(1e20)
  }

  private func strengthComparisons(_ runs: [Descended]) -> [Comparison] {
    let apart = strengths.indices.filter {
      strengths[$0] <= 0.5 * spectrum.last! || strengths[$0] >= 2 * spectrum.last!
    }
    let gaps = apart.map { abs(runs[$0].rate / law(strengths[$0]) - 1) }
    let fastest = strengths.indices.min { runs[$0].rate < runs[$1].rate }!
    return [
      Comparison(
        "largest relative gap to the law, β² a factor of 2 from σᵣ", gaps.max() ?? .nan,
        .atMost(0.1),
        because: "where one kind of mode is twice as slow as the other, it alone is left"),
      Comparison(
        "fastest β² over σᵣ", strengths[fastest] / spectrum.last!, .between(0.6, 1.7),
        because: "the law’s peak is at 1; neighbouring values of β² differ by about a third"),
    ]
  }

  /// The largest ‖E‖² after the change over that at the change, for a badly conditioned truth, at
  /// β² = σᵣ and a part of the step at which stability ends.
  private func edgePeak(_ part: Double, seed: UInt64) -> Double {
    var hard = self
    hard.spectrum = [1, 0.5, 0.1]
    hard.step = part * 2 / (0.1 + 10)
    let full = FullObservation(rows: size, columns: size)
    return Recovered(hard, full, seed: seed).run(0.3, beta2: 0.1).peak
  }

  private func edgeComparisons(_ peaks: [Double]) -> [Comparison] {
    [
      Comparison(
        "σ₁/σᵣ = 10, β² = σᵣ: peak of ‖E‖² after the change, 0.9 of the stable step", peaks[0],
        .atMost(1), because: "every mode shrinks, the leading one by 0.8 a step"),
      Comparison(
        "σ₁/σᵣ = 10, β² = σᵣ: peak of ‖E‖² after the change, 1.1 of the stable step", peaks[1],
        .atLeast(10),
        because: "the leading mode grows by a fifth a step until its quadratic terms hold it"),
    ]
  }

  private func errorFigure(_ runs: [Descended], _ plain: [Descended]) -> Figure {
    let tints = Tint.family(scales.count)
    let last = runs.map(\.error.count).max()!
    let decay = (0..<last).map { 0.09 * exp(law(strength) * Double($0)) }
    return Figure(
      "starts", title: "After the change every start is equally fast",
      caption: """
        ‖E‖² against the step for starts of every scale, each with one change of factors, and \
        plain descent from two of the scales (grey); dashed, the predicted rate.
        """,
      x: .linear("step", 0...Double(last)), y: .logarithmic("‖UVᵀ − W*‖²", 1e-21...3),
      series: plain.indices.map {
        .iterations(
          "plain, \(scales[2 * $0])", Array(plain[$0].error.prefix(last)), tint: .quiet)
      }
        + [.iterations("law", decay, style: .prediction, tint: .quiet)]
        + runs.indices.map {
          let named = $0 == 0 || $0 == runs.count - 1
          return .iterations(
            named ? "α = \(scales[$0])" : "", runs[$0].error, tint: tints[$0])
        })
  }

  private func strengthFigure(_ runs: [Descended]) -> Figure {
    Figure(
      "strength", title: "The rate peaks where β² is the least singular value",
      caption: """
        How fast ln ‖E‖² falls a step against β² (points), beside min(β², σᵣ²/β²) (dashed).
        """,
      x: .logarithmic("β²"), y: .linear("rate of ln ‖E‖² a step"),
      series: [
        .prediction("law", over: strengths.min()!...strengths.max()!) { -law($0) },
        Series("measured", x: strengths, y: runs.map { -$0.rate }, style: .points),
      ], marks: [.upright(at: spectrum.last!, "σᵣ")])
  }
}
