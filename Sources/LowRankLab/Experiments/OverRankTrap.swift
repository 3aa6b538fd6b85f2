internal import Foundation
internal import LinearAlgebra
internal import LowRank
internal import LowRankReports
internal import LowRankTheory

/// L1: with too many columns a preconditioned method fits the data with a wrong matrix.
public struct OverRankTrap: Claim {
  public let id = "L1"
  public let name = "The over-rank trap"
  public let statement = """
    Once the columns have more degrees of freedom than there are measurements, undamped \
    Gram-scaled descent fits the data with a wrong matrix; damping in proportion to the residual, \
    from a tiny start, keeps the preference for low rank.
    """
  public let source = """
    Observed here; the damping is that of Zhang, Fattahi, Zhang (2021)
    """
  public let theory = """
    A matrix of rank k has k(m + n − k) degrees of freedom. Where these exceed the p measurements \
    there are many exact fits, and nothing but the path of the method chooses between them. \
    Dividing by the Gram matrices gives every direction the same speed, so the preference of small \
    starts for strong directions is lost. With λ a multiple of the residual norm weak directions \
    stay slow until nothing is left to fit.
    """

  public var size = 30
  public var singularValues = [1, 0.1]
  public var measurements = 290
  public var widths = [2, 4, 6, 8]
  /// λ over the residual norm.
  public var damping = 5.0
  /// Of the start of damped descent.
  public var scale = 1e-8
  public var steps = 2500

  public static var settings: Settings<Self> { ["damping": \.damping, "scale": \.scale] }

  public init(_ extent: Extent = .quick) {
    guard extent == .full else { return }
    size = 60
    measurements = 590
    widths = [2, 3, 4, 5, 6, 7, 8, 10, 12]
  }

  /// Of a matrix of rank k.
  private func freedom(_ k: Int) -> Int { k * (2 * size - k) }

  public var setting: String {
    """
    \(size) × \(size), singular values \
    \(singularValues.map(Series.short).joined(separator: ", ")), p = \(measurements) Gaussian \
    measurements: \(Series.short(Double(measurements) / Double(freedom(singularValues.count)))) a \
    degree of freedom. Undamped: alternating half steps from a start of size 0.1; damped: λ = \
    \(Series.short(damping))‖residual‖ from \(Series.short(scale)). Both to a relative residual of \
    10⁻⁶ or \(steps) steps.
    """
  }

  public func evidence(seed: UInt64) -> Evidence {
    let truth = LowRankMatrix.planted(
      rows: size, columns: size, singularValues: singularValues, seed: seed)
    let map = GaussianEnsemble(rows: size, columns: size, count: measurements, seed: seed + 1)
      .stored()
    let fit = Fit(
      map, target: map.measurements(of: truth), loss: SquaredLoss(), over: Asymmetric.self)
    let runs = Parallel.map(2 * widths.count) { k in
      k < widths.count
        ? undamped(fit, truth, widths[k], seed: seed)
        : damped(fit, truth, widths[k - widths.count], seed: seed)
    }
    let (bare, held) = (Array(runs[..<widths.count]), Array(runs[widths.count...]))
    return Evidence(
      comparisons: comparisons(bare, held),
      figures: [widthFigure(bare, held), pathFigure(bare.last!, held.last!)],
      remarks: [warning(widths.last!)].compactMap { $0 }.map {
        "The library warns of this before it happens: “\($0)”."
      })
  }

  private func warning(_ width: Int) -> String? {
    OverRank.shortfall(measurements: measurements, rows: size, columns: size, width: width)
      .map { Remark.widerThanTheData(shortfall: $0).sentence() }
  }

  struct Trace: Sendable {
    var residual: [Double] = []
    var error: [Double] = []
  }

  private typealias Objective = Fit<Asymmetric, DenseMeasurements, SquaredLoss>

  /// One block at a time, half a step: alternating Gauss–Newton.
  private func undamped(
    _ fit: Objective, _ truth: LowRankMatrix, _ width: Int, seed: UInt64
  ) -> Trace {
    let spread = 0.1 * Double(size).squareRoot()
    return trace(
      fit, truth, fit.start(.unequal(left: spread, right: spread), rank: width, seed: seed + 2),
      Descent(along: Alternating(GramScaled(damping: 0)), step: .constant(0.5)))
  }

