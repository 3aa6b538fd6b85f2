internal import Foundation
internal import LinearAlgebra
internal import LowRank

/// G1: from a small random start descent first aligns, then leaves the saddle, then refines.
public struct SmallStart: Claim {
  public let id = "G1"
  public let name = "Small random starts: align, escape, refine"
  public let statement = """
    From a small random start, descent on symmetric sensing first turns towards the leading \
    eigenvectors of 𝒜*(y) while the loss stands still, and the error it ends with is a power of \
    the start’s scale that the spectrum of 𝒜*(y) fixes, whatever the number of columns.
    """
  public let source = """
    Stöger and Soltanolkotabi (NeurIPS 2021): three phases; the exponent is derived
    """
  public let theory = """
    While U is small, a step multiplies it by I + μ𝒜*(y): a power iteration, in which the angle \
    between range(U) and the r leading eigenvectors shrinks long before the loss moves. The signal \
    has grown from α to order one after ln(1/α)/ln(1 + μλᵣ) \
    steps; what is not signal has meanwhile grown at the rate of λᵣ₊₁. So the largest eigenvalue \
    of UUᵀ that is not signal ends at αˢ with s = 2(1 − ln(1 + μλᵣ₊₁)/ln(1 + μλᵣ)). This is exact \
    in the limit for r = 1; at higher rank the eigenvectors escape one after the other, and each \
    changes the spectrum for the next.
    """

  public var size = 30
  /// Of the truth of the phases; the exponent is measured at rank one.
  public var eigenvalues = [1.0, 0.8]
  public var measurements = 450
  /// μ for ¼‖𝒜(UUᵀ) − y‖².
  public var step = 0.25
  /// α.
  public var scales = [1e-3, 1e-6, 1e-9, 1e-12, 1e-15]
  /// Numbers of columns of U, the square U last.
  public var widths = [4, 10, 30]

  public init(_ extent: Extent = .quick) {
    guard extent == .full else { return }
    size = 100
    measurements = 2500
    eigenvalues = [1, 0.9, 0.8]
    widths = [4, 30, 100]
    scales = .logSpaced(from: 1e-2, to: 1e-14, count: 7)
  }

  public var setting: String {
    """
    n = \(size), rank \(eigenvalues.count) (phases) and 1 (exponent), p = \(measurements) symmetric Gaussian measurements, \
    μ = \(step), U of \(widths.map(String.init).joined(separator: ", ")) columns, α from \
    \(Series.short(scales.max()!)) to \(Series.short(scales.min()!)); stopped where the residual is 1 % of the data.
    """
  }

  public func evidence(seed: UInt64) -> Evidence {
    let several = Sensed(self, eigenvalues, seed: seed), one = Sensed(self, [1], seed: seed + 500)
    let phases = several.phases(width: widths.last!, scale: 1e-7)
    let spurious = spuriousEigenvalues(one)
    let also = Parallel.map(scales.count) {
      several.spuriousEigenvalue(width: widths.last!, scale: scales[$0])
    }
    return Evidence(
      comparisons: phaseComparisons(phases)
        + zip(widths, spurious).map { exponentComparison($0, $1, one) },
      figures: [phaseFigure(phases), scaleFigure(spurious, one)],
      remarks: [
        """
        At rank \(eigenvalues.count) the same fit gives an exponent of \(words(Slopes.exponentBelow(scales, also))), \
        where the formula for one escape says \(words(several.exponent)).
        """
      ])
  }

  private func words(_ x: Double) -> String { String(format: "%.2f", x) }

  /// One row for each width.
  private func spuriousEigenvalues(_ problem: Sensed) -> [[Double]] {
    let ends = Parallel.map(widths.count * scales.count) { k in
      problem.spuriousEigenvalue(
        width: widths[k / scales.count], scale: scales[k % scales.count])
    }
    return widths.indices.map { Array(ends[$0 * scales.count..<($0 + 1) * scales.count]) }
  }

  private func phaseComparisons(_ phases: Phases) -> [Comparison] {
    let early = phases.angle.indices.filter { phases.loss[$0] > 0.999 * phases.loss[0] }
    let gap = early.map { abs(log(tan(phases.angle[$0]) / tan(phases.power[$0]))) }.max() ?? .nan
    let aligned = phases.angle.indices.first { phases.angle[$0] < 0.1 }
    return [
      Comparison(
        "loss left when the angle has fallen to 0.1",
        aligned.map { phases.loss[$0] / phases.loss[0] } ?? .nan, .atLeast(0.99),
        because: "alignment comes before the loss falls by 1 %"),
      Comparison(
        "largest gap of ln tan(angle) to the power iteration", gap, .atMost(0.05),
        because:
          "while the loss is above 99.9 %, U bends the iteration by 1e-3 a step, over tens of steps"
      ),
    ]
  }

  private func exponentComparison(
    _ width: Int, _ spurious: [Double], _ problem: Sensed
  ) -> Comparison {
    Comparison(
      "exponent s with \(width) columns", Slopes.exponentBelow(scales, spurious),
      .near(problem.exponent, margin: 0.1),
      because: """
        eigenvalues just below the second fade slowly and lend it their weight: terms of order \
        1/ln(1/α), and ln(1/α) is \(Int(-log(scales.min()!)))
        """)
  }

