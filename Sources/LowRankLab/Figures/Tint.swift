internal import LowRankIO
internal import LowRankReports

/// A colour by its meaning. What was measured and what was predicted for it share one.
public enum Tint: Sendable, Equatable {
  /// Kinds of things, told apart by readers with any form of colour blindness.
  case first, second, third, fourth, fifth
  /// What the others are compared with.
  case quiet
  /// A place between 0 (light) and 1 (dark) in an ordered family.
  case shade(Double)

  /// The tints of an ordered family of `count`.
  public static func family(_ count: Int) -> [Tint] {
    (0..<count).map { .shade(count > 1 ? Double($0) / Double(count - 1) : 1) }
  }

  var ink: SVG.Ink {
    switch self {
    case .first: .blue
    case .second: .orange
    case .third: .green
    case .fourth: .purple
    case .fifth: .amber
    case .quiet: .quiet
    case .shade(let place): Tint.ramp(place)
    }
  }

  /// From amber over purple to dark blue: lightness falls evenly, so order shows in grey as well.
  private static func ramp(_ place: Double) -> SVG.Ink {
    let stops: [(Double, Double, Double)] = [(221, 143, 30), (190, 60, 90), (38, 25, 110)]
    let scaled = min(max(place, 0), 1) * 2, k = min(Int(scaled), 1), share = scaled - Double(k)
    func mix(_ a: Double, _ b: Double) -> String {
      let byte = String(Int((a + share * (b - a)).rounded()), radix: 16)
      return byte.count < 2 ? "0" + byte : byte
    }
    let (a, b) = (stops[k], stops[k + 1])
    return SVG.Ink(rawValue: "#" + mix(a.0, b.0) + mix(a.1, b.1) + mix(a.2, b.2))
  }
}
