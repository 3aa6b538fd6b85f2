/// The over-rank trap: preconditioned descent with more columns than the data support.
///
/// A rank-k matrix has k (m + n − k) degrees of freedom. With fewer measurements than that there
/// are many exact fits, and a preconditioned method without damping, or from a spectral start, goes
/// straight to one of them: on 390 Gaussian measurements of a 40 × 40 matrix of rank 2 (2.5 a
/// degree of freedom) with 8 columns, it fits to 1e-6 and errs by 0.7 or more. Plain descent from a
/// small start keeps a preference for low rank, and so does damping of at least 5 times the
/// residual norm (`Damping.residual(factor: 5)`) from a start of 1e-8.
public enum OverRank {
  /// The damping, in residual norms, from which on the preference for low rank survives.
  public static let sufficientDamping = 5.0

  /// By how much data fall short of what a width needs.
  public struct Shortfall: Sendable, Equatable, Codable {
    public let width: Int
    /// The degrees of freedom of matrices of that width.
    public let unknowns: Int
    public let measurements: Int
    /// The largest width with no more unknowns than measurements.
    public let supported: Int

    public init(width: Int, unknowns: Int, measurements: Int, supported: Int) {
      (self.width, self.unknowns) = (width, unknowns)
      (self.measurements, self.supported) = (measurements, supported)
    }
  }

  /// What is short where a Gram-scaled method with `width` columns would interpolate; nil where the
  /// data support the width, or the damping keeps low rank preferred.
  ///
  ///     if let lack = OverRank.shortfall(measurements: 390, rows: 40, columns: 40, width: 8) { … }
  public static func shortfall(
    measurements: Int, rows: Int, columns: Int, width: Int, damping: Damping = 0.0
  ) -> Shortfall? {
    shortfall(
      measurements: measurements, rows: rows, columns: columns, width: width, damping: damping,
      over: Asymmetric.self)
  }

  /// The same for factors with fewer degrees of freedom than U Vᵀ.
  public static func shortfall<Point: FixedRank>(
    measurements: Int, rows: Int, columns: Int, width: Int, damping: Damping = 0.0,
    over _: Point.Type
  ) -> Shortfall? {
    if case .residual(let factor) = damping, factor >= sufficientDamping { return nil }
    func degreesOfFreedom(_ width: Int) -> Int {
      Point.degreesOfFreedom(rows: rows, columns: columns, rank: Point.columnsPerRank * width)
    }
    let widest = min(width, min(rows, columns) / Point.columnsPerRank)
    let unknowns = degreesOfFreedom(widest)
    guard measurements < unknowns else { return nil }
    let supported = (1...widest).last { degreesOfFreedom($0) <= measurements } ?? 0
    return Shortfall(
      width: width, unknowns: unknowns, measurements: measurements, supported: supported)
  }
}
