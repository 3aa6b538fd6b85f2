/// One rank on the way: what it cost and how well it did on what it saw and what it did not.
///
/// Losses and errors are in the data's units unless the path says otherwise; a search for an exact
/// fit hides nothing, so that `heldOut` is nil.
public struct RankRecord: Sendable, Equatable, Codable {
  public let rank: Int
  /// Half the sum of squared residuals on what was seen, the mean over folds.
  public var loss: Double
  public var trainRMSE: Double
  public var heldOut: HeldOutError?
  /// Sweeps, or steps of the inner solver, spent at this rank.
  public var iterations: Int
  /// By the wall clock: the only number here that differs from run to run.
  public var seconds: Double
  /// ‖∇f‖ where the method has come to, if it has a gradient.
  public var gradientNorm: Double?
  /// η of the last step, if the method has one.
  public var stepSize: Double?
  /// The leading singular values of the interaction part, at most five; with several folds those of
  /// the first.
  public var singularValues: [Double] = []

  /// Five show where a spectrum falls, and fit on a line.
  public static let shownSingularValues = 5

  public init(
    rank: Int, loss: Double, trainRMSE: Double, heldOut: HeldOutError?, iterations: Int,
    seconds: Double
  ) {
    self.rank = rank
    self.loss = loss
    self.trainRMSE = trainRMSE
    self.heldOut = heldOut
    self.iterations = iterations
    self.seconds = seconds
  }
}
