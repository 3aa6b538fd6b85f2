internal import LowRankIO

extension Report {
  /// What was read.
  public struct Shape: Sendable, Equatable, Codable {
    public var rows: Int
    public var columns: Int
    /// The number of observed entries, or of measurements.
    public var observed: Int
    /// observed / (rows · columns).
    public var fraction: Double
    /// SHA-256 of the input as read (`sha256`), inflated if it was gzip.
    public var sha256: String?

    public init(rows: Int, columns: Int, observed: Int, sha256: String? = nil) {
      self.rows = rows
      self.columns = columns
      self.observed = observed
      fraction = Double(observed) / (Double(rows) * Double(columns))
      self.sha256 = sha256
    }
  }

  /// What was reached at one rank.
  public struct Step: Sendable, Equatable, Codable {
    public var rank: Int
    public var loss: Double?
    public var trainRMSE: Double?
    public var heldOutRMSE: Double?
    public var heldOutSE: Double?
    public var iterations: Int?
    public var seconds: Double?

    public init(
      rank: Int, loss: Double? = nil, trainRMSE: Double? = nil, heldOutRMSE: Double? = nil,
      heldOutSE: Double? = nil, iterations: Int? = nil, seconds: Double? = nil
    ) {
      self.rank = rank
      self.loss = loss
      self.trainRMSE = trainRMSE
      self.heldOutRMSE = heldOutRMSE
      self.heldOutSE = heldOutSE
      self.iterations = iterations
      self.seconds = seconds
    }

    enum CodingKeys: String, CodingKey {
      case rank, loss
      case trainRMSE = "train_rmse"
      case heldOutRMSE = "heldout_rmse"
      case heldOutSE = "heldout_se"
      case iterations, seconds
    }
  }

  /// The rule that chose the rank, and what it found.
  public struct RankChoice: Sendable, Equatable, Codable {
    /// asked, least-error, within-standard-error or noise-beyond.
    public var reason: String
    /// The rank of least held-out error.
    public var leastErrorRank: Int
    /// How many standard errors above the least a smaller rank may be.
    public var standardErrors: Double
    /// The same where the ranks between explain no more than noise would.
    public var standardErrorsOfNoise: Double

    public init(
      reason: String, leastErrorRank: Int, standardErrors: Double, standardErrorsOfNoise: Double
    ) {
      self.reason = reason
      self.leastErrorRank = leastErrorRank
      self.standardErrors = standardErrors
      self.standardErrorsOfNoise = standardErrorsOfNoise
    }

    enum CodingKeys: String, CodingKey {
      case reason
      case leastErrorRank = "least_error_rank"
      case standardErrors = "standard_errors"
      case standardErrorsOfNoise = "standard_errors_of_noise"
    }
  }

  /// The error on entries that were kept aside.
  public struct HeldOut: Sendable, Equatable, Codable {
    /// entry, row, column, block or tail.
    public var pattern: String
    public var count: Int
    public var rmse: Double
    public var se: Double?
    public var mae: Double?
    public var baselineMeanRMSE: Double?
    public var baselineEffectsRMSE: Double?

    public init(
      pattern: String, count: Int, rmse: Double, se: Double? = nil, mae: Double? = nil,
      baselineMeanRMSE: Double? = nil, baselineEffectsRMSE: Double? = nil
    ) {
      self.pattern = pattern
      self.count = count
      self.rmse = rmse
      self.se = se
      self.mae = mae
      self.baselineMeanRMSE = baselineMeanRMSE
      self.baselineEffectsRMSE = baselineEffectsRMSE
    }

    enum CodingKeys: String, CodingKey {
      case pattern, count, rmse, se, mae
      case baselineMeanRMSE = "baseline_mean_rmse"
      case baselineEffectsRMSE = "baseline_effects_rmse"
    }
  }

  /// Prediction intervals and how often they held.
  public struct Intervals: Sendable, Equatable, Codable {
    public var level: Double
    public var coverage: Double
    public var meanWidth: Double

    public init(level: Double, coverage: Double, meanWidth: Double) {
      self.level = level
      self.coverage = coverage
      self.meanWidth = meanWidth
    }

    enum CodingKeys: String, CodingKey {
      case level, coverage
      case meanWidth = "mean_width"
    }
  }

  /// The independent check of the answer.
  public struct Certificate: Sendable, Equatable, Codable {
    public var kind: String
    public var gap: Double?
    public var relativeGap: Double?
    public var verdict: String
    /// One sentence, where there is no summary beside it.
    public var reason: String?

    public init(
      kind: String, gap: Double? = nil, relativeGap: Double? = nil, verdict: String,
      reason: String? = nil
    ) {
      self.kind = kind
      self.gap = gap
      self.relativeGap = relativeGap
      self.verdict = verdict
      self.reason = reason
    }

    enum CodingKeys: String, CodingKey {
      case kind, gap
      case relativeGap = "relative_gap"
      case verdict, reason
    }
  }

  /// Where the time went.
  public struct Seconds: Sendable, Equatable, Codable {
    public var read: Double?
    public var solve: Double?
    public var write: Double?
    public var total: Double

    public init(read: Double? = nil, solve: Double? = nil, write: Double? = nil, total: Double) {
      self.read = read
      self.solve = solve
      self.write = write
      self.total = total
    }
  }
}
