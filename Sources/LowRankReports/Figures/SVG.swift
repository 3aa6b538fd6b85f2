internal import LowRankIO

/// Scalable vector graphics as text: the few elements that the figures need.
package struct SVG {
  package let width: Double
  package let height: Double
  /// What the figure shows, for readers who cannot see it.
  package let title: String
  /// Of all words, in the units of `width`.
  package let fontSize: Double
  private var body = ""

  package enum Anchor: String { case start, middle, end }

  package init(width: Double, height: Double, title: String, fontSize: Double = 13) {
    self.width = width
    self.height = height
    self.title = title
    self.fontSize = fontSize
  }

  package var text: String {
    let size = "width=\"\(SVG.short(width))\" height=\"\(SVG.short(height))\""
    let box = "viewBox=\"0 0 \(SVG.short(width)) \(SVG.short(height))\""
    let name = SVG.escaped(title)
    return """
      <svg xmlns="http://www.w3.org/2000/svg" \(size) \(box) role="img" aria-label="\(name)" \
      font-family="system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif" \
      font-size="\(SVG.short(fontSize))">
      <title>\(name)</title>
      \(body)</svg>

      """
  }

  package mutating func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ ink: Ink, width: Double = 1,
    dashes: String? = nil
  ) {
    let dashes = dashes.map { " stroke-dasharray=\"\($0)\"" } ?? ""
    add(
      "<line x1=\"\(SVG.short(x1))\" y1=\"\(SVG.short(y1))\" x2=\"\(SVG.short(x2))\" "
        + "y2=\"\(SVG.short(y2))\" stroke=\"\(ink.rawValue)\" stroke-width=\"\(SVG.short(width))\""
        + dashes + "/>")
  }

  package mutating func polyline(
    _ points: [(x: Double, y: Double)], _ ink: Ink, width: Double = 2, dashes: String? = nil
  ) {
    let dashes = dashes.map { " stroke-dasharray=\"\($0)\"" } ?? ""
    add(
      "<polyline points=\"\(SVG.list(points))\" fill=\"none\" stroke=\"\(ink.rawValue)\" "
        + "stroke-width=\"\(SVG.short(width))\" stroke-linejoin=\"round\"" + dashes + "/>")
  }

  package mutating func polygon(_ points: [(x: Double, y: Double)], _ ink: Ink, opacity: Double) {
    add(
      "<polygon points=\"\(SVG.list(points))\" fill=\"\(ink.rawValue)\" "
        + "fill-opacity=\"\(SVG.short(opacity))\" stroke=\"none\"/>")
  }

  private static func list(_ points: [(x: Double, y: Double)]) -> String {
    points.map { "\(short($0.x)),\(short($0.y))" }.joined(separator: " ")
  }

  package mutating func circle(
    _ x: Double, _ y: Double, radius: Double, _ ink: Ink, fill: Ink? = nil
  ) {
    add(
      "<circle cx=\"\(SVG.short(x))\" cy=\"\(SVG.short(y))\" r=\"\(SVG.short(radius))\" "
        + "fill=\"\((fill ?? ink).rawValue)\" stroke=\"\(ink.rawValue)\" stroke-width=\"2\"/>")
  }

  package mutating func words(
    _ words: String, _ x: Double, _ y: Double, _ ink: Ink = .text, anchor: Anchor = .start,
    weight: String? = nil, turned: Bool = false
  ) {
    let weight = weight.map { " font-weight=\"\($0)\"" } ?? ""
    let turn = turned ? " transform=\"rotate(-90 \(SVG.short(x)) \(SVG.short(y)))\"" : ""
    add(
      "<text x=\"\(SVG.short(x))\" y=\"\(SVG.short(y))\" fill=\"\(ink.rawValue)\" "
        + "text-anchor=\"\(anchor.rawValue)\"\(weight)\(turn)>\(SVG.escaped(words))</text>")
  }

  package mutating func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, fill: String
  ) {
    add(
      "<rect x=\"\(SVG.short(x))\" y=\"\(SVG.short(y))\" width=\"\(SVG.short(width))\" "
        + "height=\"\(SVG.short(height))\" fill=\"\(fill)\"/>")
  }

  package mutating func add(_ element: String) { body += element + "\n" }

  /// At most two decimals: less than a pixel, and files stay small.
  package static func short(_ x: Double) -> String {
    let rounded = (x * 100).rounded() / 100
    return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
  }

  package static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.append(character)
      }
    }
    return result
  }
}
