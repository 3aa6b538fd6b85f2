internal import LinearAlgebra
internal import LowRankOptimization

/// A completed matrix, how it was found, and how far it can be trusted.
public struct Recovery: Sendable {
  public enum Method: String, Sendable, Codable {
    /// Rank growth with a second-order inner solver, to round-off: the data are exact.
    case pursuit
    /// Variational Bayes along a rank path: the data are noisy.
    case variational
    /// Row and column effects alone.
    case effects
    /// Methods of a `Study`: rank growth by descent; descent, plain, Gram-scaled, or with one change
    /// of factors; gradient flow; stochastic descent.
    case greedy, descent, scaled, modified, flow, sgd
    /// Alternating and iteratively reweighted least squares, and nuclear-norm minimisation.
    case als, irls, nuclear
  }

  public let method: Method
  public let model: CompletionModel
  /// The rank of the interaction part of the model.
  public var rank: Int { model.rank }
  /// In which standardisation the table was factored; nil for exact data.
  public let table: TableModel?
  /// Every rank tried on the way of the chosen model.
  public let path: [RankRecord]
  /// The error on hidden cells beside the baselines; nil where too little is observed to hide any.
  public let heldOut: HeldOut?
  public let intervals: ConformalIntervals?
  /// Whether an exact fit is the only one; nil for noisy data.
  public let uniqueness: Uniqueness?
  /// Whether the observed cells determine the factors at their rank, the effects held: of an exact
  /// fit `uniqueness` in short, of a noisy table how much was left to shrinkage. Nil at rank 0, and
  /// where the search was stopped.
  public let certificate: Certificate?
  /// ‖x − x̂‖ / ‖x‖ over the observed cells.
  public let residual: Double
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
    public let effectsError: HeldOutError
  }

  enum Uncertainty: Sendable {
    case uniform(Double)
    case table(TableUncertainty)

    func deviation(_ i: Int, _ j: Int) -> Double {
      switch self {
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
}
