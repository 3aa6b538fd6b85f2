/// ‖UᵀU − VᵀV‖_F, or the same over all neighbours of a deep factorisation.
///
/// Constant along gradient flow; along descent of step η it drifts by O(η) in all.
public struct Imbalance<Point: Balanceable>: Probe {
  public init(over _: Point.Type = Point.self) {}

  public func observe(_ point: Point) -> Double { point.imbalance }
}
