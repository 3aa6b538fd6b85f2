/// Scalable vector graphics as text: the few elements that the figures need.
struct SVG {
  let width: Double
  let height: Double
  /// What the figure shows, for readers who cannot see it.
  let title: String
  private var body = ""

  /// Okabe and Ito's palette: told apart by readers with any form of colour blindness.
  enum Ink: String {
    case text = "#222222"
    case quiet = "#6b7280"
    case grid = "#e5e7eb"
    case paper = "#ffffff"
    case blue = "#0072B2"
    case orange = "#D55E00"
    case green = "#009E73"
    case gap = "#f0e9dc"
  }

  enum Anchor: String { case start, middle, end }

  init(width: Double, height: Double, title: String) {
    self.width = width
    self.height = height
    self.title = title
  }

  var text: String {
    let size = "width=\"\(SVG.short(width))\" height=\"\(SVG.short(height))\""
    let box = "viewBox=\"0 0 \(SVG.short(width)) \(SVG.short(height))\""
    let name = SVG.escaped(title)
    return """
      <svg xmlns="http://www.w3.org/2000/svg" \(size) \(box) role="img" aria-label="\(name)" \
      font-family="system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif" font-size="13">
      <title>\(name)</title>
      \(body)</svg>

      """
  }

  mutating func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ ink: Ink, width: Double = 1,
    dashes: String? = nil
  ) {
    let dashes = dashes.map { " stroke-dasharray=\"\($0)\"" } ?? ""
    add(
      "<line x1=\"\(SVG.short(x1))\" y1=\"\(SVG.short(y1))\" x2=\"\(SVG.short(x2))\" "
        + "y2=\"\(SVG.short(y2))\" stroke=\"\(ink.rawValue)\" stroke-width=\"\(SVG.short(width))\""
        + dashes + "/>")
  }

  mutating func polyline(_ points: [(x: Double, y: Double)], _ ink: Ink, width: Double = 2) {
    let list = points.map { "\(SVG.short($0.x)),\(SVG.short($0.y))" }.joined(separator: " ")
    add(
      "<polyline points=\"\(list)\" fill=\"none\" stroke=\"\(ink.rawValue)\" "
        + "stroke-width=\"\(SVG.short(width))\" stroke-linejoin=\"round\"/>")
  }

  mutating func circle(_ x: Double, _ y: Double, radius: Double, _ ink: Ink, fill: Ink? = nil) {
    add(
      "<circle cx=\"\(SVG.short(x))\" cy=\"\(SVG.short(y))\" r=\"\(SVG.short(radius))\" "
        + "fill=\"\((fill ?? ink).rawValue)\" stroke=\"\(ink.rawValue)\" stroke-width=\"2\"/>")
  }

  mutating func words(
    _ words: String, _ x: Double, _ y: Double, _ ink: Ink = .text, anchor: Anchor = .start,
    weight: String? = nil, turned: Bool = false
  ) {
    let weight = weight.map { " font-weight=\"\($0)\"" } ?? ""
    let turn = turned ? " transform=\"rotate(-90 \(SVG.short(x)) \(SVG.short(y)))\"" : ""
    add(
      "<text x=\"\(SVG.short(x))\" y=\"\(SVG.short(y))\" fill=\"\(ink.rawValue)\" "
        + "text-anchor=\"\(anchor.rawValue)\"\(weight)\(turn)>\(SVG.escaped(words))</text>")
  }

  mutating func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, fill: String
  ) {
    add(
      "<rect x=\"\(SVG.short(x))\" y=\"\(SVG.short(y))\" width=\"\(SVG.short(width))\" "
        + "height=\"\(SVG.short(height))\" fill=\"\(fill)\"/>")
  }

  mutating func add(_ element: String) { body += element + "\n" }

  /// At most two decimals: less than a pixel, and files stay small.
  static func short(_ x: Double) -> String {
    let rounded = (x * 100).rounded() / 100
    return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
  }

  static func escaped(_ text: String) -> String {
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
