internal import LowRankIO
internal import LowRankReports

extension FigureDrawing {
  mutating func draw(_ series: Series) {
    let ink = series.tint.ink, points = places(series.x, series.y)
    inner.avoid(trail(series))
    switch series.style {
    case .line: svg.polyline(thinned(points), ink, width: 2.4)
    case .prediction: svg.polyline(thinned(points), ink, width: 1.6, dashes: "7 5")
    case .points: for point in points { svg.circle(point.x, point.y, radius: 4, ink) }
    case .rings:
      for point in points { svg.circle(point.x, point.y, radius: 6.5, ink, fill: .paper) }
    case .band(let upper):
      svg.polygon(points + places(series.x, upper).reversed(), ink, opacity: 0.18)
    }
  }

  /// Names a series: at the right where it ends there, else beside itself where there is room.
  mutating func name(_ series: Series) {
    let shown = trail(series)
    guard !series.label.isEmpty, let last = places(series.x, series.y).last else { return }
    let end = shown.max { $0.x < $1.x } ?? last, isBold = series.style != .prediction
    let isCutOff = end.y > bottom - 4 && end.x < right - 8
    if isCutOff || end.x < right - 40 {
      let width = EndLabels.width(of: [series.label]) - 5
      if let box = inner.box(width: width, along: shown) {
        svg.words(
          series.label, box.left, box.bottom - 3.5, series.tint.ink, weight: isBold ? "600" : nil)
        return
      }
    }
    labels.append(
      EndLabels.Label(
        words: series.label, x: end.x, y: min(max(end.y, top), bottom), ink: series.tint.ink,
        isBold: isBold))
  }

  /// What is seen of a series, as points near to each other if it is a line.
  private func trail(_ series: Series) -> [(x: Double, y: Double)] {
    let points = places(series.x, series.y)
    switch series.style {
    case .points, .rings: return points.filter(isInside)
    case .line, .prediction, .band: return InnerLabels.line(through: points).filter(isInside)
    }
  }

  private func isInside(_ point: (x: Double, y: Double)) -> Bool {
    left - 1 <= point.x && point.x <= right + 1 && top - 1 <= point.y && point.y <= bottom + 1
  }

  /// Labels of upright marks stand at the top and those of level ones at the right, within
  /// the axes.
  mutating func draw(_ mark: Figure.Mark) {
    let ends: [(x: Double, y: Double)]
    switch mark.direction {
    case .upright:
      guard x.contains(mark.value) else { return }
      let place = x.place(mark.value), isLate = place > (left + right) / 2
      ends = [(place, top), (place, bottom)]
      write(mark.label, at: place + (isLate ? -7 : 7), top + 10, anchor: isLate ? .end : .start)
    case .level:
      guard y.contains(mark.value) else { return }
      let place = y.place(mark.value)
      ends = [(left, place), (right, place)]
      write(mark.label, at: right - 6, place - 7, anchor: .end)
    }
    svg.line(ends[0].x, ends[0].y, ends[1].x, ends[1].y, .quiet, width: 1.2, dashes: "2 4")
    inner.avoid(InnerLabels.line(through: ends))
  }

  /// The words of a mark.
  private mutating func write(_ words: String, at x: Double, _ y: Double, anchor: SVG.Anchor) {
    guard !words.isEmpty else { return }
    svg.words(words, x, y, .quiet, anchor: anchor)
    let width = EndLabels.width(of: [words]) - 8, left = anchor == .end ? x - width : x
    inner.avoid(InnerLabels.Box(left: left, right: left + width, top: y - 14, bottom: y + 5))
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
