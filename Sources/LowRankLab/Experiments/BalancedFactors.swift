internal import Foundation
internal import LinearAlgebra
internal import LowRank

/// G10: without any penalty, descent on UVᵀ keeps its factors balanced and its rank low.
public struct BalancedFactors: Claim {
  public let id = "G10"
  public let name = "Balance for free, and a propensity to low rank"
  public let statement = """
    Descent on UVᵀ with far too many columns and no balancing penalty changes UᵀU − VᵀV only by \
    products of gradients, a drift proportional to the step, and from a small start the product \
    stays near the true rank all along the way.
    """
  public let source = """
    Soltanolkotabi, Stöger and Xie (COLT 2023); the identity, the drift and the exponent derived
    """
  public let theory = """
    With D = UᵀU − VᵀV and G = 𝒜*(𝒜(UVᵀ) − y), one step changes D by exactly \
    μ²(VᵀGᵀGV − UᵀGGᵀU). Gradient flow keeps D, so T/μ steps drift by O(μ) in all. And as for \
    symmetric sensing, what is not signal grows at the rate of the next singular value s of 𝒜*(y): \
    where the signal has arrived, the first singular value beyond the rank is a power 2(1 − ln(1 + \
    μsᵣ₊₁)/ln(1 + μsᵣ)) of the start’s scale; measured at rank one, where nothing escapes before it.
    """

  public var rows = 20
  public var columns = 15
  public var spectrum = [1, 0.5]
  /// Columns of U and V.
  public var width = 15
  public var measurements = 210
  /// μ, halved from one to the next.
  public var steps = [0.2, 0.1, 0.05]
  /// α.
  public var scales = [1e-1, 1e-2, 1e-3, 1e-4]
  /// α for the exponent, which is that of the limit.
  public var smallScales = [1e-4, 1e-6, 1e-8, 1e-10]
  /// Steps × μ of a run.
  public var duration = 120.0

  public static var settings: Settings<Self> { ["duration": \.duration] }

  public init(_ extent: Extent = .quick) {
    guard extent == .full else { return }
    (rows, columns, width, measurements) = (60, 40, 40, 1500)
    spectrum = [1, 0.7, 0.5]
    scales = .logSpaced(from: 1e-1, to: 1e-6, count: 6)
    smallScales = .logSpaced(from: 1e-4, to: 1e-12, count: 9)
  }

  public var setting: String {
    """
    \(rows) × \(columns), σ = \(spectrum.map(Series.short).joined(separator: ", ")), k = \(width), \
    p = \(measurements) Gaussian measurements, μ = \
    \(steps.map(Series.short).joined(separator: ", ")) for \(Series.short(duration))/μ steps, α \
    from \(Series.short(scales.max()!)) to \(Series.short(scales.min()!)).
    """
  }

  public func evidence(seed: UInt64) -> Evidence {
    let problem = Problem(self, spectrum, seed: seed)
    let one = Problem(self, [1], seed: seed + 500)
    let drifts = Parallel.map(scales.count * steps.count) {
      problem.drift(from: scales[$0 / steps.count], step: steps[$0 % steps.count])
    }
    let rows = scales.indices.map { Array(drifts[$0 * steps.count..<($0 + 1) * steps.count]) }
    let spurious = Parallel.map(smallScales.count) { one.spuriousValue(from: smallScales[$0]) }
    let path = problem.path(from: scales.min()!)
    let errors = rows.map { $0[0].error }
    return Evidence(
      comparisons: driftComparisons(rows)
        + rankComparisons(path, spurious, expected: one.exponent),
      figures: [driftFigure(rows), pathFigure(path), spuriousFigure(spurious, one.exponent)],
      remarks: [
        """
        After \(Series.short(duration))/μ steps the relative error is a power \
        \(words(Slopes.exponent(scales, errors))) of α here. We remember the guarantee as a power \
        3/5, but could not read the paper’s constants, so this is no comparison.
        """
      ])
  }

  private func words(_ x: Double) -> String { String(format: "%.2f", x) }

