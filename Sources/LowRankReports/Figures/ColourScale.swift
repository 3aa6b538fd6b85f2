internal import LowRankIO

/// Colours of values: a scale of even steps in lightness from dark blue to yellow, after cividis
/// (Nuñez, Anderton, Renslow 2018), which looks the same to readers with colour blindness.
struct ColourScale {
  let low: Double
  let high: Double

  /// Nine colours from the least value to the largest.
  private static let stops: [(Double, Double, Double)] = [
    (0, 34, 78), (18, 53, 112), (59, 73, 108), (87, 93, 109), (112, 113, 115), (138, 134, 120),
    (165, 156, 116), (195, 179, 105), (254, 232, 56),
  ]
  /// The colour of a gap: lighter and warmer than anything on the scale.
  private static let gap: [UInt8] = [0xFF, 0xFF, 0xFF]

  /// The scale from the 2nd to the 98th percentile of the finite values.
  init(_ values: [Double]) {
    let sorted = values.filter(\.isFinite).sorted()
    guard let first = sorted.first else {
      (low, high) = (0, 1)
      return
    }
    let p2 = sorted[(sorted.count - 1) * 2 / 100]
    let p98 = sorted[(sorted.count - 1) * 98 / 100]
    (low, high) = p98 > p2 ? (p2, p98) : (first, max(sorted.last!, first + 1))
  }

  /// Red, green, blue.
  func colour(_ value: Double) -> [UInt8] {
    guard value.isFinite else { return ColourScale.gap }
    let last = ColourScale.stops.count - 1
    let place = min(max((value - low) / (high - low), 0), 1) * Double(last)
    let k = min(Int(place), last - 1), share = place - Double(k)
    let (a, b) = (ColourScale.stops[k], ColourScale.stops[k + 1])
    func mix(_ x: Double, _ y: Double) -> UInt8 { UInt8((x + share * (y - x)).rounded()) }
    return [mix(a.0, b.0), mix(a.1, b.1), mix(a.2, b.2)]
  }

  /// A bar of the colours with the values at its ends, and the colour of gaps beside it.
  func drawLegend(_ svg: inout SVG, x: Double, y: Double, width: Double) {
    let bar = min(200, width / 2)
    for k in 0..<50 {
      let value = low + (high - low) * (Double(k) + 0.5) / 50
      let rgb = colour(value).map { "\($0)" }.joined(separator: ",")
      // Half a unit of overlap hides the seams between neighbours.
      svg.rectangle(x + bar * Double(k) / 50, y, bar / 50 + 0.5, 12, fill: "rgb(\(rgb))")
    }
    svg.words(Ticks.label(low, digits: 3), x, y + 28, .quiet)
    svg.words(Ticks.label(high, digits: 3), x + bar, y + 28, .quiet, anchor: .end)
    svg.add(
      "<rect x=\"\(SVG.short(x + bar + 24))\" y=\"\(SVG.short(y))\" width=\"12\" height=\"12\" "
        + "fill=\"#ffffff\" stroke=\"\(SVG.Ink.quiet.rawValue)\"/>")
    svg.words("gap", x + bar + 42, y + 11, .quiet)
  }
}
