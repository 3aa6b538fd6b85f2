public import LinearAlgebra
internal import LowRank
internal import LowRankOptimization

/// Σ ‖θₖ₊₁ − θₖ‖ over the points shown: the length of the path in parameter space.
///
/// Show it every iterate, or it measures chords. Cost: a copy of the point and two passes.
public struct PathLength<Point: VectorSpace>: Probe {
  private var last: Point?
  private var length = 0.0

  public init(over _: Point.Type = Point.self) {}

  public mutating func observe(_ point: Point) -> Double {
    if var step = last {
      step.add(point, scaledBy: -1)
      length += step.norm
    }
    last = point
    return length
  }
}

/// ‖θ − θ₀‖, with θ₀ the first point shown.
///
/// Together with `PathLength` it tells whether descent went straight: the ratio is 1 on a line.
public struct DistanceFromStart<Point: VectorSpace>: Probe {
  private var start: Point?

  public init(over _: Point.Type = Point.self) {}

  public mutating func observe(_ point: Point) -> Double {
    guard var difference = start else {
      start = point
      return 0
    }
    difference.add(point, scaledBy: -1)
    return difference.norm
  }
}
