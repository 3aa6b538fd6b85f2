internal import LowRankIO

extension SVG {
  /// A colour, as SVG writes it.
  package struct Ink: Sendable, Equatable {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let text = Ink(rawValue: "#222222")
    package static let quiet = Ink(rawValue: "#6b7280")
    package static let grid = Ink(rawValue: "#e5e7eb")
    package static let paper = Ink(rawValue: "#ffffff")
    package static let gap = Ink(rawValue: "#f0e9dc")

    // Okabe and Ito's palette: told apart by readers with any form of colour blindness.
    package static let blue = Ink(rawValue: "#0072B2")
    package static let orange = Ink(rawValue: "#D55E00")
    package static let green = Ink(rawValue: "#009E73")
    package static let purple = Ink(rawValue: "#AA5490")
    package static let amber = Ink(rawValue: "#B87800")
  }
}
