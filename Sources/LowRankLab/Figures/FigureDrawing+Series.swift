internal import LowRankIO

extension FigureDrawing {
  mutating func draw(_ series: Series) {
    let ink = series.tint.ink, points = places(series.x, series.y)
    guard let last = points.last else { return }
    switch series.style {
    case .line: svg.polyline(thinned(points), ink, width: 2.4)
    case .prediction: svg.polyline(thinned(points), ink, width: 1.6, dashes: "7 5")
    case .points: for point in points { svg.circle(point.x, point.y, radius: 4, ink) }
    case .rings:
      for point in points { svg.circle(point.x, point.y, radius: 6.5, ink, fill: .paper) }
    case .band(let upper):
      svg.polygon(points + places(series.x, upper).reversed(), ink, opacity: 0.18)
    }
    guard !series.label.isEmpty else { return }
    let shown = points.filter { $0.x <= right + 1 && $0.y >= top - 1 && $0.y <= bottom + 1 }
    let end = shown.max { $0.x < $1.x } ?? last
    labels.append(
      EndLabels.Label(
        words: series.label, x: end.x, y: min(max(end.y, top), bottom), ink: ink,
        isBold: series.style != .prediction))
  }

  /// Labels of upright marks stand at the top and those of level ones at the right, within
  /// the axes.
  mutating func draw(_ mark: Figure.Mark) {
    switch mark.direction {
    case .upright:
      guard x.contains(mark.value) else { return }
      let place = x.place(mark.value), isLate = place > (left + right) / 2
      svg.line(place, top, place, bottom, .quiet, width: 1.2, dashes: "2 4")
      svg.words(
        mark.label, place + (isLate ? -7 : 7), top + 10, .quiet, anchor: isLate ? .end : .start)
    case .level:
      guard y.contains(mark.value) else { return }
      let place = y.place(mark.value)
      svg.line(left, place, right, place, .quiet, width: 1.2, dashes: "2 4")
      svg.words(mark.label, right - 6, place - 7, .quiet, anchor: .end)
    }
  }

  private func places(_ xs: [Double], _ ys: [Double]) -> [(x: Double, y: Double)] {
    zip(xs, ys).filter { x.canShow($0) && y.canShow($1) }.map { (x.place($0), y.place($1)) }
  }

  /// Without the points that lie on top of the one before: less than a unit away on either axis.
  private func thinned(_ points: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
    var kept: [(x: Double, y: Double)] = []
    for (k, point) in points.enumerated() {
      if k < points.count - 1, let last = kept.last, abs(point.x - last.x) < 1,
        abs(point.y - last.y) < 1
      {
        continue
      }
      kept.append(point)
    }
    return kept
  }
}
