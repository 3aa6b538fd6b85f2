internal import Foundation
internal import LinearAlgebra
internal import LowRank

/// G5: depth three and four find low rank from starts that depth two would need far smaller.
public struct Depth: Claim {
  public let id = "G5"
  public let name = "Depth needs less tiny starts"
  public let statement = """
    With three layers or more the rank that is not signal vanishes in proportion to the start’s \
    scale, whatever the spectrum, with two layers only as a power that the spectral gap makes \
    small; and at every depth descent comes nearer to the greedy path of that depth as the start \
    shrinks.
    """
  public let source = """
    Li, Luo, Lyu (ICLR 2021): deep factorisation and its greedy limit; exponents derived
    """
  public let theory = """
    From a balanced start a singular value s grows at the rate μs^(2 − 2/L). With L = 2 that is \
    exponential: while the first grows from α to order one, the second gets as far as \
    α^(1 − μ₂/μ₁), so the gap stands in the exponent. With L ≥ 3 it is slower than exponential \
    near zero: the first needs the time α^(−(1 − 2/L))/((L − 2)μ₁), at which the second is still \
    within a constant of α. The gap is in the constant only, and the time is a power of 1/α: \
    depth must not start as small. In completion with L = 2 every climb counts: beyond rank two, \
    what is not signal ends at the power 1 − μ₃/μ₁ − (1 − μ₂/μ₁)ν₂/ν₁, with ν the singular values \
    of −∇f after the first stage. How near descent comes to the greedy path is another matter: the \
    path starts balanced, Gaussian layers do not, and the flow keeps UₗᵀUₗ − Uₗ₊₁Uₗ₊₁ᵀ; each new \
    singular vector is therefore off by as much as the layers’ own scale α^(1/L) when it comes up, \
    or more where another one is close behind it: the limit then comes later.
    """

