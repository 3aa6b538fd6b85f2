internal import Foundation
internal import LinearAlgebra
internal import LowRank
internal import LowRankTheory

/// G4: the smaller the start, the nearer descent's path to the greedy one.
public struct GreedyPath: Claim {
  public let id = "G4"
  public let name = "Descent follows the greedy path"
  public let statement = """
    From ever smaller starts descent on symmetric completion comes ever nearer to the path of \
    greedy low-rank learning, which adds one rank at a time and lowers the loss at every stage.
    """
  public let source = """
    Li, Luo, Lyu (ICLR 2021): greedy low-rank learning as the limit; the sharp exponent is derived
    """
  public let theory = """
    Greedy learning stops at W̄₁, W̄₂, … of rank 1, 2, …. Descent from a start of scale α \
    reaches the size of W̄₁ with columns that still hold α^(1 − μ₂/μ₁) of the second eigenvector, \
    μ the eigenvalues of −∇f(0): that is its distance from the greedy path on the first climb. \
    Near W̄₁ the convergence of the first direction competes with the growth of the second, so over \
    the whole run the power is smaller; theory then promises only that the distance falls. If \
    errors made on the climb may grow at rate 2μ₁, the weaker bound 2(μ₁ − μ₂)/(3μ₁ − μ₂) on the \
    power results.
    """

  public var size = 10
  public var eigenvalues: [Double] = [4, 1]
  /// Probability that a pair is observed.
  public var seen = 0.9
  public var step = 0.01
  /// α.
  public var scales = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5]
  public var steps = 10_000
  /// Steps between two looks at the distance.
  public var stride = 5
  /// ε of the greedy path's new terms.
  public var greedyScale = 1e-24

  public static var settings: Settings<Self> {
    ["seen": \.seen, "step": \.step, "greedyScale": \.greedyScale]
  }

  public init(_ extent: Extent = .quick) {
    guard extent == .full else { return }
    (size, eigenvalues, seen) = (20, [6, 3, 1], 0.6)
    scales = .logSpaced(from: 1e-1, to: 1e-7, count: 7)
    // The greedy path is known to about the square of the step.
    (step, steps, stride) = (0.002, 75_000, 25)
  }

  public var setting: String {
    """
    \(size) × \(size), eigenvalues \(eigenvalues.map(Series.short).joined(separator: ", ")), each \
    pair observed with probability \(seen), U square with N(0, α²/n) entries, η = \(step), \
    \(steps) steps; the greedy path from ε = \(Series.short(greedyScale)).
    """
  }

  typealias Objective = Fit<Symmetric, EntrySampling, SquaredLoss>

  public func evidence(seed: UInt64) -> Evidence {
    let instance = SymmetricCompletion(
      size: size, eigenvalues: eigenvalues, seen: seen, seed: seed + 6)
    let fit = instance.fit(over: Symmetric.self), greedy = Greedy(fit, instance.truth, self)
    let runs = Parallel.map(scales.count) { follow(fit, greedy, scales[$0], seed: seed + 20) }
    return Evidence(
      comparisons: stageComparisons(greedy) + distanceComparisons(runs, greedy),
      figures: [
        distanceFigure(runs, greedy),
        lossFigure(runs, greedy, top: max(0.5 * fit.target.dot(fit.target), 1e-9)),
      ],
      remarks: [
        "Stages of the greedy path: \(greedy.trace.words)."
      ])
  }

  fileprivate struct Trace: Sendable {
    var steps: [Int] = []
    var losses: [Double] = []
    var distances: [Double] = []
    /// The largest distance while ‖W‖ ≤ ½‖W̄₁‖.
    var early = 0.0
  }

  private func follow(
    _ fit: Objective, _ greedy: Greedy, _ alpha: Double, seed: UInt64
  ) -> Trace {
    var run = fit.iterates(
      from: fit.start(.gaussian(scale: alpha), rank: size, seed: seed),
      by: Descent<Objective, Steepest<Symmetric>>(along: .steepest(), step: .constant(step)))
    var trace = Trace()
    _ = run.finish(at: .iterations(steps)) {
      guard $0.record.iteration % stride == 0, $0.record.loss.isFinite else { return }
      let w = $0.point.matrix, distance = greedy.trace.path.distance(to: w.dense())
      trace.steps.append($0.record.iteration)
      trace.losses.append($0.record.loss)
      trace.distances.append(distance)
      if w.frobeniusNorm < greedy.firstNorm / 2 { trace.early = max(trace.early, distance) }
    }
    return trace
  }

  private func stageComparisons(_ greedy: Greedy) -> [Comparison] {
    [
      Comparison(
        "error where the greedy path ends", greedy.error, .atMost(1e-6),
        because: "a gradient of 1e-7, over the least curvature"),
      Comparison(
        "stages of the greedy path", Double(greedy.trace.stages.count),
        .near(Double(eigenvalues.count), margin: 0), because: "a count; the truth’s rank"),
      Comparison(
        "largest quotient of the losses at successive stages", greedy.trace.worstQuotient,
        .atMost(0.99),
        because: "the loss falls at every stage"),
    ]
  }

  private func distanceComparisons(_ runs: [Trace], _ greedy: Greedy) -> [Comparison] {
    let far = runs.map { $0.distances.max() ?? .nan }, early = runs.map(\.early)
    let slope = Slopes.exponentBelow(scales, early)
    return [
      Comparison(
        "power of α in the distance on the first climb", slope, .near(greedy.exponent, within: 0.2),
        because: "eigenvectors after the second fade as other powers of α, which bend the line"),
      Comparison(
        "power of α in the distance on the first climb, against the weaker bound", slope,
        .atLeast(greedy.guarantee),
        because: "a bound, from errors that grow at rate 2μ₁"),
      Comparison(
        "largest quotient of the distances of successive scales",
        zip(far, far.dropFirst()).map { $1 / $0 }.max() ?? .nan, .atMost(0.9),
        because: "the distance falls with every decade of the start"),
    ]
  }

  private func distanceFigure(_ runs: [Trace], _ greedy: Greedy) -> Figure {
    let far = runs.map { $0.distances.max() ?? .nan }, early = runs.map(\.early)
    let range = scales.min()!...scales.max()!, anchor = scales.count - 2
    func line(_ label: String, _ power: Double, _ tint: Tint) -> Series {
      .prediction(label, over: range, tint: tint) {
        early[anchor] * pow($0 / scales[anchor], power)
      }
    }
    return Figure(
      "distance", title: "The smaller the start, the nearer the greedy path",
      caption: """
        Largest distance of descent from the greedy path, over the whole run and on the first half \
        of the climb to W̄₁, with the derived power \(Series.short(greedy.exponent)) and the \
        bound’s \(Series.short(greedy.guarantee)) (dashed).
        """,
      x: .logarithmic("scale α of the start"), y: .logarithmic("distance from the greedy path"),
      series: [
        Series("whole run", x: scales, y: far, style: .points, tint: .second),
        Series("first climb", x: scales, y: early, style: .points, tint: .first),
        line("derived", greedy.exponent, .first), line("weaker bound", greedy.guarantee, .quiet),
      ])
  }

  /// - Parameter top: the loss at zero.
  private func lossFigure(_ runs: [Trace], _ greedy: Greedy, top: Double) -> Figure {
    let tints = Tint.family(scales.count)
    // Until the smallest start has come through the last stage.
    let end = zip(runs.last!.steps, runs.last!.losses).first { $1 < 1e-4 * top }?.0
    let last = 1.1 * Double(end ?? steps)
    return Figure(
      "loss", title: "Stages appear as the start shrinks",
      caption: """
        Loss of descent against the step, with the losses at which the stages of greedy learning \
        end. Small starts stop at each; large ones cut the corners.
        """,
      x: .linear("step", 0...last), y: .logarithmic("loss", 1e-4 * top...2 * top),
      series: scales.indices.map {
        Series(
          ($0 == 0 ? "α = " : "") + Series.short(scales[$0]), x: runs[$0].steps.map(Double.init),
          y: runs[$0].losses, tint: tints[$0])
      }, marks: greedy.trace.stages.dropLast().map { .level(at: $0.loss, "W̄, rank \($0.rank)") })
  }
}

