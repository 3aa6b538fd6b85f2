public import LinearAlgebra
public import LowRankOptimization

/// A recovered matrix, how it was found, and how far it can be trusted: of a table with gaps, of a
/// full one, or of linear measurements.
public struct Recovery: Sendable {
  /// So that users can write `Recovery.Method` beside the other types of an answer.
  public typealias Method = RecoveryMethod

  /// How it was found: what a path's records and the reason to stop are to be read by.
  public let method: Method
  /// Of linear measurements the factors alone.
  public let model: CompletionModel
  /// The interaction part of the model as U diag(s) Vᵀ, in its own units; of linear measurements W.
  ///
  /// Kept beside the factors, which are the same matrix with scales split evenly: certificates and
  /// parameterisations start from orthonormal U and V.
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
  /// Why the search ended where it did.
  public let reason: RecoveryReason
  /// What a person should know before using the answer.
  ///
  /// Of a table in this order: what the places of its cells say, notes, doubts.
  public let remarks: [Remark]
  /// Whether the answer is trustworthy by its own report.
  ///
  /// One doubt is enough: each of them alone can make the answer worthless.
  public var isTrustworthy: Bool { !remarks.raiseDoubt }

  /// Deviations of single cells before calibration; not public, as without the quantile of
  /// `intervals` they have no scale.
  let uncertainty: Uncertainty

  /// Errors on what was hidden, of the answer and of two baselines on the same data: an error by
  /// itself says little, but an answer no better than the mean is no answer.
  public struct HeldOut: Sendable, Equatable, Codable {
    public let pattern: HoldOutPattern
    public let error: HeldOutError
    public let meanError: HeldOutError
    /// Of row and column effects; nil for measurements, which have none.
    public let effectsError: HeldOutError?
  }

  /// How the width of an interval varies from cell to cell, up to the factor that is calibrated.
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
  ///
  /// The interval is symmetric in the units of the model, ẑ ± q sᵢⱼ, and its ends are carried back
  /// one by one: through a link it need not be symmetric about the prediction.
  public func interval(_ i: Int, _ j: Int) -> (lower: Double, upper: Double) {
    let reach = (intervals?.quantile ?? 0) * uncertainty.deviation(i, j)
    let centre = model.rowEffects[i] + model.columnEffects[j] + model.factors[i, j]
    return (model.original(centre - reach, column: j), model.original(centre + reach, column: j))
  }

  /// The answer of a recovery from measurements in the parameterisation that it was recovered in.
  ///
  /// For instance `Hermitian`, whose complex factors `form` holds embedded in real ones.
  public func point<Point: FixedRank>(_: Point.Type = Point.self) -> Point { Point(spectral: form) }
}
