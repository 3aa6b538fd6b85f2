public import LinearAlgebra

/// diag(s) 𝒜: each measurement times a factor of its own.
///
/// Least squares with weights wₖ = sₖ² on 𝒜 are plain least squares on diag(s) 𝒜, so methods that
/// know no weights (`LevenbergMarquardt`) solve weighted problems through this map.
///
/// Cost: the base's, and a vector of all measurements at each use of the adjoint.
public struct ScaledMeasurements<Base: MeasurementMap>: MeasurementMap {
  public let base: Base
  /// s, or nil for all ones.
  public let scales: [Double]?

  /// Precondition: one factor for each measurement, where there are any.
  public init(_ base: Base, by scales: [Double]?) {
    precondition(scales.map { $0.count == base.count } ?? true, "one factor per measurement")
    self.base = base
    self.scales = scales
  }

  public var rows: Int { base.rows }
  public var columns: Int { base.columns }
  public var count: Int { base.count }

  public func apply(_ w: LowRankMatrix, into y: inout [Double]) {
    base.apply(w, into: &y)
    scale(&y)
  }

  public func apply(_ a: LowRankMatrix, plus b: LowRankMatrix, into y: inout [Double]) {
    base.apply(a, plus: b, into: &y)
    scale(&y)
  }

  public func makeImage() -> Base.Image { base.makeImage() }

  /// (diag(s) 𝒜)* = 𝒜* diag(s).
  public func adjoint(_ y: [Double], into image: inout Base.Image) {
    base.adjoint(scaled(y), into: &image)
  }

  /// diag(s) y.
  public func scaled(_ y: [Double]) -> [Double] {
    var result = y
    scale(&result)
    return result
  }

  private func scale(_ y: inout [Double]) {
    guard let scales else { return }
    for k in y.indices { y[k] *= scales[k] }
  }
}
