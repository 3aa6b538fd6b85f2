/// A diagram of series between two axes: what a claim shows, without how it is drawn.
public struct Figure: Sendable, Equatable {
  public struct Axis: Sendable, Equatable {
    public enum Scale: Sendable, Equatable { case linear, logarithmic }

    public var label: String
    public var scale: Scale
    /// From the data unless given; what lies outside is not drawn.
    public var range: ClosedRange<Double>?

    public static func linear(_ label: String, _ range: ClosedRange<Double>? = nil) -> Axis {
      Axis(label: label, scale: .linear, range: range)
    }
    public static func logarithmic(_ label: String, _ range: ClosedRange<Double>? = nil) -> Axis {
      Axis(label: label, scale: .logarithmic, range: range)
    }
  }

  /// A labelled line across the diagram: a time, a bound, a known value.
  public struct Mark: Sendable, Equatable {
    public enum Direction: Sendable, Equatable { case upright, level }

    public var direction: Direction
    public var value: Double
    public var label: String

    public static func upright(at x: Double, _ label: String) -> Mark {
      Mark(direction: .upright, value: x, label: label)
    }
    public static func level(at y: Double, _ label: String) -> Mark {
      Mark(direction: .level, value: y, label: label)
    }
  }

  /// The stem of its file names, unique within a claim.
  public let name: String
  /// What it shows, in a few words; at most 64 characters, the width of the diagram.
  public let title: String
  /// How to read it, in sentences.
  public let caption: String
  public var x: Axis
  public var y: Axis
  public var series: [Series]
  public var marks: [Mark]

  public init(
    _ name: String, title: String, caption: String, x: Axis, y: Axis, series: [Series],
    marks: [Mark] = []
  ) {
    self.name = name
    self.title = title
    self.caption = caption
    self.x = x
    self.y = y
    self.series = series
    self.marks = marks
  }
}
