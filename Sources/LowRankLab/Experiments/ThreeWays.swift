internal import Foundation
internal import LinearAlgebra
internal import LowRank

/// G15: the convex way, small starts and rank growth on the same data.
public struct ThreeWays: Claim {
  public let id = "G15"
  public let name = "Nuclear norm, small starts and rank growth on the same data"
  public let statement = """
    From the same Gaussian measurements the least nuclear norm finds the truth only above its \
    statistical dimension, about twice the degrees of freedom here; descent from a small start and \
    rank growth, which minimise no norm, need fewer, and growth hardly more than there are unknowns.
    """
  public let source = """
    Amelunxen, Lotz, McCoy and Tropp (2014): the statistical dimension; Li, Luo, Lyu (2021): rank \
    growth; the comparison is ours
    """
  public let theory = """
    Recovery by the least nuclear norm succeeds or fails according to whether p exceeds the \
    statistical dimension of its descent cone, for an n × n matrix of rank r \
    min over τ of r(2n − r) + τ²r + E Σ(σᵢ − τ)₊², with σᵢ the singular values of an \
    (n − r) × (n − r) standard normal matrix; the change takes a multiple of n measurements. \
    A matrix of rank r has r(2n − r) degrees of freedom, and below that nothing can succeed. That \
    the convex programme was solved, and fails by itself, is proved by its duality gap.
    """

  public var size = 16
  public var spectrum = [1, 0.6]
  /// p over the degrees of freedom.
  public var ratios = [1.15, 1.3, 1.5, 1.75, 2, 2.25, 2.5, 2.8, 3.2]
  /// λ relative to ‖𝒜*(y)‖.
  public var strength = 2e-3
  /// α of the start with n columns.
  public var scale = 1e-8
  public var descentSteps = 3000
  /// Where the singular values of the three answers are shown.
  public var shownRatio = 1.75

  public static var settings: Settings<Self> { ["strength": \.strength, "scale": \.scale] }

  public init(_ extent: Extent = .quick) {
    guard extent == .full else { return }
    size = 40
    spectrum = [1, 0.8, 0.6]
    ratios = [1.1, 1.2, 1.3, 1.5, 1.75, 2, 2.25, 2.5, 2.75, 3, 3.3, 3.6]
  }

  public var setting: String {
    """
    \(size) × \(size), σ = \(spectrum.map(Series.short).joined(separator: ", ")), \
    \(degreesOfFreedom) degrees of freedom; λ = \(Series.short(strength)) ‖𝒜*(y)‖; descent with \
    \(size) columns from α = \(Series.short(scale)) for \(descentSteps) steps; growth with a \
    second-order inner solver, its rank not given.
    """
  }

  var degreesOfFreedom: Int { spectrum.count * (2 * size - spectrum.count) }

  public func evidence(seed: UInt64) -> Evidence {
    let answers = Parallel.map(ratios.count) { self.answers(ratios[$0], seed: seed) }
    let dimension = statisticalDimension(seed: seed)
    let shown = ratios.firstIndex(of: shownRatio) ?? ratios.count / 2
    return Evidence(
      comparisons: convexComparisons(answers, dimension) + otherComparisons(answers, dimension),
      figures: [errorFigure(answers, dimension), valueFigure(answers[shown], ratios[shown])],
      remarks: [
        """
        The three do not disagree about the data, which all fit; below the statistical dimension \
        many matrices do, and the one of least nuclear norm is another than the one of least rank. \
        The convex way has its own merit, a certificate, which no descent has.
        """
      ])
  }

  private func convexComparisons(_ answers: [Answers], _ dimension: Double) -> [Comparison] {
    let p = ratios.map { $0 * Double(degreesOfFreedom) }
    let well = p.indices.filter { p[$0] > dimension + 2 * Double(size) }
    let badly = p.indices.filter { p[$0] < dimension - 2 * Double(size) }
    return [
      Comparison(
        "largest duality gap over the optimum", answers.map(\.gap).max() ?? .nan, .atMost(1e-3),
        because: "the programme is solved to where the gap moves the error by less than λ does"),
      Comparison(
        "nuclear norm: largest error 2n above the statistical dimension",
        well.map { answers[$0].nuclear.error }.max() ?? .nan, .atMost(0.05),
        because: """
          λ alone biases the answer by about λ√r‖𝒜*(y)‖/‖W*‖ times the conditioning on the tangent \
          space, which is some ten near the edge
          """),
      Comparison(
        "nuclear norm: least error 2n below it",
        badly.map { answers[$0].nuclear.error }.min() ?? .nan, .atLeast(0.1),
        because: "there the optimum is another matrix, not a perturbed one"),
    ]
  }

  private func otherComparisons(_ answers: [Answers], _ dimension: Double) -> [Comparison] {
    let grown = ratios.indices.filter { ratios[$0] >= 1.5 }
    let edge = dimension / Double(degreesOfFreedom)
    let between = ratios.indices.filter { ratios[$0] >= 1.5 && ratios[$0] < edge - 0.25 }
    return [
      Comparison(
        "growth: largest error from 1.5 degrees of freedom on",
        grown.map { answers[$0].growth.error }.max() ?? .nan, .atMost(1e-8),
        because: "exact data are fitted to 1e-11, and the tangent map is conditioned within 1e3"),
      Comparison(
        "growth: largest rank found", grown.map { Double(answers[$0].growth.rank) }.max() ?? .nan,
        .near(Double(spectrum.count), margin: 0), because: "a count"),
      Comparison(
        "small start over nuclear norm: largest ratio of errors, 1.5 dof to below its dimension",
        between.map { answers[$0].descent.error / answers[$0].nuclear.error }.max() ?? .nan,
        .atMost(1),
        because: "descent keeps near the greedy path, which leads to the truth: it errs less"),
    ]
  }

  private func errorFigure(_ answers: [Answers], _ dimension: Double) -> Figure {
    Figure(
      "errors", title: "The least norm needs more measurements than the least rank",
      caption: """
        Relative error against the number of measurements per degree of freedom. The nuclear norm \
        changes at its statistical dimension, down to what λ leaves; growth is exact from \
        \(ratios.min()!) on.
        """,
      x: .linear("measurements per degree of freedom"),
      y: .logarithmic("relative error", 1e-16...2),
      series: [
        Series("nuclear norm", x: ratios, y: answers.map(\.nuclear.error), tint: .first),
        Series("small start", x: ratios, y: answers.map(\.descent.error), tint: .second),
        Series("rank growth", x: ratios, y: answers.map(\.growth.error), tint: .third),
      ],
      marks: [
        .upright(at: dimension / Double(degreesOfFreedom), "statistical dimension")
      ])
  }

  private func valueFigure(_ answers: Answers, _ ratio: Double) -> Figure {
    let ways: [(String, Answer, Tint)] = [
      ("nuclear norm", answers.nuclear, .first), ("small start", answers.descent, .second),
      ("rank growth", answers.growth, .third),
    ]
    return Figure(
      "values", title: "Three answers to the same data",
      caption: """
        Singular values of the three answers at \(ratio) measurements per degree of freedom, \
        largest first; the truth has \(spectrum.count), which all three share.
        """,
      x: .linear("number", 0...10), y: .logarithmic("singular value", 1e-9...2),
      series: ways.map { name, answer, tint in
        Series(
          name, x: answer.values.indices.map { Double($0 + 1) }, y: answer.values, style: .points,
          tint: tint)
      })
  }
}
