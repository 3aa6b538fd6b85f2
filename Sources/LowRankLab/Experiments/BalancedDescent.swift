internal import Foundation
internal import LinearAlgebra
internal import LowRank
internal import LowRankTheory

/// G6: factoring a matrix by plain descent from a small random start, without a balancing term.
public struct BalancedDescent: Claim {
  public let id = "G6"
  public let name = "Factoring without a balancing term"
  public let statement = """
    Descent on ½‖U Vᵀ − Σ‖² from a small random start finds Σ at a linear rate and keeps the \
    factors balanced by itself, in a time that hardly depends on the start’s scale, at any step \
    below 1/σ₁.
    """
  public let source = """
    Ye and Du (NeurIPS 2021), Theorems 1.1 and 3.1; late rate and stability edge derived
    """
  public let theory = """
    Near zero the part that both factors share grows by 1 + ησ_d a step at least: a warm-up of \
    about ln(dσ_d/ε²)/(ησ_d) steps. Then the error outside Σ’s singular spaces decides: it shrinks \
    by (1 − ησ_d)² in f. A smaller start makes the warm-up longer and this part smaller, by the \
    same factor, so the total stays. Curvature at the solution is σ₁, hence the edge η = 1/σ₁ for \
    the second-order recursion of both factors.
    """

  public var rows = 30
  public var columns = 20
  public var spectra: [[Double]] = [[3, 2.5, 2, 1.5, 1], [10, 5, 3, 2, 1]]
  /// η σ₁.
  public var relativeStep = 0.4
  /// ε over the theorem's σ_d/(√(dσ₁)(m + n)).
  public var scales = [1, 0.1, 0.01]
  /// Steps on either side of the edge, as parts of 1/σ₁.
  public var edge = [0.9, 1.1]

  public static var settings: Settings<Self> { ["relativeStep": \.relativeStep] }

  public init(_ extent: Extent = .quick) {
    guard extent == .full else { return }
    (rows, columns) = (300, 200)
    // Much smaller, and the imbalance ε² would drown in rounding.
    scales = [1, 0.1, 0.01, 1e-3]
    relativeStep = 0.1
  }

  private func words(_ spectrum: [Double]) -> String {
    spectrum.map { Series.short($0) }.joined(separator: ", ")
  }

  public var setting: String {
    """
    \(rows) × \(columns), d = \(spectra[0].count) = rank, Σ with singular values \
    \(spectra.map(words).joined(separator: " and ")); \
    η = \(relativeStep)/σ₁; entries N(0, ε²) with ε the theorem’s and \(scales.count - 1) smaller.
    """
  }

  struct Trace: Sendable {
    var losses: [Double] = []
    /// The largest ‖UᵀU − VᵀV‖ over the first.
    var imbalance = 0.0
    /// The largest fall of σ_d(A) between two looks, A = (PᵀU + QᵀV)/2 what the factors share.
    var fall = -Double.infinity
    /// The end of the warm-up.
    var warm: Int?
    /// T₀ ησ_d / ln(dσ_d/ε²).
    var quotient = Double.nan
  }

  public func evidence(seed: UInt64) -> Evidence {
    let runs = Parallel.map(spectra.count * scales.count) { k in
      trace(spectra[k / scales.count], scales[k % scales.count], relativeStep, seed: seed)
    }
    let rows = spectra.indices.map { Array(runs[$0 * scales.count..<($0 + 1) * scales.count]) }
    let ends = Parallel.map(edge.count) {
      trace(spectra[0], 1, edge[$0], seed: seed, limit: 2000).losses.last ?? .nan
    }
    return Evidence(
      comparisons: zip(spectra, rows).flatMap(comparisons)
        + [
          Comparison(
            "f after 2000 steps of \(edge[0])/σ₁", ends[0], .atMost(1e-20), because: "rounding"),
          Comparison(
            "f after 2000 steps of \(edge[1])/σ₁", ends[1].isFinite ? ends[1] : 1e300,
            .atLeast(1e-2), because: "it must not have converged"),
        ],
      figures: [figure(rows[0])], remarks: [stepRemark])
  }

  /// The theorem's step, up to its constant, beside the one used.
  private var stepRemark: String {
    let spectrum = spectra[0], d = Double(spectrum.count), top = spectrum[0], least = spectrum.last!
    let epsilon = epsilon(spectrum)
    let bound = least * epsilon * epsilon / (d * top * top * top), used = relativeStep / top
    return """
      The theorem asks for a step of the order σ_dε²/(dσ₁³), here \(Series.short(bound)). The step \
      used is \(Series.short(used / bound)) times that and the claim holds all the same: the bound \
      is sufficient and far from necessary, as the edge of stability shows.
      """
  }

  /// The theorem's scale of the entries.
  private func epsilon(_ spectrum: [Double]) -> Double {
    let d = Double(spectrum.count)
    return spectrum.last! / ((d * spectrum[0]).squareRoot() * Double(rows + columns))
  }