  /// Numbers of layers.
  public var depths = [2, 3, 4]
  /// μ of the 2 × 2 example.
  public var growth = [2.0, 1.2]
  /// Scales of the product in the 2 × 2 example.
  public var exampleScales = [1e-4, 1e-5, 1e-6]
  public var size = 10
  public var eigenvalues: [Double] = [4, 1]
  public var seen = 0.9
  public var step = 0.02
  /// Scales of the product in completion.
  public var scales = [3e-4, 1e-4, 3e-5]
  public var starts = 3
  /// Of the greedy paths, and of descent beside them: scales of the product, the step, and the
  /// product's scale of a new term at each depth (far smaller ones take a power of it longer).
  public var pathScales = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5]
  public var pathStep = 0.01
  public var greedyScales = [1e-20, 1e-7, 1e-5]
  public var steps = 40_000

  public static var settings: Settings<Self> { ["seen": \.seen, "step": \.step] }

  public init(_ extent: Extent = .quick) {
    guard extent == .full else { return }
    (size, eigenvalues, seen) = (40, [6, 3, 1], 0.9)
    exampleScales = [1e-4, 1e-5, 1e-6, 1e-7]
    (step, steps, starts) = (0.005, 200_000, 5)
  }

  public var setting: String {
    """
    A 2 × 2 example diag(\(growth.map(Series.short).joined(separator: ", "))) fully observed, by \
    gradient flow; and completion of \(size) × \(size), rank \(eigenvalues.count), pairs observed \
    with probability \(seen), of which greedy learning finds the truth, all layers square and \
    Gaussian, η = \(step), \(starts) starts.
    """
  }

  public func evidence(seed: UInt64) -> Evidence {
    let example = Parallel.map(depths.count * exampleScales.count) {
      climb(depths[$0 / exampleScales.count], exampleScales[$0 % exampleScales.count])
    }
    let instance = SymmetricCompletion.recoverable(
      size: size, eigenvalues: eigenvalues, seen: seen, seed: seed + 6)
    let shallow = GapPower(instance, rank: eigenvalues.count).power
    let perDepth = scales.count * starts
    let excess = Parallel.map(depths.count * perDepth) { k in
      let (depth, rest) = (depths[k / perDepth], k % perDepth)
      return excessValue(
        instance, depth, scales[rest / starts], seed: seed + 30 + UInt64(rest % starts))
    }
    func climbs(_ k: Int) -> [Climb] {
      Array(example[k * exampleScales.count..<(k + 1) * exampleScales.count])
    }
    let values = depths.indices.map { k in
      scales.indices.map { s in
        (0..<starts).map { excess[k * perDepth + s * starts + $0] }.sorted()
      }
    }
    let followed = followed(instance.truth, under: instance.map, seed: seed + 60)
    let observed = self.followed(
      instance.truth, under: FullObservation(rows: size, columns: size), seed: seed + 60)
    return Evidence(
      comparisons: depths.indices.flatMap { exampleComparisons(depths[$0], climbs($0)) }
        + completionComparisons(values, shallow) + pathComparisons(followed)
        + powerComparisons(observed),
      figures: [
        exampleFigure(depths.indices.map(climbs)), completionFigure(values, shallow),
        pathFigure(followed), powerFigure(observed),
      ],
      remarks: followed.map {
        "Stages of the greedy path at depth \($0.depth): \($0.greedy.words)."
      },
      reservations: [pathReservation(followed)])
  }

  /// The flow of the 2 × 2 example until its first singular value is half of μ₁.
  struct Climb: Sendable {
    /// The second singular value then.
    var second: Double
    /// When the first singular value passed 1 % of μ₁, over the derived time.
    var relativeTime: Double
  }

  private func climb(_ depth: Int, _ scale: Double) -> Climb {
    let fit = Fit(
      FullObservation(rows: 2, columns: 2), target: Matrix(diagonal: growth).elements,
      loss: SquaredLoss(), over: Deep.self)
    let axes = Matrix(diagonal: [1, 1])
    let start = Deep(
      spectral: SpectralForm(u: axes, singularValues: [scale, scale], v: axes), depth: depth)
    var run = fit.iterates(
      from: start, by: GradientFlow(tolerance: FlowTolerance(relative: 1e-8, absolute: 1e-16)))
    let goal = 0.01 * growth[0]
    var reached: Double?
    while run.state.point.matrix[0, 0] < growth[0] / 2 {
      let before = (run.state.time, run.state.point.matrix[0, 0])
      _ = run.next()
      let after = (run.state.time, run.state.point.matrix[0, 0])
      if reached == nil, after.1 > goal {
        reached = before.0 + (after.0 - before.0) * log(goal / before.1) / log(after.1 / before.1)
      }
    }
    return Climb(
      second: run.state.point.matrix[1, 1],
      relativeTime: (reached ?? .nan) / Self.time(depth, from: scale, to: goal, growth[0]))
  }

  /// ∫ ds / (L μ s^(2 − 2/L)).
  static func time(_ depth: Int, from low: Double, to high: Double, _ mu: Double) -> Double {
    guard depth > 2 else { return log(high / low) / (2 * mu) }
    let power = -(1 - 2 / Double(depth))
    return (pow(low, power) - pow(high, power)) / (Double(depth - 2) * mu)
  }

  /// The first singular value beyond the rank where completion has come to rest.
  private func excessValue(
    _ instance: SymmetricCompletion, _ depth: Int, _ scale: Double, seed: UInt64
  ) -> Double {
    let fit = instance.fit(over: Deep.self)
    let start = Deep.gaussian(
      widths: Array(repeating: size, count: depth + 1), scale: scale, seed: seed)
    let end = fit.solve(
      from: start, by: Descent(along: .steepest(), step: .constant(step)),
      until: .loss(1e-6 * fit.target.dot(fit.target)) || .iterations(steps))
    // Before the signal is learned everything is in proportion to the start.
    guard end.converged else { return .nan }
    return SmallSVD(end.point.matrix.dense()).singularValues[eigenvalues.count]
  }

  private func exampleComparisons(_ depth: Int, _ climbs: [Climb]) -> [Comparison] {
    let expected = depth == 2 ? 1 - growth[1] / growth[0] : 1
    let power = Slopes.exponent(exampleScales, climbs.map(\.second))
    return [
      Comparison(
        "depth \(depth): power of the scale in the second value, 2 × 2", power,
        .near(expected, margin: 0.06),
        because: "the end of the climb, where the rate falls, is not in the derivation"),
      Comparison(
        "depth \(depth): time of escape over the derived one", climbs.last!.relativeTime,
        .near(1, margin: 0.02), because: "up to 1 % of μ₁ the rate is within 1 % of its start"),
    ]
  }

  private func completionComparisons(_ values: [[[Double]]], _ shallow: Double) -> [Comparison] {
    let powers = values.map { rows in
      Slopes.exponentBelow(scales, rows.map { $0[$0.count / 2] })
    }
    return zip(depths, powers).map { depth, power in
      Comparison(
        "depth \(depth): power in completion", power,
        .near(depth == 2 ? shallow : 1, margin: depth == 2 ? 0.2 : 0.1),
        because: depth == 2
          ? "the corrections are themselves small powers of the scale"
          : "the median of \(starts) starts between the two smallest scales")
    }
  }

  private func exampleFigure(_ climbs: [[Climb]]) -> Figure {
    let tints: [Tint] = [.first, .second, .third, .fourth]
    let range = exampleScales.min()!...exampleScales.max()!
    return Figure(
      "example", title: "Depth takes the gap out of the exponent",
      caption: """
        The second singular value of the 2 × 2 example when the first has come half way, against \
        the start’s scale. Dashed: powers 1 − μ₂/μ₁ (two layers) and 1 (three or more).
        """,
      x: .logarithmic("scale of the product at the start"),
      y: .logarithmic("second singular value"),
      series: depths.indices.flatMap { k in
        let points = Series(
          "\(depths[k]) layers", x: exampleScales, y: climbs[k].map(\.second), style: .points,
          tint: tints[k])
        let power = depths[k] == 2 ? 1 - growth[1] / growth[0] : 1
        let line = Series.prediction("", over: range, tint: tints[k]) {
          climbs[k].last!.second * pow($0 / exampleScales.last!, power)
        }
        return [points, line]
      })
  }

  private func completionFigure(_ values: [[[Double]]], _ shallow: Double) -> Figure {
    let tints: [Tint] = [.first, .second, .third, .fourth]
    return Figure(
      "completion", title: "The same in completion, over random starts",
      caption: """
        The first singular value beyond the rank at the end of descent: the median of \(starts) \
        starts and the band from the least to the largest. Dashed: the powers \
        \(Series.short(shallow)) (two layers) and 1 (three or more), through the smallest scale.
        """,
      x: .logarithmic("scale of the product at the start"),
      y: .logarithmic("singular value beyond the rank"),
      series: depths.indices.flatMap { k in
        [
          Series(
            "", x: scales, y: values[k].map { $0.first! },
            style: .band(upper: values[k].map { $0.last! }), tint: tints[k]),
          .prediction("", over: scales.min()!...scales.max()!, tint: tints[k]) {
            let middle = values[k].last!
            return middle[middle.count / 2]
              * pow($0 / scales.last!, depths[k] == 2 ? shallow : 1)
          },
          Series(
            "\(depths[k]) layers", x: scales, y: values[k].map { $0[$0.count / 2] },
            tint: tints[k]),
        ]
      })
  }
}
