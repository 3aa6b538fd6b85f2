internal import LowRankIO
internal import LowRankReports

/// The names of series beside their ends, moved apart where they would touch.
struct EndLabels {
  struct Label {
    let words: String
    /// Where the series ends.
    let x: Double
    let y: Double
    let ink: SVG.Ink
    let isBold: Bool
  }

  private static let spacing = 20.0
  private let placed: [(label: Label, y: Double)]

  /// From top to bottom at least `spacing` apart, and as near to their series as that allows
  /// within the given limits: pushed down in order, then up again from the lowest.
  init(_ labels: [Label], between top: Double, and bottom: Double) {
    // Of series that end at one height, as at the foot of the axes, the rightmost comes first: the
    // lines to their names do not cross then.
    let sorted = labels.sorted {
      let (a, b) = (($0.y / 12).rounded(), ($1.y / 12).rounded())
      let (c, d) = (($0.x / 8).rounded(), ($1.x / 8).rounded())
      return (a, -c, $0.y) < (b, -d, $1.y)
    }
    var places: [Double] = []
    for label in sorted {
      places.append(max(label.y, (places.last ?? top - Self.spacing) + Self.spacing))
    }
    var limit = bottom
    for k in places.indices.reversed() {
      places[k] = min(places[k], limit)
      limit = places[k] - Self.spacing
    }
    placed = Array(zip(sorted, places).map { ($0, $1) })
  }

  /// The room that the longest name takes; bold letters are 0.62 of the font size wide.
  static func width(of names: [String]) -> Double {
    let longest = names.map(\.count).max() ?? 0
    return longest == 0 ? 0 : 10 + 0.62 * FigureDrawing.fontSize * Double(longest)
  }

  func draw(_ svg: inout SVG, at x: Double) {
    for (label, y) in placed {
      // A thin line leads to a name that could not stay beside its series.
      if abs(y - label.y) > 7 || x - label.x > 30 {
        svg.line(label.x + 3, label.y, x - 3, y, label.ink, width: 0.7)
      }
      svg.words(label.words, x, y + 5.5, label.ink, weight: label.isBold ? "600" : nil)
    }
  }
}
