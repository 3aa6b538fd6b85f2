internal import Foundation
internal import LinearAlgebra
internal import LowRank

/// G11: overparameterised least squares goes straight to a nearby optimum.
public struct ShortestPath: Claim {
  public let id = "G11"
  public let name = "More unknowns than data: straight to a nearby optimum"
  public let statement = """
    With more unknowns than data descent reaches zero misfit at a geometric rate, along a path \
    hardly longer than the distance between its ends, and ends at or near the optimum that is \
    nearest to the start: in low-rank regression, in a generalised linear model and in a shallow \
    network.
    """
  public let source = """
    Oymak and Soltanolkotabi (ICML 2019): rate, potential, path; the exact length is derived
    """
  public let theory = """
    Let the Jacobian J have singular values in [a, b] along the way and r₀ be the misfit at the \
    start. Then a step shrinks the squared misfit by 1 − ηa²/2, the potential \
    (a/4)‖θ − θ₀‖ + misfit never exceeds r₀, and every optimum is at least r₀/b away. To first \
    order J is constant, and then the length of the path follows from J(θ₀) alone: with the \
    eigenpairs (λᵢ, vᵢ) of JJᵀ and cᵢ = ⟨vᵢ, misfit⟩, step t has the squared length \
    η²Σλᵢ(1 − ηλᵢ)²ᵗcᵢ². For the generalised linear model the limit is the nearest optimum itself.
    """

  /// Examples and inputs of the generalised linear model.
  public var linear = (examples: 30, inputs: 120)
  /// Size, columns of U and measurements of the regression ⟨Aₖ, UUᵀ⟩ = yₖ.
  public var regression = (size: 30, width: 8, measurements: 60)
  /// Inputs, hidden units and examples of the network.
  public var network = (inputs: 20, units: 40, examples: 60)
  /// How far the targets are from what the start explains, a component.
  public var misfit = 0.3
  /// η as a part of 1/b² at the start.
  public var part = 0.9

  public static var settings: Settings<Self> { ["misfit": \.misfit, "part": \.part] }

  public init(_ extent: Extent = .quick) {
    guard extent == .full else { return }
    linear = (150, 600)
    regression = (80, 20, 300)
    network = (50, 150, 250)
  }

  public var setting: String {
    """
    y = φ(Xw) with \(linear.examples) examples of \(linear.inputs) inputs and φ(z) = z + 0.4 sin \
    z; \(regression.measurements) measurements of UUᵀ with \(regression.size * regression.width) \
    unknowns; a softplus network of \(network.units) units and \(network.inputs) inputs with \
    \(network.examples) examples. η = \(part)/b², until the misfit is 10⁻¹⁰ of what it was.
    """
  }

  public func evidence(seed: UInt64) -> Evidence {
    let runs = Parallel.map(3) { k in
      switch k {
      case 0: generalisedLinear(seed: seed)
      case 1: lowRankRegression(seed: seed)
      default: shallowNetwork(seed: seed)
      }
    }
    return Evidence(
      comparisons: runs.flatMap(comparisons) + [nearestComparison(runs[0])],
      figures: [misfitFigure(runs), pathFigure(runs)],
      reservations: [
        """
        The constants 1/2 and 1/4 are quoted from summaries of the paper, whose own text we could \
        not read. What is measured leaves room for twice as sharp ones.
        """
      ])
  }

  private func comparisons(_ run: Journey) -> [Comparison] {
    let name = run.name + ": "
    return [
      Comparison(
        name + "misfit left, over r₀", run.misfit.last! / run.misfit[0], .atMost(1e-9),
        because: "runs end at 1e-10; zero misfit is within reach of more unknowns than data"),
      Comparison(
        name + "slowest step over its bound 1 − ηa²/2", run.worstContraction / run.contractionBound,
        .atMost(1), because: "a guarantee, with the least a found along the way"),
      Comparison(
        name + "largest potential over r₀", run.potential.max()! / run.misfit[0], .atMost(1 + 1e-9),
        because: "a guarantee; it begins at r₀, and sums are rounded"),
      Comparison(
        name + "distance over its least value r₀/b", run.distance.last! * run.b / run.misfit[0],
        .atLeast(1), because: "a bound on every optimum, with the greatest b found along the way"),
      Comparison(
        name + "path over distance, at most", run.length.last! / run.distance.last!, .atMost(1.3),
        because: "“hardly longer”: a detour of less than a third of the way"),
      Comparison(
        name + "path over distance", run.length.last! / run.distance.last!,
        .near(run.expectedRatio, margin: 2 * run.jacobianChange * (run.expectedRatio - 1)),
        because: """
          the prediction has J constant; along the way J changes by \
          \(String(format: "%.0f", 100 * run.jacobianChange)) % of its norm, and the eigenvalues \
          that make the detour by twice that part
          """),
    ]
  }

  private func nearestComparison(_ run: Journey) -> Comparison {
    Comparison(
      "\(run.name): distance from the nearest optimum, over the way", run.gapToNearest,
      .atMost(2e-10 * run.b / run.a),
      because: """
        all iterates lie in θ₀ + range(Xᵀ), which holds one optimum, the nearest; the misfit that \
        is left, 1e-10 r₀, is worth 1e-10 r₀/a, and the way is r₀/b or more
        """)
  }

  private static let tints: [Tint] = [.first, .second, .third]

  private func misfitFigure(_ runs: [Journey]) -> Figure {
    Figure(
      "misfit", title: "A geometric rate from the first step",
      caption: """
        The misfit relative to its start, with steps in units of 1/(ηa²); dashed, the guarantee \
        (1 − ηa²/2)^(t/2), four times as slow as the slowest mode of a constant Jacobian.
        """,
      x: .linear("step × ηa²", 0...22), y: .logarithmic("misfit over r₀", 1e-10...1.5),
      series: [
        Series("guarantee", x: [0, 22], y: [1, exp(-5.5)], style: .prediction, tint: .quiet)
      ]
        + zip(runs, Self.tints).map { run, tint in
          let unit = run.step * run.a * run.a
          return Series(
            run.name, x: run.misfit.indices.map { Double($0) * unit },
            y: run.misfit.map { $0 / run.misfit[0] }, tint: tint)
        })
  }

  private func pathFigure(_ runs: [Journey]) -> Figure {
    Figure(
      "path", title: "Misfit falls as the way is made, almost in a line",
      caption: """
        The misfit, relative to r₀, against the distance from the start in units of r₀/a. The \
        guarantee keeps every curve below the dashed line, which reaches zero at 4.
        """,
      x: .linear("distance from the start × a/r₀", 0...0.6), y: .linear("misfit over r₀", 0...1.02),
      series: [
        Series("guarantee", x: [0, 0.6], y: [1, 0.85], style: .prediction, tint: .quiet)
      ]
        + zip(runs, Self.tints).map { run, tint in
          let r0 = run.misfit[0]
          return Series(
            run.name, x: run.distance.map { $0 * run.a / r0 }, y: run.misfit.map { $0 / r0 },
            tint: tint)
        })
  }
}
