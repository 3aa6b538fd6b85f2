internal import Foundation
internal import LinearAlgebra
internal import LowRank
internal import LowRankTheory

/// How far descent is from the greedy path of its own depth.
extension Depth {
  /// The greedy path of one depth and the descents beside it.
  struct Followed: Sendable {
    var depth: Int
    var greedy: GreedyTrace
    /// ‖W − W*‖/‖W*‖ where the greedy path ends.
    var error: Double
    /// For each scale and each start.
    var distances: [[Distance]] = []

    func sorted(_ part: KeyPath<Distance, Double>) -> [[Double]] {
      distances.map { $0.map { $0[keyPath: part] }.sorted() }
    }
    func medians(_ part: KeyPath<Distance, Double>) -> [Double] {
      sorted(part).map { $0[$0.count / 2] }
    }
  }

  /// The largest distance from the path.
  struct Distance: Sendable {
    var whole = 0.0
    /// Once the loss is below that of the first stage.
    var later = 0.0
  }

  private func descent<M>(
    on _: Fit<Deep, M, SquaredLoss>
  ) -> Descent<Fit<Deep, M, SquaredLoss>, Steepest<Deep>> {
    Descent(along: .steepest(), step: .constant(pathStep))
  }

  /// One for each depth.
  func followed<M: MeasurementMap>(
    _ truth: LowRankMatrix, under map: M, seed: UInt64
  ) -> [Followed] {
    let fit = Fit(
      map, target: map.measurements(of: truth), loss: SquaredLoss(), over: Deep.self)
    let perDepth = pathScales.count * starts
    var all = Parallel.map(depths.count) { greedy(truth, fit, $0) }
    let far = Parallel.map(depths.count * perDepth) { k in
      let (d, rest) = (k / perDepth, k % perDepth)
      return distance(
        fit, all[d].greedy, depths[d], pathScales[rest / starts],
        seed: seed + UInt64(rest % starts))
    }
    for d in depths.indices {
      all[d].distances = pathScales.indices.map { s in
        (0..<starts).map { far[d * perDepth + s * starts + $0] }
      }
    }
    return all
  }

  private func greedy<M>(
    _ truth: LowRankMatrix, _ fit: Fit<Deep, M, SquaredLoss>, _ k: Int
  ) -> Followed {
    let n = truth.rows, rule = StopRule.gradientNorm(1e-7)
    let growth = RankGrowth(
      descent(on: fit), scale: greedyScales[k], threshold: 1e-5, phase: rule)
    let start = Deep(spectral: SpectralForm(rows: n, columns: n), depth: depths[k])
    let trace = GreedyTrace(
      fit.iterates(from: start, by: growth), spacing: 0.01, until: rule || .iterations(300_000))
    return Followed(
      depth: depths[k], greedy: trace,
      error: trace.end.distance(to: truth) / truth.frobeniusNorm)
  }

  private func distance<M>(
    _ fit: Fit<Deep, M, SquaredLoss>, _ greedy: GreedyTrace, _ depth: Int, _ scale: Double,
    seed: UInt64
  ) -> Distance {
    var run = fit.iterates(
      from: .gaussian(widths: Array(repeating: size, count: depth + 1), scale: scale, seed: seed),
      by: descent(on: fit))
    let rule = StopRule.loss(1e-6 * fit.target.dot(fit.target)) || .iterations(steps)
    let readings = run.readings(
      of: DistanceToPath(greedy.path, over: Deep.self), every: 20, until: rule)
    let later = readings.filter { $0.record.loss < 0.98 * (greedy.stages.first?.loss ?? 0) }
    return Distance(
      whole: readings.map(\.value).max() ?? .nan, later: later.map(\.value).max() ?? .nan)
  }

  /// Entries missing: stages, and that descent comes nearer.
  func pathComparisons(_ all: [Followed]) -> [Comparison] {
    all.flatMap { each in
      let name = "depth \(each.depth), path: ", whole = each.medians(\.whole)
      return [
        Comparison(
          name + "stages of greedy learning", Double(each.greedy.stages.count),
          .near(Double(eigenvalues.count), margin: 0), because: "a count; the truth’s rank"),
        Comparison(
          name + "error where greedy learning ends", each.error, .atMost(1e-6),
          because: "a gradient of 1e-7, over the least curvature"),
        Comparison(
          name + "largest quotient of the losses at successive stages", each.greedy.worstQuotient,
          .atMost(0.99), because: "the loss falls at every stage"),
        Comparison(
          name + "largest quotient of descent’s distances at successive scales",
          zip(whole, whole.dropFirst()).map { $1 / $0 }.max() ?? .nan, .atMost(0.95),
          because: "it comes nearer with every decade"),
      ]
    }
  }

  /// Everything observed: the power.
  func powerComparisons(_ all: [Followed]) -> [Comparison] {
    all.filter { $0.depth > 2 }.map { each in
      let medians = each.medians(\.later), power = 1 / Double(each.depth)
      // Of the smaller half of the scales, over which the power is fitted.
      let widest = medians.suffix(medians.count / 2 + 1).max() ?? .nan
      return Comparison(
        "depth \(each.depth), path, all observed: power of the scale in descent’s distance",
        Slopes.exponentBelow(pathScales, medians),
        .near(power, within: min(widest / eigenvalues.last!, 0.5)),
        because: """
          the next term is less by the distance over the singular value that comes up last, at \
          most \(String(format: "%.2g", widest / eigenvalues.last!)) in the fit, and bends the \
          power by that part
          """)
    }
  }

  func pathReservation(_ all: [Followed]) -> String {
    let k = pathScales.count / 2
    let distances = all.map { each in
      String(format: "%.2g", each.medians(\.whole)[k]) + " (\(each.depth) layers)"
    }
    return """
      Nearness to the greedy path is not by itself what depth buys. From the same scale of the \
      product, \(Series.short(pathScales[k])), the distances are \
      \(distances.joined(separator: ", ")). Two layers are held back by a narrow spectral gap, \
      more layers by the power 1/L.
      """
  }

  func pathFigure(_ all: [Followed]) -> Figure {
    distanceFigure(
      "path", "The smaller the start, the nearer the greedy path", all,
      "Entries missing, the whole run.", \.whole)
  }

  func powerFigure(_ all: [Followed]) -> Figure {
    distanceFigure(
      "power", "All observed, the distance is the layers’ own scale", all,
      "Everything observed, after the first stage.", \.later)
  }

  private func distanceFigure(
    _ name: String, _ title: String, _ all: [Followed], _ what: String,
    _ part: KeyPath<Distance, Double>
  ) -> Figure {
    Figure(
      name, title: title,
      caption: """
        The largest distance of descent from the greedy path of its depth, against the scale of \
        the product at the start: the median of \(starts) starts and the band from the least to \
        the largest. \(what) Dashed for three layers and more: the power 1/L.
        """,
      x: .logarithmic("scale of the product at the start"),
      y: .logarithmic("distance from the greedy path"),
      series: zip(all, [Tint.first, .second, .third, .fourth]).flatMap { each, tint in
        let rows = each.sorted(part), medians = each.medians(part)
        let law = Series.prediction(
          "", over: pathScales.min()!...pathScales.max()!, tint: tint
        ) { medians.last! * pow($0 / pathScales.last!, 1 / Double(each.depth)) }
        return [
          Series(
            "", x: pathScales, y: rows.map { $0.first! },
            style: .band(upper: rows.map { $0.last! }), tint: tint),
          Series("\(each.depth) layers", x: pathScales, y: medians, tint: tint),
        ] + (each.depth > 2 ? [law] : [])
      })
  }
}
