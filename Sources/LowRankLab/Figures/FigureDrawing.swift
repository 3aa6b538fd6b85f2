internal import LowRankIO
internal import LowRankReports

/// A figure as scalable vector graphics.
///
/// The title says what is shown and the name of the upright axis stands above it, both level, so
/// that nothing has to be read sideways; series are named at their ends. Words are large enough to
/// be read at half the width.
struct FigureDrawing {
  static let width = 680.0, height = 420.0, fontSize = 16.0

  let figure: Figure
  var svg: SVG
  let x: AxisScale
  let y: AxisScale
  let left = 70.0
  let right: Double
  let top = 76.0
  let bottom = 420 - 58.0
  var labels: [EndLabels.Label] = []
  var inner: InnerLabels

  /// - Parameter margin: the room for names at the right.
  private init(_ figure: Figure, margin: Double) {
    self.figure = figure
    svg = SVG(
      width: Self.width, height: Self.height, title: figure.title, fontSize: Self.fontSize)
    right = Self.width - 24 - margin
    let drawn = figure.series.filter { !$0.x.isEmpty }
    x = AxisScale(figure.x, values: drawn.flatMap(\.x), from: left, to: right)
    let heights = drawn.flatMap(\.heights)
    let levels = figure.marks.filter { $0.direction == .level }.map(\.value)
    y = AxisScale(figure.y, values: heights + levels, from: bottom, to: top)
    inner = InnerLabels(
      within: InnerLabels.Box(left: left + 2, right: right, top: top, bottom: bottom - 2))
  }

  /// The whole document. Where every name has a place inside, there is no margin for names.
  static func text(of figure: Figure) -> String {
    let tight = FigureDrawing.drawn(figure, margin: 0)
    if tight.labels.isEmpty { return tight.svg.text }
    let margin = EndLabels.width(of: figure.series.map(\.label))
    var roomy = FigureDrawing.drawn(figure, margin: margin)
    EndLabels(roomy.labels, between: roomy.top, and: roomy.bottom)
      .draw(&roomy.svg, at: roomy.right + 12)
    return roomy.svg.text
  }

  /// All but the names in the margin.
  private static func drawn(_ figure: Figure, margin: Double) -> FigureDrawing {
    var drawing = FigureDrawing(figure, margin: margin)
    drawing.drawWords()
    drawing.drawAxes()
    drawing.openClip()
    for series in figure.series { drawing.draw(series) }
    drawing.closeClip()
    for mark in figure.marks { drawing.draw(mark) }
    for series in figure.series { drawing.name(series) }
    return drawing
  }

  private mutating func drawWords() {
    svg.words(figure.title, 12, 26, .text, weight: "600")
    svg.words(figure.y.label, 12, 54, .quiet)
    svg.words(figure.x.label, (left + right) / 2, bottom + 46, .quiet, anchor: .middle)
  }

  private mutating func drawAxes() {
    for tick in y.ticks(count: 5) {
      svg.line(left, y.place(tick.value), right, y.place(tick.value), .grid)
      svg.words(tick.label, left - 10, y.place(tick.value) + 5.5, .quiet, anchor: .end)
    }
    svg.line(left, bottom, right, bottom, .quiet)
    for tick in x.ticks(count: 6) {
      svg.line(x.place(tick.value), bottom, x.place(tick.value), bottom + 5, .quiet)
      svg.words(tick.label, x.place(tick.value), bottom + 22, .quiet, anchor: .middle)
    }
  }

  /// What lies outside the axes is cut off by an inner picture with the same coordinates: no
  /// identifiers, which would clash on a page of many figures.
  private mutating func openClip() {
    // Half a circle beyond the axes, for points on them.
    let box = [left - 5, top - 5, right - left + 10, bottom - top + 10].map(SVG.short)
    svg.add(
      "<svg x=\"\(box[0])\" y=\"\(box[1])\" width=\"\(box[2])\" height=\"\(box[3])\" "
        + "viewBox=\"\(box.joined(separator: " "))\">")
  }

  private mutating func closeClip() { svg.add("</svg>") }
}

extension Figure {
  /// The figure as an SVG document.
  public var svg: String { FigureDrawing.text(of: self) }
}

extension Series {
  /// Every value that the upright axis should reach.
  var heights: [Double] {
    if case .band(let upper) = style { return y + upper }
    return y
  }
}
