internal import LowRank
public import LowRankOptimization

/// ‖UᵀU − VᵀV‖_F, or the same over all neighbours of a deep factorisation.
///
/// Constant along gradient flow; along descent of step η it drifts by O(η) in all, because each
/// step changes it by η² times products of gradients (Soltanolkotabi, Stöger, Xie 2023). A small
/// one keeps U Vᵀ near the symmetric theory; a definite one of size α² is what makes descent with
/// spare columns linear.
///
/// Cost: two products of (rows + columns) rank² flops; allocates.
public struct Imbalance<Point: Balanceable>: Probe {
  public init(over _: Point.Type = Point.self) {}

  public func observe(_ point: Point) -> Double { point.imbalance }
}
