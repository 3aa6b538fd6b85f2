internal import Foundation
internal import LinearAlgebra
internal import LowRank

/// G14: deep factorisations learn in twice the rank's dimensions, so small networks can stand in.
public struct Parsimony: Claim {
  public let id = "G14"
  public let name = "Deep factorisation moves only twice the rank"
  public let statement = """
    From orthogonal layers, descent on a deep factorisation of a fully observed matrix of rank r \
    moves only 2r singular values of each layer, and a network of width 2r does the same work; for \
    completion such a network reaches the same error sooner and far more cheaply.
    """
  public let source = """
    Yaras, Wang, Hu, Zhu, Balzano, Qu (2023): invariant subspaces; Kwon, Zhang, Song, Balzano, Qu \
    (2024): compression; bases and speeds derived
    """
  public let theory = """
    With layers εQₗ, Qₗ orthogonal, let the last basis B begin with the right singular space of Φ \
    and what the product of all Q carries its left one to, 2r dimensions, and Bₗ₋₁ = QₗBₗ. Then \
    Bₗ₋₁ᵀUₗBₗ stays diag(Cₗ, ρI): the cores C descend on a 2r × 2r problem of their own, and each \
    step takes ρ to ρ(1 − η · decay) − ηρ²ᴸ⁻¹. Where entries are missing this is approximate. \
    There, with the outer two of three layers s times as fast, balanced layers leave zero √s times \
    as fast, and near the end a mode decays (2s · s^(−1/3) + s^(2/3))/3 = s^(2/3) times as fast.
    """

  public struct Network: Sendable {
    public var size: Int
    public var rank: Int
    public var depth: Int
    /// ε.
    public var layer: Double
    /// η, for ½‖U₁⋯U_L − Φ‖² + decay/2 Σ‖Uₗ‖².
    public var step: Double
    public var decay: Double
  }

  public var networks = [
    Network(size: 30, rank: 3, depth: 3, layer: 1, step: 1e-3, decay: 0),
    Network(size: 30, rank: 3, depth: 3, layer: 0.1, step: 2e-3, decay: 0),
    Network(size: 30, rank: 3, depth: 2, layer: 0.05, step: 5e-3, decay: 0),
    Network(size: 24, rank: 2, depth: 4, layer: 0.3, step: 1e-3, decay: 1e-3),
  ]
  public var steps = 500
  /// What the bases are built for, less the rank: 0 is right.
  public var rankError = 0

  /// Of the completion, d × d at rank 2.
  public var size = 60
  public var oversampling = 4.6
  /// η for the loss divided by the observed part.
  public var step = 0.1
  /// How much faster the outer layers of the compressed network learn.
  public var speed = 5.0
  /// The product's scale at the start, ε³.
  public var scale = 1e-6

  public static var settings: Settings<Self> {
    ["step": \.step, "speed": \.speed, "scale": \.scale]
  }

  public init(_ extent: Extent = .quick) {
    guard extent == .full else { return }
    networks = [
      Network(size: 100, rank: 5, depth: 3, layer: 1, step: 1e-3, decay: 0),
      Network(size: 100, rank: 5, depth: 3, layer: 0.1, step: 2e-3, decay: 0),
      Network(size: 100, rank: 5, depth: 2, layer: 0.05, step: 5e-3, decay: 0),
      Network(size: 80, rank: 3, depth: 4, layer: 0.3, step: 1e-3, decay: 1e-3),
    ]
    steps = 2000
    (size, step) = (100, 0.05)
  }

  private func words(_ network: Network) -> String {
    "d = \(network.size), r = \(network.rank), L = \(network.depth), "
      + "ε = \(Series.short(network.layer))"
  }

  public var setting: String {
    """
    Fully observed: \
    \(networks.map(words).joined(separator: "; ")), \(steps) steps. Completion: d = \(size), r = \
    2, \(oversampling) entries a degree of freedom, L = 3, ε³ = \(Series.short(scale)), η = \
    \(step), to a residual of 10⁻⁴.
    """
  }