  private func phaseFigure(_ phases: Phases) -> Figure {
    let steps = phases.steps.map(Double.init)
    return Figure(
      "phases", title: "The angle falls first, the loss long after",
      caption: """
        The largest angle (in radians) between the range of U and the leading eigenvectors of \
        𝒜*(y), the loss relative to its start, and the relative distance to the truth, with \
        \(widths.last!) columns from α = 10⁻⁷; dashed, the angle in a power iteration. Once the \
        signal has escaped, U turns from those eigenvectors to the truth’s own.
        """,
      x: .linear("step"), y: .logarithmic("angle, loss, error", 1e-5...3),
      series: [
        Series("angle", x: steps, y: phases.angle, tint: .first),
        Series("loss", x: steps, y: phases.loss.map { $0 / phases.loss[0] }, tint: .second),
        Series("error", x: steps, y: phases.error, tint: .third),
        Series("power iteration", x: steps, y: phases.power, style: .prediction, tint: .first),
      ])
  }

  private func scaleFigure(_ spurious: [[Double]], _ problem: Sensed) -> Figure {
    let tints = Tint.family(widths.count), range = scales.min()!...scales.max()!
    let anchor = spurious.last!.last! / pow(scales.last!, problem.exponent)
    return Figure(
      "scales", title: "What is not signal is a power of the start",
      caption: """
        The first eigenvalue of UUᵀ beyond the rank, where the residual has come down to 1 % of \
        the data, against the start’s scale. The dashed line has the predicted slope \
        \(words(problem.exponent)).
        """,
      x: .logarithmic("scale α of the start"),
      y: .logarithmic("largest eigenvalue of UUᵀ that is not signal"),
      series: [
        .prediction("predicted slope", over: range, tint: .quiet) {
          anchor * pow($0, problem.exponent)
        }
      ]
        + widths.indices.map {
          Series(
            "\(widths[$0]) columns", x: scales, y: spurious[$0], style: .points, tint: tints[$0])
        })
  }
}

/// One instance, and what is read off its data before any descent.
private struct Sensed {
  typealias Objective = Fit<Symmetric, SymmetricMeasurements, SquaredLoss>
  let claim: SmallStart
  let rank: Int
  let seed: UInt64
  let truth: LowRankMatrix
  let fit: Objective
  /// Of 𝒜*(y).
  let spectrum: SymmetricEigen
  /// The leading eigenvectors of 𝒜*(y).
  let leading: Matrix
  /// s.
  let exponent: Double

  init(_ claim: SmallStart, _ eigenvalues: [Double], seed: UInt64) {
    (self.claim, self.seed, rank) = (claim, seed, eigenvalues.count)
    let n = claim.size, r = eigenvalues.count
    truth = .plantedSemidefinite(size: n, eigenvalues: eigenvalues, seed: seed)
    let map = SymmetricMeasurements.gaussian(size: n, count: claim.measurements, seed: seed)
    fit = Fit(map, target: map.measurements(of: truth), loss: SquaredLoss())
    var surrogate = map.makeImage()
    map.adjoint(fit.target, into: &surrogate)
    let eigen = SymmetricEigen(surrogate)
    spectrum = eigen
    leading = Matrix(rows: n, columns: r) { eigen.vectors[$0, n - 1 - $1] }
    let growth = [n - r, n - r - 1].map { log(1 + claim.step * eigen.values[$0]) }
    exponent = 2 * (1 - growth[1] / growth[0])
  }

  /// The gradient of ½‖·‖² is twice that of ¼‖·‖².
  private var descent: Descent<Objective, Steepest<Symmetric>> {
    Descent(along: .steepest(), step: .constant(claim.step / 2))
  }

  private func start(_ width: Int, _ scale: Double) -> Symmetric {
    fit.start(.gaussian(scale: scale), rank: width, seed: seed + 1000)
  }

  func spuriousEigenvalue(width: Int, scale: Double) -> Double {
    let end = fit.solve(
      from: start(width, scale), by: descent,
      until: .loss(0.5e-4 * fit.target.dot(fit.target)) || .iterations(5000))
    guard end.converged else { return .nan }
    let sigma = SmallSVD(end.point.u).singularValues[rank]
    return sigma * sigma
  }

  /// Angle, loss and error until the loss is 1e-5 of what it was.
  func phases(width: Int, scale: Double) -> Phases {
    let start = start(width, scale)
    var run = fit.iterates(from: start, by: descent), phases = Phases()
    let angles = PrincipalAngles(to: leading, over: Symmetric.self)
    let distance = DistanceToMatrix(truth, over: Symmetric.self)
    let rule = StopRule.loss(1e-5 * run.current.record.loss) || .iterations(5000)
    _ = run.finish(at: rule) {
      guard $0.record.iteration % 2 == 0, $0.record.loss.isFinite else { return }
      phases.steps.append($0.record.iteration)
      phases.angle.append(angles.observe($0.point).last!)
      phases.power.append(angles.observe(powerIteration(start, $0.record.iteration)).last!)
      phases.loss.append($0.record.loss)
      phases.error.append(distance.observe($0.point))
    }
    return phases
  }

  /// (I + μ𝒜*(y))ᵏ U₀, but for a factor.
  private func powerIteration(_ start: Symmetric, _ steps: Int) -> Symmetric {
    let part = spectrum.vectors.transposedTimes(start.u), top = spectrum.values.last!
    let growth = spectrum.values.map {
      pow((1 + claim.step * $0) / (1 + claim.step * top), Double(steps))
    }
    return Symmetric(spectrum.vectors.scalingColumns(by: growth).times(part))
  }
}

private struct Phases {
  var steps: [Int] = []
  var angle: [Double] = []
  /// The angle in the power iteration.
  var power: [Double] = []
  var loss: [Double] = []
  var error: [Double] = []
}