/// The greedy path of an instance, and the exponents that its spectrum gives.
private struct Greedy: Sendable {
  let trace: GreedyTrace
  /// ‖W − W*‖/‖W*‖ where it ends.
  let error: Double
  /// 1 − μ₂/μ₁.
  let exponent: Double
  /// 2(μ₁ − μ₂)/(3μ₁ − μ₂).
  let guarantee: Double
  /// ‖W̄₁‖.
  var firstNorm: Double { trace.stages.first?.norm ?? 0 }

  init(_ fit: GreedyPath.Objective, _ truth: LowRankMatrix, _ claim: GreedyPath) {
    let n = claim.size, zero = Symmetric(Matrix(rows: n, columns: 1))
    var workspace = fit.makeWorkspace(for: zero), slope = Matrix(rows: n, columns: n)
    fit.matrixGradient(at: zero, &workspace).multiply(
      Matrix(diagonal: Array(repeating: -1, count: n)), into: &slope)
    let mu = Array(SymmetricEigen(slope).values.reversed())
    exponent = 1 - mu[1] / mu[0]
    guarantee = 2 * (mu[0] - mu[1]) / (3 * mu[0] - mu[1])
    let rule = StopRule.gradientNorm(1e-7)
    let growth = RankGrowth(
      Descent<GreedyPath.Objective, Steepest<Symmetric>>(
        along: .steepest(), step: .constant(claim.step)),
      scale: claim.greedyScale, threshold: 1e-5, phase: rule)
    trace = GreedyTrace(
      fit.iterates(from: fit.start(.zeroRank, rank: 0), by: growth), spacing: 1e-3,
      until: rule || .iterations(200_000))
    error = trace.end.distance(to: truth) / truth.frobeniusNorm
  }
}
