internal import LowRankIO

/// A table before and after filling, as two pictures side by side.
///
/// Cells are averaged down to at most 200 × 200. Each picture is one image of that many pixels,
/// so the size of the figure does not grow with the table. Gaps are a colour outside the scale.
/// Colours run from the 2nd to the 98th percentile of the observed values, so that one outlier
/// does not leave the rest in one colour.
public struct HeatMapFigure: Sendable, Equatable {
  /// The longest side of a picture in pixels.
  public static let largestSide = 200

  public let rows: Int
  public let columns: Int
  /// Row by row; NaN at the gaps.
  public let observed: [Double]
  /// Row by row.
  public let filled: [Double]

  public init(rows: Int, columns: Int, observed: [Double], filled: [Double]) {
    precondition(observed.count == rows * columns && filled.count == observed.count)
    self.rows = rows
    self.columns = columns
    self.observed = observed
    self.filled = filled
  }

  /// The figure as an SVG document.
  public var svg: String {
    let scale = ColourScale(observed)
    let side = 320.0, gap = 32.0, top = 28.0
    let (width, height) = HeatMapFigure.fit(rows, columns, into: side)
    var svg = SVG(
      width: 2 * width + gap + 16, height: top + height + 64,
      title: "The table, observed and filled")
    let gaps = observed.count { $0.isNaN }
    let share = Ticks.label(100 * Double(gaps) / Double(max(1, observed.count)), digits: 3)
    svg.words("observed (\(share) % gaps)", 8, top - 9, .text, weight: "600")
    svg.words("filled", 8 + width + gap, top - 9, .text, weight: "600")
    drawImage(&svg, observed, scale, x: 8, y: top, width, height)
    drawImage(&svg, filled, scale, x: 8 + width + gap, y: top, width, height)
    scale.drawLegend(&svg, x: 8, y: top + height + 18, width: 2 * width + gap)
    return svg.text
  }

  /// The sides of a picture whose cells are square, unless that makes it a sliver.
  private static func fit(_ rows: Int, _ columns: Int, into side: Double) -> (Double, Double) {
    let ratio = min(max(Double(rows) / Double(max(columns, 1)), 0.4), 1.5)
    return ratio > 1
      ? (side / min(ratio, 1.2), side / min(ratio, 1.2) * ratio) : (side, side * ratio)
  }

  private func drawImage(
    _ svg: inout SVG, _ values: [Double], _ scale: ColourScale, x: Double, y: Double,
    _ width: Double, _ height: Double
  ) {
    let cells = CellAverages(
      values, rows: rows, columns: columns, largestSide: HeatMapFigure.largestSide)
    let pixels = cells.means.flatMap { scale.colour($0) }
    let image = PNG(width: cells.columns, height: cells.rows, pixels: pixels).encoded()
    let place = "x=\"\(SVG.short(x))\" y=\"\(SVG.short(y))\""
    let size = "width=\"\(SVG.short(width))\" height=\"\(SVG.short(height))\""
    svg.add(
      "<image \(place) \(size) preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\" "
        + "href=\"data:image/png;base64,\(PNG.base64(image))\"/>")
  }
}
