internal import LinearAlgebra
internal import LowRank

/// G2: greedy learning prefers low rank where the least nuclear norm is elsewhere.
public struct TwoCompletions: Claim {
  public let id = "G2"
  public let name = "Lowest rank is not least nuclear norm"
  public let statement = """
    In the 4 × 4 example the least nuclear norm and the lowest rank are attained by different \
    completions, and greedy low-rank learning, the limit of gradient flow from ever smaller \
    starts, ends at the one of rank one whatever R.
    """
  public let source = """
    Li, Luo, Lyu (ICLR 2021): the example and its two completions; spectra derived
    """
  public let theory = """
    Observed are (1,3) = 1, (1,4) = (2,3) = R and their mirror images. The completion of least \
    nuclear norm has norm 4R and rank 2; vvᵀ with v = (1, R, 1, R) fits as well, with norm 2R² + 2 \
    and rank 1. Greedy learning starts at zero along the top eigenvector of −∇f(0), whose \
    eigenvalue is (√(4R² + 1) + 1)/2, the next one being smaller by 1, and follows the flow to a \
    stationary point; there −∇f has no positive eigenvalue left, so it stops after one stage.
    """

  /// R.
  public var values: [Double] = [2, 3, 10, 100]
  /// ε of the appended term εuuᵀ.
  public var scale = 1e-16
  /// The most stages.
  public var stages = 4
  /// The loss's stationarity, relative to R.
  public var tolerance = 1e-9

  public static var settings: Settings<Self> { ["scale": \.scale, "tolerance": \.tolerance] }

  public init(_ extent: Extent = .quick) {
    if extent == .full { values = [2, 3, 5, 10, 30, 100, 300] }
  }

  public var setting: String {
    """
    R = \(values.map { "\(Int($0))" }.joined(separator: ", ")); the flow itself, integrated to \
    10⁻⁸ by an exponential method, because curvatures at vvᵀ differ by 5·10⁷ at R = 100.
    """
  }

  public func evidence(seed: UInt64) -> Evidence {
    let paths = Parallel.map(values.count) { greedy(TwoCompletionsExample(values[$0])) }
    return Evidence(
      comparisons: zip(values, paths).flatMap { comparisons(TwoCompletionsExample($0), $1) },
      figures: [normFigure(paths), distanceFigure(paths)],
      remarks: [
        """
        The claim is about the limit of vanishing starts. What descent does from starts that can \
        be represented is the next claim’s subject, and it looks quite different at R = 100.
        """
      ])
  }

  struct Path {
    var distance: [Double] = []
    var isComplete = false
    var rank = 0
    var norm = 0.0
  }

  private func greedy(_ example: TwoCompletionsExample) -> Path {
    let rule = StopRule.gradientNorm(tolerance * example.r)
    let growth = RankGrowth(
      example.flow(), scale: scale, threshold: 1e-4, phase: rule, maximumRank: stages)
    var run = example.fit.iterates(from: example.fit.start(.zeroRank, rank: 0), by: growth)
    var path = Path()
    let end = run.finish(at: rule || .iterations(4000)) {
      path.distance.append(example.distance($0.point.matrix))
    }
    path.isComplete = run.state.isComplete
    path.rank = end.record.rank ?? 0
    path.norm = end.point.matrix.frobeniusNorm
    return path
  }

  private func comparisons(_ example: TwoCompletionsExample, _ path: Path) -> [Comparison] {
    let zero = Symmetric(Matrix(rows: 4, columns: 1)), r = example.r
    var workspace = example.fit.makeWorkspace(for: zero)
    let slope = example.fit.matrixGradient(at: zero, &workspace)
    let top = zero.steepestTerm(against: slope).gain, at = "R = \(Int(r)): "
    let least = SmallSVD(example.leastNorm).singularValues
    return [
      Comparison(
        at + "least nuclear norm", least.reduce(0, +), .near(4 * r, within: 1e-12),
        because: "rounding"),
      Comparison(
        at + "top eigenvalue of −∇f(0)", top, .near(example.growth.first, within: 1e-8),
        because: "the tolerance of the Lanczos search"),
      Comparison(
        at + "distance of the greedy end to rank one", path.distance.last ?? .nan, .atMost(1e-6),
        because: "a gradient of 1e-9 R over the least curvature there, about 1/R"),
      Comparison(
        at + "stages until nothing grows", path.isComplete ? Double(path.rank) : .nan,
        .near(1, margin: 0), because: "a count"),
    ]
  }

  private func normFigure(_ paths: [Path]) -> Figure {
    let range = values.min()!...values.max()!
    return Figure(
      "norms", title: "Greedy learning takes the larger norm",
      caption: """
        Nuclear norms of the two completions against R, and where greedy learning ended (points; \
        at rank one the nuclear norm is the Frobenius norm).
        """,
      x: .logarithmic("R"), y: .logarithmic("nuclear norm"),
      series: [
        .prediction("rank 1: 2R² + 2", over: range, tint: .first) { 2 * $0 * $0 + 2 },
        .prediction("rank 2: 4R", over: range, tint: .second) { 4 * $0 },
        Series("greedy", x: values, y: paths.map(\.norm), style: .points, tint: .first),
      ])
  }

  private func distanceFigure(_ paths: [Path]) -> Figure {
    let tints = Tint.family(values.count)
    return Figure(
      "distance", title: "One stage, and the rank-one completion is reached",
      caption: """
        Relative distance to vvᵀ along the greedy path. The flow lingers at zero, leaves it in one \
        direction, and comes in along a valley that is the flatter the larger R.
        """,
      x: .linear("step of the integrator"), y: .logarithmic("distance to rank one", 1e-12...2),
      series: values.indices.map {
        .iterations("R = \(Int(values[$0]))", paths[$0].distance, tint: tints[$0])
      })
  }
}
