public import LinearAlgebra

/// A piece of a gradient flow θ′ = −∇f(θ), between two points at which θ and ∇f are known.
///
/// Between them the cubic with these values and slopes (Hermite): its error is O(h⁴), and it is
/// once continuously differentiable from piece to piece.
public struct FlowSegment<Point: VectorSpace>: Sendable {
  var begin: Point
  var end: Point
  /// ∇f at `begin` and `end`.
  var beginGradient: Point
  var endGradient: Point
  /// Time along the flow, from 0 at the start of the run.
  public internal(set) var beginTime: Double
  public internal(set) var endTime: Double

  /// A piece of no length.
  init(at point: Point, gradient: Point) {
    (begin, end, beginGradient, endGradient) = (point, point, gradient, gradient)
    (beginTime, endTime) = (0, 0)
  }

  /// Moves on: the end becomes the beginning, without allocating.
  mutating func advance(to point: Point, gradient: Point, after duration: Double) {
    begin.assign(end)
    beginGradient.assign(endGradient)
    end.assign(point)
    endGradient.assign(gradient)
    beginTime = endTime
    endTime += duration
  }

  /// θ at a time between `beginTime` and `endTime`, which is a precondition. Cost: four passes over
  /// the point and a copy; no gradient.
  public func point(at time: Double) -> Point {
    precondition(time >= beginTime && time <= endTime, "a time within the last step")
    let h = endTime - beginTime
    guard h > 0 else { return end }
    // Hermite's basis; slopes are −∇f, which turns the signs of the last two.
    let s = (time - beginTime) / h
    var result = begin
    result.scale(by: (1 + 2 * s) * (1 - s) * (1 - s))
    result.add(end, scaledBy: s * s * (3 - 2 * s))
    result.add(beginGradient, scaledBy: -h * s * (1 - s) * (1 - s))
    result.add(endGradient, scaledBy: h * s * s * (1 - s))
    return result
  }
}