  private func damped(
    _ fit: Objective, _ truth: LowRankMatrix, _ width: Int, seed: UInt64
  ) -> Trace {
    trace(
      fit, truth, fit.start(.unequal(left: scale, right: scale), rank: width, seed: seed + 2),
      Descent(along: .gramScaled(damping: .residual(factor: damping)), step: .constant(0.25)))
  }

  private func trace<D: Direction>(
    _ fit: Objective, _ truth: LowRankMatrix, _ start: Asymmetric, _ method: Descent<Objective, D>
  ) -> Trace {
    let size = truth.frobeniusNorm, data = fit.target.norm
    var trace = Trace(), run = fit.iterates(from: start, by: method)
    _ = run.finish(at: .loss(0.5e-12 * data * data) || .iterations(steps)) {
      guard $0.record.loss.isFinite else { return }
      trace.residual.append((2 * $0.record.loss).squareRoot() / data)
      trace.error.append($0.point.matrix.distance(to: truth) / size)
    }
    return trace
  }

  private func comparisons(_ bare: [Trace], _ held: [Trace]) -> [Comparison] {
    let beyond = widths.indices.filter { freedom(widths[$0]) > measurements }
    func worst(_ values: [Double]) -> Double { values.max() ?? .nan }
    return [
      Comparison(
        "undamped beyond the limit: largest residual",
        worst(beyond.map { bare[$0].residual.last ?? .nan }),
        .atMost(1e-3),
        because: "a tenth of a per cent passes for a fit; just beyond the limit the last is slow"),
      Comparison(
        "undamped beyond the limit: least error",
        beyond.map { bare[$0].error.last ?? .nan }.min() ?? .nan, .atLeast(0.3),
        because: "a wrong matrix: an error of a third or more"),
      Comparison(
        "undamped at the true rank: error", bare[0].error.last ?? .nan, .atMost(1e-4),
        because: "a residual of 1e-6 times the condition of the problem, about ten"),
      Comparison(
        "damped: largest error at any width", worst(held.map { $0.error.last ?? .nan }),
        .atMost(0.02),
        because: "a residual of 1e-6 with excess columns of 1e-8 growing all the while"),
    ]
  }

  private func widthFigure(_ bare: [Trace], _ held: [Trace]) -> Figure {
    let limit = (1...size).last { freedom($0) <= measurements } ?? 0
    func points(
      _ label: String, _ traces: [Trace], _ style: Series.Style, _ tint: Tint
    ) -> Series {
      Series(
        label, x: widths.map(Double.init), y: traces.map { $0.error.last ?? .nan }, style: style,
        tint: tint)
    }
    return Figure(
      "widths", title: "Beyond the limit an exact fit is a wrong matrix",
      caption: """
        Relative error of the answer against the number of columns. Left of the mark the \
        measurements outnumber the degrees of freedom.
        """,
      x: .linear("columns"), y: .logarithmic("relative error"),
      series: [points("undamped", bare, .rings, .second), points("damped", held, .points, .first)],
      marks: [.upright(at: Double(limit) + 0.5, "degrees of freedom = p")])
  }

  private func pathFigure(_ bare: Trace, _ held: Trace) -> Figure {
    Figure(
      "path", title: "The residual does not tell",
      caption: """
        With \(widths.last!) columns: both methods bring the residual down, but only the damped \
        one brings the error down with it.
        """,
      x: .logarithmic("step"), y: .logarithmic("relative size", 1e-7...3),
      series: [
        later("undamped: error", bare.error, .line, .second),
        later("residual", bare.residual, .prediction, .second),
        later("damped: error", held.error, .line, .first),
        later("residual", held.residual, .prediction, .first),
      ])
  }

  /// From step 1 on, for an axis of ratios.
  private func later(
    _ label: String, _ y: [Double], _ style: Series.Style, _ tint: Tint
  ) -> Series {
    Series(label, x: y.indices.map { Double($0 + 1) }, y: y, style: style, tint: tint)
  }
}
