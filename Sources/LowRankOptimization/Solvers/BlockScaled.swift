/// d = ∇f with block k times speeds[k]: a learning rate for every block.
///
/// Outer layers of a compressed deep factorisation learn several times faster than its core (Kwon,
/// Zhang, Song, Balzano, Qu 2024); a speed of 0 holds a block fixed.
///
/// It is steepest descent in the metric Σ ‖θₖ‖²/speedₖ, so η must suit the curvature in that
/// metric.
///
/// Cost: one pass over the blocks whose speed is not 1.
public struct BlockScaled<Point: Blocked>: Direction {
  /// One speed ≥ 0 for each block.
  public let speeds: [Double]

  public init(_ speeds: [Double], over _: Point.Type = Point.self) {
    precondition(speeds.allSatisfy { $0 >= 0 }, "speeds are not negative")
    self.speeds = speeds
  }

  public func transform(_ gradient: inout Point, at point: Point, loss _: Double, _: inout Void) {
    precondition(speeds.count == point.blockCount, "one speed per block")
    for k in speeds.indices where speeds[k] != 1 { gradient.scaleBlock(k, by: speeds[k]) }
  }
}