  private func trace(
    _ spectrum: [Double], _ part: Double, _ relative: Double, seed: UInt64, limit: Int? = nil
  ) -> Trace {
    let d = spectrum.count, least = spectrum.last!, eta = relative / spectrum[0]
    let truth = LowRankMatrix.planted(
      rows: rows, columns: columns, singularValues: spectrum, seed: seed)
    let map = FullObservation(rows: rows, columns: columns)
    let fit = Fit(
      map, target: map.measurements(of: truth), loss: SquaredLoss(), over: Asymmetric.self)
    let epsilon = part * epsilon(spectrum)
    let start = fit.start(
      .gaussian(scale: epsilon * Double(d).squareRoot()), rank: d, seed: seed + 100)
    var run = fit.iterates(from: start, by: Descent(along: .steepest(), step: .constant(eta)))
    var trace = Trace(losses: [run.current.record.loss])
    let form = SpectralForm(truth), first = start.imbalance
    var last = signal(start, form).strength
    _ = run.finish(at: .loss(1e-24) || .iterations(limit ?? Int(120 / (eta * least)))) {
      trace.losses.append($0.record.loss)
      guard $0.record.iteration % 5 == 0, $0.record.loss.isFinite else { return }
      trace.imbalance = max(trace.imbalance, $0.point.imbalance / first)
      let (strength, gap) = signal($0.point, form)
      trace.fall = max(trace.fall, last - strength)
      last = strength
      // Theorem 3.1: the warm-up ends with σ_d(A) ≥ √(σ_d/2) and a gap of at most σ_d/4.
      guard trace.warm == nil, strength >= (least / 2).squareRoot(), gap <= least / 4 else {
        return
      }
      trace.warm = $0.record.iteration
    }
    let growth = log(Double(d) * least / (epsilon * epsilon))
    trace.quotient = trace.warm.map { Double($0) * eta * least / growth } ?? .nan
    return trace
  }

  /// σ_d(A) and ‖Σ_d − AAᵀ + BBᵀ‖ with A, B = (PᵀU ± QᵀV)/2, Σ = P Σ_d Qᵀ.
  private func signal(
    _ point: Asymmetric, _ form: SpectralForm
  ) -> (strength: Double, gap: Double) {
    var a = form.u.transposedTimes(point.u), b = a
    let v = form.v.transposedTimes(point.v)
    a.add(v, scaledBy: 1)
    b.add(v, scaledBy: -1)
    a.scale(by: 0.5)
    b.scale(by: 0.5)
    var rest = Matrix(diagonal: form.singularValues)
    rest.add(a.timesTransposed(a), scaledBy: -1)
    rest.add(b.timesTransposed(b), scaledBy: 1)
    return (SmallSVD(a).singularValues.last!, SmallSVD(rest).singularValues[0])
  }

  private func comparisons(_ spectrum: [Double], _ runs: [Trace]) -> [Comparison] {
    let eta = relativeStep / spectrum[0], least = spectrum.last!
    let at = "κ = \(Series.short(spectrum[0] / least)): ", losses = runs[0].losses
    let rate = Slopes.exponentialRate(losses.filter { $0 < 1e-4 }, above: 1e-22)
    let times = runs.map { $0.losses.firstIndex { $0 < 1e-20 }.map(Double.init) ?? .infinity }
    let rises = zip(losses, losses.dropFirst()).map { $1 - $0 }.max() ?? .nan
    return [
      Comparison(
        at + "rate of ln f per step", rate, .near(2 * log(1 - eta * least), within: 0.05),
        because: "faster modes fade meanwhile"),
      Comparison(
        at + "largest rise of f in a step", rises, .atMost(1e-14), because: "rounding"),
      Comparison(
        at + "largest fall of σ_d of what both factors share, in five steps",
        runs.map(\.fall).max() ?? .nan, .atMost(1e-14),
        because: "rounding; the theorem’s warm-up rests on its growth"),
      Comparison(
        at + "largest ‖UᵀU − VᵀV‖ over its start", runs.map(\.imbalance).max() ?? .nan,
        .atMost(1.25), because: "the drift is O(η) in all: 16 % at most in trials"),
      Comparison(
        at + "warm-up over ln(dσ_d/ε²)/(ησ_d)", runs[0].quotient, .between(0.4, 0.8),
        because: "the bound’s constant is not given; a growth of σ_d for both factors gives ½"),
      Comparison(
        at + "steps to f < 1e-20, largest over least", times.max()! / times.min()!, .atMost(1.2),
        because: "scales differ by \(Series.short(scales[0] / scales.last!)), times by logarithms"),
    ]
  }

  private func figure(_ runs: [Trace]) -> Figure {
    let tints = Tint.family(scales.count), spectrum = spectra[0]
    let eta = relativeStep / spectrum[0], rate = 2 * log(1 - eta * spectrum.last!)
    let warm = Double(runs[0].warm ?? 0), last = Double(runs[0].losses.count - 1)
    let tail = (0...60).map { warm + (last - warm) * Double($0) / 60 }
    let anchor = runs[0].losses.last! / exp(rate * last)
    return Figure(
      "loss", title: "Smaller starts wait longer and arrive together",
      caption: """
        f against the step from the theorem’s scale ε and from smaller ones; dashed, the derived \
        late rate 2 ln(1 − ησ_d).
        """,
      x: .linear("step"), y: .logarithmic("f", 1e-22...100),
      series: scales.indices.map {
        .iterations(
          scales[$0] == 1 ? "ε" : "ε · \(Series.short(scales[$0]))", runs[$0].losses,
          tint: tints[$0])
      } + [
        Series(
          "predicted rate", x: tail, y: tail.map { anchor * exp(rate * $0) },
          style: .prediction, tint: .quiet)
      ],
      marks: [.upright(at: warm, "warm-up ends")])
  }
}