  private func driftComparisons(_ rows: [[Drift]]) -> [Comparison] {
    let identity = rows.flatMap { $0 }.map(\.identity).max()!
    let small = rows.indices.filter { scales[$0] <= 1e-2 }
    let powers = small.map { Slopes.exponent(steps, rows[$0].map(\.drift)) }
    let most = rows.flatMap { $0 }.map(\.share).max() ?? .nan
    return [
      Comparison(
        "largest gap of the identity for D, over ‖UᵀU‖", identity, .atMost(1e-13),
        because: "a few hundred roundings"),
      Comparison(
        "least exponent of the drift in μ", powers.min() ?? .nan, .near(1, margin: 0.15),
        because: """
          the next term is O(μ) smaller, and over a factor of \
          \(Int(steps.max()! / steps.min()!)) in μ that bends the slope by about a tenth
          """),
      Comparison(
        "greatest exponent of the drift in μ", powers.max() ?? .nan, .near(1, margin: 0.15),
        because: "as above"),
      Comparison(
        "largest drift over μ times the loss at the start", most, .atMost(1),
        because: """
          a step moves D by at most μ²‖∇f‖² and lowers the loss by about μ‖∇f‖²; what is measured \
          is far less, for both factors move alike
          """),
    ]
  }

  private func rankComparisons(
    _ path: Path, _ spurious: [Double], expected: Double
  ) -> [Comparison] {
    let r = spectrum.count, reached = path.values.indices.filter { path.values[$0][r - 1] > 0.25 }
    let most = reached.map { path.values[$0][r] }.max() ?? .nan
    let monotone = zip(spurious, spurious.dropFirst()).allSatisfy { $0 > $1 }
    return [
      Comparison(
        "exponent of σᵣ₊₁ in α at rank one",
        monotone ? Slopes.exponent(smallScales, spurious) : .nan, .near(expected, margin: 0.1),
        because: """
          singular values just below the second fade slowly: terms of order 1/ln(1/α), and ln(1/α) \
          is \(Int(-log(smallScales.min()!)))
          """),
      Comparison(
        "largest σᵣ₊₁ once the signal is there, α = \(scales.min()!)", most, .atMost(0.05),
        because: "a tenth of the least singular value of the truth: the rank is plain to see"),
    ]
  }

  private func driftFigure(_ rows: [[Drift]]) -> Figure {
    let tints = Tint.family(scales.count), anchor = rows.last!.last!.drift / steps.last!
    return Figure(
      "drift", title: "The balance drifts in proportion to the step",
      caption: """
        The largest ‖D − D₀‖ along runs of equal time, against the step, for starts of each \
        scale; dashed, proportional to μ.
        """,
      x: .logarithmic("step μ"), y: .logarithmic("drift of UᵀU − VᵀV"),
      series: [
        .prediction("∝ μ", over: steps.min()!...steps.max()!, tint: .quiet) { anchor * $0 }
      ]
        + scales.indices.map {
          Series(
            "α = \(scales[$0])", x: steps, y: rows[$0].map(\.drift), style: .points,
            tint: tints[$0])
        })
  }

  private func pathFigure(_ path: Path) -> Figure {
    let r = spectrum.count
    return Figure(
      "rank", title: "Only the true rank’s singular values come up",
      caption: """
        The singular values of UVᵀ along a run with \(width) columns from α = \(scales.min()!): \
        those of the signal rise one after the other, the rest (grey) stay.
        """,
      x: .linear("step"), y: .logarithmic("singular values of UVᵀ"),
      series: (0..<min(r + 4, width)).map { k in
        Series(
          k < r ? "σ\(["₁", "₂", "₃"][k])" : (k == r ? "the rest" : ""),
          x: path.steps.map(Double.init), y: path.values.map { $0[k] },
          tint: k < r ? [.first, .second, .third][k] : .quiet)
      })
  }

  private func spuriousFigure(_ spurious: [Double], _ exponent: Double) -> Figure {
    let anchor = spurious.last! / pow(smallScales.last!, exponent)
    return Figure(
      "spurious", title: "What is not signal is a power of the start",
      caption: """
        The second singular value of UVᵀ for a truth of rank one, where the residual has come down \
        to 1 % of the data (points), and the slope \(words(exponent)) that the spectrum of 𝒜*(y) \
        predicts.
        """,
      x: .logarithmic("scale α of the start"), y: .logarithmic("σ₂ of UVᵀ"),
      series: [
        .prediction(
          "predicted slope", over: smallScales.min()!...smallScales.max()!, tint: .quiet
        ) { anchor * pow($0, exponent) },
        Series("measured", x: smallScales, y: spurious, style: .points),
      ])
  }
}
