extension Remark {
  /// How much a remark weighs.
  public enum Severity: String, Sendable, Codable, CaseIterable {
    /// The answer should not be trusted.
    case doubt
    /// The answer may be right all the same.
    case note
  }

  /// The names that programs know remarks by: once published, a code keeps its meaning.
  public enum Code: String, Sendable, Codable, CaseIterable {
    case rowsWithoutCells = "rows-without-cells"
    case columnsWithoutCells = "columns-without-cells"
    case disconnectedParts = "disconnected-parts"
    case fewerCellsThanRankOne = "fewer-cells-than-rank-one"
    case columnSpreadsDiffer = "column-spreads-differ"
    case exactFitNotUnique = "exact-fit-not-unique"
    case exactFitRounded = "exact-fit-rounded"
    case exactFitNearMiss = "exact-fit-near-miss"
    case exactFitNotFoundAgain = "exact-fit-not-found-again"
    case noExactFit = "no-exact-fit"
    case tooFewToTellNoise = "too-few-to-tell-noise"
    case higherRanksFitTooWell = "higher-ranks-fit-too-well"
    case effectsUndetermined = "effects-undetermined"
    case noBetterThanTheMean = "no-better-than-the-mean"
    case gainWithinChance = "gain-within-chance"
    case columnsBelowTheirMean = "columns-below-their-mean"
    case factorsAddLittle = "factors-add-little"
    case rankBelowAsked = "rank-below-asked"
    case stepsSpent = "steps-spent"
    case diverged = "diverged"
    case endedEarly = "ended-early"
    case nothingHidden = "nothing-hidden"
    case rankCappedByData = "rank-capped-by-data"
    case farPairsUnknown = "far-pairs-unknown"
    case movablePoints = "movable-points"
    case widerThanTheData = "wider-than-the-data"
  }

  /// What a person may do about it.
  ///
  /// Codes as well: what to call a scale or a step is left to whoever shows it.
  public enum Advice: String, Sendable, Codable, CaseIterable {
    case observeMore = "observe-more"
    case bringToOneScale = "bring-to-one-scale"
    case takeSmallerSteps = "take-smaller-steps"
    case narrowTheFactors = "narrow-the-factors"
  }

  /// Written out: without a default, a new remark does not compile until it has a code.
  public var code: Code {
    switch self {
    case .rowsWithoutCells: .rowsWithoutCells
    case .columnsWithoutCells: .columnsWithoutCells
    case .disconnectedParts: .disconnectedParts
    case .fewerCellsThanRankOne: .fewerCellsThanRankOne
    case .columnSpreadsDiffer: .columnSpreadsDiffer
    case .exactFitNotUnique: .exactFitNotUnique
    case .exactFitRounded: .exactFitRounded
    case .exactFitNearMiss: .exactFitNearMiss
    case .exactFitNotFoundAgain: .exactFitNotFoundAgain
    case .noExactFit: .noExactFit
    case .tooFewToTellNoise: .tooFewToTellNoise
    case .higherRanksFitTooWell: .higherRanksFitTooWell
    case .effectsUndetermined: .effectsUndetermined
    case .noBetterThanTheMean: .noBetterThanTheMean
    case .gainWithinChance: .gainWithinChance
    case .columnsBelowTheirMean: .columnsBelowTheirMean
    case .factorsAddLittle: .factorsAddLittle
    case .rankBelowAsked: .rankBelowAsked
    case .stepsSpent: .stepsSpent
    case .diverged: .diverged
    case .endedEarly: .endedEarly
    case .nothingHidden: .nothingHidden
    case .rankCappedByData: .rankCappedByData
    case .farPairsUnknown: .farPairsUnknown
    case .movablePoints: .movablePoints
    case .widerThanTheData: .widerThanTheData
    }
  }

  public var severity: Severity { code.severity }
  public var advice: Advice? { code.advice }
}

extension Remark.Code {
  public var severity: Remark.Severity {
    switch self {
    case .rowsWithoutCells, .columnsWithoutCells, .disconnectedParts, .columnSpreadsDiffer,
      .exactFitNotFoundAgain, .factorsAddLittle, .rankBelowAsked:
      .note
    case .fewerCellsThanRankOne, .exactFitNotUnique, .exactFitRounded, .exactFitNearMiss,
      .noExactFit, .tooFewToTellNoise, .higherRanksFitTooWell, .effectsUndetermined,
      .noBetterThanTheMean, .gainWithinChance, .columnsBelowTheirMean, .stepsSpent, .diverged,
      .endedEarly, .nothingHidden, .rankCappedByData, .farPairsUnknown, .movablePoints,
      .widerThanTheData:
      .doubt
    }
  }

  public var advice: Remark.Advice? {
    switch self {
    case .rowsWithoutCells, .columnsWithoutCells, .disconnectedParts, .fewerCellsThanRankOne,
      .exactFitNotUnique, .exactFitRounded, .exactFitNearMiss, .exactFitNotFoundAgain,
      .tooFewToTellNoise, .effectsUndetermined, .nothingHidden, .rankCappedByData,
      .farPairsUnknown, .movablePoints:
      .observeMore
    case .columnSpreadsDiffer, .columnsBelowTheirMean: .bringToOneScale
    case .diverged: .takeSmallerSteps
    case .widerThanTheData: .narrowTheFactors
    case .noExactFit, .higherRanksFitTooWell, .noBetterThanTheMean, .gainWithinChance,
      .factorsAddLittle, .rankBelowAsked, .stepsSpent, .endedEarly:
      nil
    }
  }
}

extension Sequence<Remark> {
  /// Whether one of them is a doubt.
  public var raiseDoubt: Bool { contains { $0.severity == .doubt } }
}