  public func evidence(seed: UInt64) -> Evidence {
    let studies = Parallel.map(networks.count) { study(networks[$0], seed: seed) }
    let path = layerPath(networks[0], seed: seed)
    let runs = completions(seed: seed)
    return Evidence(
      comparisons: zip(networks, studies).flatMap(comparisons) + completionComparisons(runs),
      figures: [layerFigure(path), completionFigure(runs)],
      remarks: [
        """
        The wide network has \(3 * size * size) weights, the compressed one \
        \(2 * 4 * size + 16). On the machine that made this page the runs to the same residual \
        took \(runs.map { "\(milliseconds($0.seconds)) (\($0.name))" }.joined(separator: ", ")), \
        the fastest of three each: the compressed network is \(speedUp(runs[0], runs[1])) times as \
        fast at equal error, and \(speedUp(runs[0], runs[2])) times with faster outer layers.
        """
      ])
  }

  private func speedUp(_ wide: Completed, _ other: Completed) -> String {
    Series.short((wide.seconds / other.seconds).rounded())
  }

  private func milliseconds(_ seconds: Double) -> String {
    String(format: "%.0f ms", 1000 * seconds)
  }

  private func comparisons(_ network: Network, _ study: Study) -> [Comparison] {
    let name = "L = \(network.depth), ε = \(Series.short(network.layer)): "
    return [
      Comparison(
        name + "largest gap of a layer to its blocks, relative", study.gap, .atMost(1e-11),
        because: "\(steps) steps, each adding a few roundings of 1e-16, and growth meanwhile"),
      Comparison(
        name + "compressed product against the full one, relative", study.productGap,
        .atMost(1e-11), because: "as above, with the part ρᴸ that the small network leaves out"),
      Comparison(
        name + "singular values of the first layer that moved", Double(study.moved),
        .near(Double(2 * network.rank), margin: 0), because: "a count"),
    ]
  }

  private func completionComparisons(_ runs: [Completed]) -> [Comparison] {
    let (wide, thin, fast) = (runs[0], runs[1], runs[2])
    return [
      Comparison(
        "compressed: steps over those of the wide network", thin.steps / wide.steps,
        .between(0.7, 1.1),
        because: """
          it begins in the subspace of 𝒜*(y), where the wide one has to grow into: a part of the \
          phase at zero is saved, and nothing after it
          """),
      Comparison(
        "outer layers \(Series.short(speed)) times as fast: steps over those at equal speed",
        fast.steps / thin.steps,
        .between(0.9 / pow(speed, 2 / 3), 1.1 / speed.squareRoot()),
        because: "between the two phases’ gains, and a tenth as the loss is no exact isometry"),
      Comparison(
        "outer layers \(Series.short(speed)) times as fast: steps over those of the wide network",
        fast.steps / wide.steps, .atMost(0.5), because: "both gains together"),
      Comparison(
        "error at equal residual, compressed over wide", fast.error / wide.error,
        .near(1, margin: 0.1), because: "missing entries make the compression approximate"),
    ]
  }

  private func layerFigure(_ path: LayerPath) -> Figure {
    let network = networks[0]
    return Figure(
      "layers", title: "Twice the rank moves, the rest falls together",
      caption: """
        The singular values of the first layer along descent: \(2 * network.rank) leave the bulk \
        of \(network.size - 2 * network.rank) (grey, all on one line), which follows ρ (dashed).
        """,
      x: .linear("step"), y: .linear("singular values of the first layer"),
      series: (0..<network.size).map { k in
        let moves = path.moves[k]
        return Series(
          "", x: path.steps, y: path.values.map { $0[k] }, tint: moves ? .first : .quiet)
      } + [Series("ρ", x: path.steps, y: path.rho, style: .prediction, tint: .second)])
  }

  private func completionFigure(_ runs: [Completed]) -> Figure {
    Figure(
      "completion", title: "The compressed network completes sooner",
      caption: """
        Relative error over all entries, seen or not, against the step: the wide network, the \
        compressed one, and the compressed one with faster outer layers.
        """,
      x: .linear("step"), y: .logarithmic("relative error"),
      series: zip(runs, [Tint.quiet, .first, .second]).map {
        Series($0.name, x: $0.places, y: $0.errors, tint: $1)
      })
  }
}
