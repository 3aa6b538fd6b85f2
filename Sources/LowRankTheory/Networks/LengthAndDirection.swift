internal import LowRank
public import LowRankOptimization

/// d = ∇f with the block v of redundant length times ρ ‖v‖²: descent on a direction that needs no
/// renormalising.
///
/// ∇ᵥf falls as 1/‖v‖, so v − η ρ ‖v‖² ∇ᵥf = ‖v‖ (u − η ρ ∇ᵤf) with u = v/‖v‖: the steps of u are
/// those of descent on unit vectors with renormalisation after each step, whatever ‖v‖ is. ρ is the
/// speed of the direction relative to that of everything else.
///
/// Cost: two passes over v.
public struct LengthAndDirection<Point: LengthInvariant>: Direction {
  /// ρ > 0.
  public let ratio: Double

  public init(ratio: Double) {
    precondition(ratio > 0, "a speed is positive")
    self.ratio = ratio
  }

  public func transform(_ gradient: inout Point, at point: Point, loss _: Double, _: inout Void) {
    gradient.scaleBlock(point.redundantBlock, by: ratio * point.squaredLength)
  }
}
