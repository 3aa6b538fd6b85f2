public import LinearAlgebra
public import LowRankOptimization

/// A recovered matrix, how it was found, and how far it can be trusted: of a table with gaps, of a
/// full one, or of linear measurements.
public struct Recovery: Sendable {
  public typealias Method = RecoveryMethod

  public let method: Method
  /// Of linear measurements the factors alone.
  public let model: CompletionModel
  /// The interaction part of the model as U diag(s) Vᵀ, in its own units; of linear measurements W.
  public let form: SpectralForm
  /// The rank of the interaction part of the model; of a complex matrix its own, not its
  /// embedding's.
  public let rank: Int
  /// In which standardisation the table was factored; nil for exact data and for measurements.
  public let table: TableModel?
  /// Every rank tried on the way of the chosen model.
  public let path: [RankRecord]
  /// By which rule the rank was chosen, and why; nil where no hidden data chose it.
  public let ruling: RankRuling?
  /// The error on hidden data beside the baselines; nil where too little is observed to hide any.
  public let heldOut: HeldOut?
  /// Of further cells, or of further measurements.
  public let intervals: ConformalIntervals?
  /// Whether an exact fit is the only one; nil for noisy data.
  public let uniqueness: Uniqueness?
  /// Whether the data determine the factors at their rank, the effects held: of an exact fit
  /// `uniqueness` in short, of a noisy table how much was left to shrinkage, of measurements also
  /// whether the answer is a minimum of its rank. Nil at rank 0, and where the search was stopped.
  public let certificate: Certificate?
  /// ‖x − x̂‖ / ‖x‖ over what was observed.
  public let residual: Double
  /// Sweeps, or iterations of the inner solver.
  public let iterations: Int
  public let reason: RecoveryReason
  /// What a person should know before using the answer.
  public let remarks: [Remark]
  /// Whether the answer is trustworthy by its own report.
  public var isTrustworthy: Bool { !remarks.raiseDoubt }

  let uncertainty: Uncertainty

  public struct HeldOut: Sendable, Equatable, Codable {
    public let pattern: HoldOutPattern
    public let error: HeldOutError
    public let meanError: HeldOutError
    /// Of row and column effects; nil for measurements, which have none.
    public let effectsError: HeldOutError?
  }

  enum Uncertainty: Sendable {
    /// Nothing is said of single cells.
    case none
    case uniform(Double)
    case table(TableUncertainty)

    func deviation(_ i: Int, _ j: Int) -> Double {
      switch self {
      case .none: 0
      case .uniform(let deviation): deviation
      case .table(let uncertainty): uncertainty.deviation(i, j)
      }
    }
  }

  /// The prediction at (i, j), in the data's units.
  public func predict(_ i: Int, _ j: Int) -> Double { model.predict(row: i, column: j) }

  /// The prediction interval at (i, j), in the data's units; the prediction itself twice where
  /// nothing was held out to calibrate it. Cost: rank² flops.
  public func interval(_ i: Int, _ j: Int) -> (lower: Double, upper: Double) {
    let reach = (intervals?.quantile ?? 0) * uncertainty.deviation(i, j)
    let centre = model.rowEffects[i] + model.columnEffects[j] + model.factors[i, j]
    return (model.original(centre - reach, column: j), model.original(centre + reach, column: j))
  }

  /// The answer of a recovery from measurements in the parameterisation that it was recovered in.
  public func point<Point: FixedRank>(_: Point.Type = Point.self) -> Point { Point(spectral: form) }
}
