internal import LinearAlgebra
internal import LowRank
public import LowRankOptimization

/// The singular values of W(θ), descending.
///
/// Cost: two thin QRs and a decomposition of the order of the factors' rank.
public struct SingularValues<Point: Factorization>: Probe {
  public init(over _: Point.Type = Point.self) {}

  public func observe(_ point: Point) -> [Double] { point.matrix.singularValues }
}

extension LowRankMatrix {
  /// Factors wider than the matrix say nothing that the matrix itself does not say more shortly.
  var singularValues: [Double] {
    rank <= min(rows, columns)
      ? SpectralForm(self).singularValues : SmallSVD(dense()).singularValues
  }
}
