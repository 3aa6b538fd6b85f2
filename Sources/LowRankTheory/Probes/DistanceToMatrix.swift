public import LinearAlgebra
internal import LowRank
public import LowRankOptimization

/// ‖W(θ) − W*‖_F / ‖W*‖_F for a known W*.
///
/// Cost: thin QRs of the stacked factors; exact to rounding however near the two are.
public struct DistanceToMatrix<Point: Factorization>: Probe {
  public let truth: LowRankMatrix
  private let norm: Double

  public init(_ truth: LowRankMatrix, over _: Point.Type = Point.self) {
    self.truth = truth
    norm = truth.frobeniusNorm
  }

  public func observe(_ point: Point) -> Double { point.matrix.distance(to: truth) / norm }
}
