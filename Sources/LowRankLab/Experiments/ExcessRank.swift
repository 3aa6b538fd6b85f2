internal import Foundation
internal import LinearAlgebra
internal import LowRank
internal import LowRankTheory

/// G7: too many columns turn linear convergence into 1/T².
public struct ExcessRank: Claim {
  public let id = "G7"
  public let name = "Excess rank: from linear to 1/T²"
  public let statement = """
    Descent on symmetric sensing with X Xᵀ is linear when X has as many columns as the truth has \
    rank, and with more columns its squared error falls as 1/T², no faster.
    """
  public let source = """
    Xiong, Ding, Du (ICLR 2024), lower bound and linear rate; the constants are derived
    """
  public let theory = """
    With 𝒜*𝒜 = I the excess singular values s of X obey s ← s − ηs³, so s² → 1/(2ηT) whatever the \
    start, and the k − r of them leave ‖E‖² → (k − r)/(4η²T²). With k = r the slowest mode shrinks \
    by 1 − ηλᵣ a step, ‖E‖² by its square. Measurements short of an isometry keep both laws in \
    kind and change the constants.
    """

  public var size = 20
  public var eigenvalues = [1, 0.8, 0.6]
  /// Columns beyond the rank.
  public var excess = [1, 2, 5]
  /// Columns of the run that should be linear: the rank.
  public var exact = 3
  /// η for ¼‖𝒜(XXᵀ) − y‖².
  public var step = 0.1
  /// α of the start; far smaller ones stay on a plateau for most of any run.
  public var scale = 0.5
  public var steps = 20_000
  public var measurements = 600
  public var sensingSteps = 6000

  public static var settings: Settings<Self> { ["step": \.step, "scale": \.scale] }

  public init(_ extent: Extent = .quick) {
    guard extent == .full else { return }
    size = 50
    excess = [1, 2, 5, 20]
    steps = 100_000
    measurements = 2500
    sensingSteps = 20_000
  }

  public var setting: String {
    """
    n = \(size), eigenvalues \(eigenvalues.map(Series.short).joined(separator: ", ")), η = \
    \(step), X of N(0, α²/n) entries with α = \(scale); \(steps) steps with everything observed, \
    and \(sensingSteps) with \(measurements) Gaussian measurements and one column too many.
    """
  }

  public func evidence(seed: UInt64) -> Evidence {
    let full = FullObservation(rows: size, columns: size)
    let sensing = SymmetricMeasurements.gaussian(size: size, count: measurements, seed: seed + 5)
    let widths = [exact] + excess.map { eigenvalues.count + $0 }
    let runs = Parallel.map(widths.count + 1) { k in
      k < widths.count
        ? errors(full, width: widths[k], steps: k == 0 ? 1000 : steps, seed: seed)
        : errors(sensing, width: eigenvalues.count + 1, steps: sensingSteps, seed: seed)
    }
    let wide = Array(runs[1...excess.count])
    return Evidence(
      comparisons: [linear(runs[0])] + zip(excess, wide).flatMap(sublinear) + [sensed(runs.last!)],
      figures: [figure(runs[0], wide, runs.last!)],
      remarks: [
        """
        The law sets in after about 1/(2ηα²) steps, here \
        \(Series.short((1 / (2 * step * scale * scale)).rounded())). Until then the error of a \
        small start rests on a plateau of order α⁴: a run that ends earlier shows neither law, and \
        a tiny error at its end says nothing about the rate.
        """
      ])
  }

  /// ‖E_t‖² for t = 0, 1, …: twice the loss.
  private func errors<M: MeasurementMap>(
    _ map: M, width: Int, steps: Int, seed: UInt64
  ) -> [Double] {
    let truth = LowRankMatrix.plantedSemidefinite(size: size, eigenvalues: eigenvalues, seed: seed)
    let fit = Fit(
      map, target: map.measurements(of: truth), loss: SquaredLoss(), over: Symmetric.self)
    let start = fit.start(.unequal(left: scale, right: scale), rank: width, seed: seed + 10)
    // The gradient of ½‖·‖² is twice that of ¼‖·‖².
    var run = fit.iterates(
      from: start, by: Descent(along: .steepest(), step: .constant(step / 2)))
    var errors = [2 * run.current.record.loss]
    _ = run.finish(at: .iterations(steps) || .loss(0.5e-22)) {
      errors.append(2 * $0.record.loss)
    }
    return errors
  }

  private func linear(_ errors: [Double]) -> Comparison {
    Comparison(
      "rate of ln ‖E‖² per step with k = r", Slopes.exponentialRate(errors),
      .near(2 * log(1 - step * eigenvalues.last!), within: 0.05),
      because: "the next mode, of eigenvalue \(eigenvalues[eigenvalues.count - 2]), fades meanwhile"
    )
  }

  private func sublinear(_ excess: Int, _ errors: [Double]) -> [Comparison] {
    let last = Double(errors.count - 1), at = "\(excess) too many: "
    return [
      Comparison(
        at + "power of T in ‖E‖²", Slopes.powerLaw(errors, from: errors.count / 10),
        .near(-2, margin: 0.06),
        because: "the start is forgotten as 1/(2ηs₀²T), some per cent at a tenth of the run"),
      Comparison(
        at + "η²T²‖E‖² at the end", step * step * last * last * errors.last!,
        .near(Double(excess) / 4, within: 0.05), because: "the same at the end of it"),
    ]
  }

  private func sensed(_ errors: [Double]) -> Comparison {
    Comparison(
      "power of T in ‖𝒜(E)‖² with \(measurements) measurements",
      Slopes.powerLaw(errors, from: errors.count / 3), .between(-2.1, -1.8),
      because: "without exact isometry the excess decays a little unevenly over the run")
  }

  private func figure(_ exact: [Double], _ wide: [[Double]], _ sensing: [Double]) -> Figure {
    let tints = Tint.family(excess.count), r = eigenvalues.count, steps = Double(wide[0].count - 1)
    let laws = excess.indices.map { k in
      Series.prediction(k == 0 ? "(k − r)/(4η²T²)" : "", over: 30...max(steps, 31), tint: tints[k])
      {
        Double(excess[k]) / (4 * step * step * $0 * $0)
      }
    }
    return Figure(
      "errors", title: "One column too many, and the error falls as 1/T²",
      caption: """
        Squared error against the step, for X with the truth’s rank r = \(r) and with more \
        columns; dashed, the law with its constant, which does not know the start.
        """,
      x: .logarithmic("step T", 1...steps * 1.1), y: .logarithmic("‖E‖²", 1e-12...10),
      series: [.iterations("k = r", exact, tint: .third)]
        + excess.indices.map {
          .iterations("k = r + \(excess[$0])", wide[$0], tint: tints[$0])
        } + laws + [.iterations("k = r + 1, sensing", sensing, tint: .fourth)])
  }
}
