internal import Foundation
internal import LinearAlgebra
internal import LowRank
internal import LowRankTheory

/// G8: unequal factors restore linear convergence, at a rate that the start's scale sets.
public struct ImbalanceRate: Claim {
  public let id = "G8"
  public let name = "Imbalance: linear again, at a rate of α²"
  public let statement = """
    Descent on F Gᵀ with too many columns is linear when F and G start unequal, at a rate \
    proportional to the square of the start’s scale; from equal factors it falls back to 1/T².
    """
  public let source = """
    Xiong, Ding, Du (ICLR 2024), rate exp(−Ω(α²T)); the constant 2ησ_min(F)² is derived
    """
  public let theory = """
    FᵀF − GᵀG changes by O(η²) a step only. If F is started larger than G, the difference, of size \
    α², stays, so no singular value of F can vanish: the excess columns of G feel the curvature \
    σ_min(F)² and ‖E‖² falls by (1 − ησ_min(F)²)² a step, about exp(−2ησ_min(F)²). With F = G the \
    difference is zero, the excess columns shrink together, and the symmetric law 1/T² is back.
    """

  public var size = 20
  public var eigenvalues = [1, 0.8, 0.6]
  public var columns = 4
  public var step = 0.1
  /// α of F.
  public var scales = [0.5, 0.35, 0.25, 0.18]
  /// The scale of G over that of F; the paper's is 1/3.
  public var ratio = 1.0 / 3
  /// Start with G = F.
  public var tied = false
  public var steps = 6000
  public var tiedSteps = 20_000

  public static var settings: Settings<Self> { ["step": \.step, "ratio": \.ratio] }

  public init(_ extent: Extent = .quick) {
    guard extent == .full else { return }
    size = 50
    columns = 5
    scales = [0.5, 0.35, 0.25, 0.18, 0.12]
    steps = 60_000
    tiedSteps = 100_000
  }

  public var setting: String {
    """
    n = \(size), everything observed, eigenvalues \
    \(eigenvalues.map(Series.short).joined(separator: ", ")), \(columns) columns, η = \(step), F \
    at scale α and G at α/\(Series.short(1 / ratio)), α = \
    \(scales.map(Series.short).joined(separator: ", ")).
    """
  }

  private struct Trace: Sendable {
    var errors: [Double]
    /// σ_min(F)² at the end.
    var least: Double
    var rate: Double { Slopes.exponentialRate(errors) }
  }

  public func evidence(seed: UInt64) -> Evidence {
    let runs = Parallel.map(scales.count + 1) { k in
      k < scales.count
        ? run(scales[k], tied: tied, steps: steps, seed: seed)
        : run(0.5, tied: true, steps: tiedSteps, seed: seed)
    }
    let unequal = Array(runs.dropLast()), equal = runs.last!
    return Evidence(
      comparisons: [power(unequal)] + zip(scales, unequal).map(constant)
        + [
          Comparison(
            "power of T in ‖E‖² from F = G",
            Slopes.powerLaw(equal.errors, from: equal.errors.count / 10), .near(-2, margin: 0.08),
            because: "as in G7: the start is forgotten as 1/T")
        ],
      figures: [errorFigure(unequal, equal), rateFigure(unequal)])
  }

  private func run(_ alpha: Double, tied: Bool, steps: Int, seed: UInt64) -> Trace {
    let truth = LowRankMatrix.plantedSemidefinite(size: size, eigenvalues: eigenvalues, seed: seed)
    let map = FullObservation(rows: size, columns: size)
    let fit = Fit(
      map, target: map.measurements(of: truth), loss: SquaredLoss(), over: Asymmetric.self)
    var start = fit.start(
      .unequal(left: alpha, right: alpha * ratio), rank: columns, seed: seed + 10)
    if tied { start = Asymmetric(u: start.u, v: start.u) }
    var run = fit.iterates(from: start, by: Descent(along: .steepest(), step: .constant(step)))
    var errors = [2 * run.current.record.loss]
    let end = run.finish(at: .iterations(steps) || .loss(0.5e-26)) {
      errors.append(2 * $0.record.loss)
    }
    guard end.record.loss.isFinite else { return Trace(errors: errors, least: .nan) }
    let least = SmallSVD(end.point.u).singularValues.last ?? .nan
    return Trace(errors: errors, least: least * least)
  }

  private func power(_ runs: [Trace]) -> Comparison {
    Comparison(
      "power of α in the rate", Slopes.exponent(scales, runs.map { -$0.rate }),
      .near(2, margin: 0.25),
      because: "at the largest α the signal’s own rate is near, and starts shrink on the way in")
  }

  private func constant(_ alpha: Double, _ run: Trace) -> Comparison {
    Comparison(
      "α = \(alpha): rate of ln ‖E‖² per step", run.rate,
      .near(2 * log(1 - step * run.least), within: 0.05),
      because: "σ_min(F) drifts by O(η²) a step, and the next excess mode fades meanwhile")
  }

  private func errorFigure(_ unequal: [Trace], _ equal: Trace) -> Figure {
    let tints = Tint.family(scales.count)
    return Figure(
      "errors", title: "Unequal factors are linear, equal ones are not",
      caption: """
        Squared error against the step: straight lines on these axes are linear convergence. The \
        larger the start, the steeper; from F = G the curve flattens for good.
        """,
      x: .linear("step", 0...3000), y: .logarithmic("‖E‖²", 1e-24...10),
      series: scales.indices.map {
        .iterations("α = \(scales[$0])", unequal[$0].errors, tint: tints[$0])
      } + [.iterations("F = G", Array(equal.errors.prefix(3000)), tint: .quiet)])
  }

  private func rateFigure(_ runs: [Trace]) -> Figure {
    Figure(
      "rates", title: "The rate is the square of the start’s scale",
      caption: """
        Rate of ln ‖E‖² per step (points) and 2ησ_min(F)² from the factor at the end (dashed).
        """,
      x: .logarithmic("scale α of F"), y: .logarithmic("rate per step"),
      series: [
        Series(
          "predicted", x: scales, y: runs.map { 2 * step * $0.least }, style: .prediction,
          tint: .second),
        Series("measured", x: scales, y: runs.map { -$0.rate }, style: .points, tint: .first),
      ])
  }
}
