internal import Foundation
public import LowRank

/// What a door calls the options that advice is about.
public struct RemarkWords: Sendable {
  /// The size of a method's steps.
  public var step: String

  public init(step: String = "step") { self.step = step }
}

extension Remark {
  /// The remark in one sentence, for a person: the table that every door reads from.
  ///
  /// Neither capital nor full stop: it stands behind a word, as `warning`, or in a list.
  /// One switch without a default, long as it is: a remark without a sentence does not compile.
  public func sentence(_ names: RemarkWords = RemarkWords()) -> String {
    switch self {
    case .rowsWithoutCells(let rows, let all):
      "\(rows.count) of \(all) rows have no observed cell to learn from"
    case .columnsWithoutCells(let columns, let all):
      "\(columns.count) of \(all) columns have no observed cell to learn from"
    case .disconnectedParts(let parts):
      "the cells fall into \(parts) parts that share no row and no column: between them nothing is "
        + "known"
    case .fewerCellsThanRankOne: "fewer cells than the unknowns of rank 1"
    case .columnSpreadsDiffer(let ratio, _, _):
      "the columns' spreads differ by a factor of \(Self.short(ratio)): if their units differ, "
        + "bring them to one scale first"

    case .exactFitNotUnique(let rank, .cells):
      "a matrix of rank \(rank) fits every cell, but it is not the only one: more cells are needed "
        + "to tell which is right"
    case .exactFitNotUnique(let rank, .measurements):
      "a matrix of rank \(rank) fits every measurement exactly, but it is not the only one: more "
        + "measurements are needed to tell which is right"
    case .exactFitRounded(let rank, let error):
      "a matrix of rank \(rank) fits every cell, but the cells determine it so badly that their "
        + "rounding may have cost \(Self.rounded(error)) of it"
    case .exactFitNearMiss(let rank, let residual):
      "a matrix of rank \(rank) fits every cell, but only to \(Self.rounded(residual)) of them: "
        + "more cells are needed to tell rounding from a near miss"
    case .exactFitNotFoundAgain(let rank, .cells):
      "too little is observed to hide any of it: the answer rests on its exact fit and on the test "
        + "that no other matrix of rank \(rank) fits"
    case .exactFitNotFoundAgain(let rank, .measurements):
      "without a tenth of them the measurements do not give the same answer: it rests on its exact "
        + "fit and on the test that no other matrix of rank \(rank) fits"
    case .noExactFit: "no exact fit of low rank was found: the answer is that for noisy data"
    case .tooFewToTellNoise(let count, let rank, let unknowns, let observed):
      "\(count) \(observed.rawValue) are too few to tell noise from structure at rank \(rank), which has "
        + "\(unknowns) unknowns: another matrix, of this rank or a higher one, may be the right one"
    case .higherRanksFitTooWell(let rank, _, _, _, let observed):
      "ranks above \(rank) fit the \(observed.rawValue) far better than they could fit noise, and yet do not "
        + "predict hidden ones better: a matrix of higher rank may be the right one"

    case .effectsUndetermined(let cells, let unknowns):
      "\(cells) cells are fewer than the \(unknowns) unknowns of row and column effects"
    case .noBetterThanTheMean(_, _, .cells):
      "hidden cells are predicted no better than by the mean of all cells"
    case .noBetterThanTheMean(_, _, .measurements):
      "hidden measurements are predicted no better than by the mean of all"
    case .gainWithinChance:
      "hidden cells are predicted better than by the mean of all cells, but by no more than chance "
        + "may give"
    case .columnsBelowTheirMean(let columns, let judged):
      "\(columns.count) of \(judged) columns are predicted worse than by their own mean: bring "
        + "columns of different units to one scale first"
    case .factorsAddLittle:
      "factors predict hidden cells hardly better than row and column effects do"
    case .rankBelowAsked(let rank, let asked, let rows, let columns):
      "the rank is \(rank), not \(asked): "
        + (asked > min(rows, columns)
          ? "a \(rows) × \(columns) matrix has no more than \(min(rows, columns))"
          : "the data support no more components than that")
    case .stepsSpent: "the method had not converged when its steps were spent"
    case .diverged:
      "the method diverged; what is kept is the best iterate before: a smaller \(names.step) may "
        + "help"
    case .endedEarly(let cause):
      "the search ended early because \(Self.clause(cause)): other ranks may be better"

    case .nothingHidden:
      "too few measurements to hide any: nothing says how wrong the answer is"
    case .rankCappedByData(let rank, _, _):
      "the measurements support no rank above \(rank), and the held-out error was still falling "
        + "there"
    case .farPairsUnknown:
      "only near pairs are known, and not exactly: hidden pairs are as near, and nothing says how "
        + "wrong the distances of far ones are"
    case .movablePoints(let excess):
      "the known pairs do not determine all points: a part that hangs on few others can be "
        + "mirrored or moved (\(excess) too many zeros of the stress matrix)"
    case .widerThanTheData(let lack):
      "\(lack.width) columns have \(lack.unknowns) degrees of freedom and the "
        + "\(lack.measurements) measurements support \(lack.supported): a preconditioned method "
        + "will fit them with a wrong matrix; use at most \(max(lack.supported, 1)) columns, or "
        + "damping of \(Int(OverRank.sufficientDamping)) residual norms from a tiny start"
    }
  }

  private static func clause(_ cause: Interruption) -> String {
    switch cause {
    case .cancelled: "it was interrupted"
    case .timeLimit: "the time limit was reached"
    case .iterationLimit: "the iteration limit was reached"
    }
  }

  /// Four significant digits. Squares of data near the largest number overflow.
  private static func short(_ x: Double) -> String {
    x.isFinite ? String(format: "%.4g", x) : beyondNumbers
  }

  /// Three significant digits.
  private static func rounded(_ x: Double) -> String { x.isFinite ? figures(x) : beyondNumbers }

  private static let beyondNumbers = "more than 1e308"
}
