internal import LinearAlgebra

/// Points of a figure that belong together.
public struct Series: Sendable, Equatable {
  public enum Style: Sendable, Equatable {
    case line
    case points
    /// Open circles, which points of another series at the same place leave visible.
    case rings
    /// Dashed: what theory says, beside what was measured.
    case prediction
    /// The area between y and these.
    case band(upper: [Double])
  }

  /// Written at its end, in its colour; empty for none.
  public var label: String
  public var x: [Double]
  public var y: [Double]
  public var style: Style
  public var tint: Tint

  public init(
    _ label: String, x: [Double], y: [Double], style: Style = .line, tint: Tint = .first
  ) {
    precondition(x.count == y.count, "a y for every x")
    self.label = label
    self.x = x
    self.y = y
    self.style = style
    self.tint = tint
  }

  /// y over 0, 1, 2, …, thinned out to about 400 places in equal ratios.
  public static func iterations(
    _ label: String, _ y: [Double], style: Style = .line, tint: Tint = .first
  ) -> Series {
    let places = Slopes.places(in: y.indices)
    return Series(
      label, x: places.map(Double.init), y: places.map { y[$0] }, style: style, tint: tint)
  }

  /// f at the ends of an interval and at 62 places between, in equal ratios.
  public static func prediction(
    _ label: String, over range: ClosedRange<Double>, tint: Tint = .first,
    _ f: (Double) -> Double
  ) -> Series {
    let x = [Double].logSpaced(from: range.lowerBound, to: range.upperBound, count: 64)
    return Series(label, x: x, y: x.map(f), style: .prediction, tint: tint)
  }
}

extension Series {
  /// A number as a label has it.
  static func short(_ x: Double) -> String { AxisScale.plain(x) }
}
