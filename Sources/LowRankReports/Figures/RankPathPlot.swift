internal import Foundation
internal import LowRankIO

/// Axes of rank and error, and what is drawn between them.
///
/// Curves and baselines are labelled at the right edge; labels that would touch are moved apart.
struct RankPathPlot {
  private(set) var svg: SVG
  private let left = 76.0, right = 552.0, top = 28.0, bottom = 312.0
  private let ranks: ClosedRange<Double>
  private let errors: ClosedRange<Double>
  private let isLogarithmic: Bool
  private var labels: [(words: String, y: Double, ink: SVG.Ink, isBold: Bool)] = []

  init(ranks: [Int], errors: [Double], title: String) {
    svg = SVG(width: 720, height: 368, title: title)
    let low = Double(ranks.min() ?? 0), high = Double(ranks.max() ?? 1)
    // A lone rank gets half a rank of room on either side.
    self.ranks = high > low ? low...high : low - 0.5...high + 0.5
    let largest = errors.max() ?? 1, positive = errors.filter { $0 > 0 }
    let least = max(positive.min() ?? 1, largest * 1e-16)
    isLogarithmic = largest > 20 * least
    let top = largest > 0 ? largest : 1
    self.errors = isLogarithmic ? least / 1.5...top * 1.5 : 0...top * 1.08
  }

  mutating func drawAxes() {
    let (low, high) = (errors.lowerBound, errors.upperBound)
    for error in isLogarithmic ? Ticks.powers(low, high) : Ticks.linear(low, high) {
      svg.line(left, y(error), right, y(error), .grid)
      let label = isLogarithmic ? Ticks.powerLabel(error) : Ticks.label(error)
      svg.words(label, left - 8, y(error) + 4.5, .quiet, anchor: .end)
    }
    svg.line(left, bottom, right, bottom, .quiet)
    let marks = Ticks.linear(ranks.lowerBound, ranks.upperBound, count: 10)
    for rank in marks where rank == rank.rounded() {
      svg.line(x(rank), bottom, x(rank), bottom + 5, .quiet)
      svg.words(Ticks.label(rank), x(rank), bottom + 20, .quiet, anchor: .middle)
    }
    svg.words("rank", (left + right) / 2, bottom + 42, .text, anchor: .middle)
    svg.words(
      "root mean square error", 16, (top + bottom) / 2, .text, anchor: .middle, turned: true)
  }

  mutating func drawBaselines(_ baselines: [RankPathFigure.Baseline]) {
    for baseline in baselines where baseline.error.isFinite {
      svg.line(left, y(baseline.error), right, y(baseline.error), .orange, dashes: "5 4")
      labels.append((baseline.name, y(baseline.error), .orange, false))
    }
  }

  mutating func drawChoice(_ rank: Int) {
    guard ranks.contains(Double(rank)) else { return }
    svg.line(x(Double(rank)), top, x(Double(rank)), bottom, .green, width: 2)
    svg.words(
      "chosen: rank \(rank)", x(Double(rank)), top - 9, .green, anchor: .middle, weight: "600")
  }

  mutating func drawCurve(
    _ points: [(rank: Int, error: Double)], name: String, _ ink: SVG.Ink,
    bars: [(rank: Int, low: Double, high: Double)]
  ) {
    guard let last = points.last else { return }
    for bar in bars {
      svg.line(x(Double(bar.rank)), y(bar.low), x(Double(bar.rank)), y(bar.high), ink, width: 1.5)
    }
    svg.polyline(points.map { (x(Double($0.rank)), y($0.error)) }, ink)
    for point in points {
      svg.circle(x(Double(point.rank)), y(point.error), radius: 3.5, ink, fill: .paper)
    }
    labels.append((name, y(last.error), ink, true))
  }

  /// Writes the labels at the right edge, from top to bottom and 17 units apart or more.
  mutating func drawLabels() {
    var free = top - 17
    for label in labels.sorted(by: { $0.y < $1.y }) {
      free = max(label.y + 4.5, free + 17)
      svg.words(
        label.words, right + 10, free, label.ink, weight: label.isBold ? "600" : nil)
    }
  }

  private func x(_ rank: Double) -> Double {
    let share = (rank - ranks.lowerBound) / (ranks.upperBound - ranks.lowerBound)
    return left + 16 + share * (right - left - 32)
  }

  private func y(_ error: Double) -> Double {
    let clipped = min(max(error, errors.lowerBound), errors.upperBound)
    let share =
      isLogarithmic
      ? log(clipped / errors.lowerBound) / log(errors.upperBound / errors.lowerBound)
      : clipped / errors.upperBound
    return bottom - share * (bottom - top)
  }
}
