public import LinearAlgebra

/// Some of a map's measurements: what is left to learn from when others are hidden.
///
/// Cost: the whole map's, and a vector of all its measurements at each use.
public struct SelectedMeasurements<Base: MeasurementMap>: MeasurementMap {
  public let base: Base
  /// The numbers of the measurements kept, in the order in which they are numbered here.
  public let kept: [Int]

  /// Precondition: numbers of measurements of the base; one that comes twice counts twice.
  public init(_ base: Base, _ kept: [Int]) {
    precondition(kept.allSatisfy { $0 >= 0 && $0 < base.count }, "measurements of the map")
    self.base = base
    self.kept = kept
  }

  public var rows: Int { base.rows }
  public var columns: Int { base.columns }
  public var count: Int { kept.count }

  public func apply(_ w: LowRankMatrix, into y: inout [Double]) {
    var all = [Double](repeating: 0, count: base.count)
    base.apply(w, into: &all)
    for (k, e) in kept.enumerated() { y[k] = all[e] }
  }

  public func apply(_ a: LowRankMatrix, plus b: LowRankMatrix, into y: inout [Double]) {
    var all = [Double](repeating: 0, count: base.count)
    base.apply(a, plus: b, into: &all)
    for (k, e) in kept.enumerated() { y[k] = all[e] }
  }

  /// The base's own, since measurements left out are measurements of value 0 to it.
  public func makeImage() -> Base.Image { base.makeImage() }

  public func adjoint(_ y: [Double], into image: inout Base.Image) {
    var all = [Double](repeating: 0, count: base.count)
    // Added: the adjoint of reading a measurement twice.
    for (k, e) in kept.enumerated() { all[e] += y[k] }
    base.adjoint(all, into: &image)
  }
}
