public import LowRankOptimization

/// What a person should know of data, or of an answer, before using it: what was found, and the
/// figures that show it.
///
/// A remark says nothing in words: whoever shows it writes the sentence. Rows and columns are
/// counted from 0, in the order of the observations.
///
/// Figures are kept beside what they show, so that a program need not parse a sentence, and a test
/// can check the number itself.
public enum Remark: Sendable, Equatable, Codable {
  /// What places were looked at: cells of a table, or measurements of a matrix.
  public enum Observed: String, Sendable, Codable {
    case cells, measurements
  }

  // Of the data, whatever is done with them.

  /// Rows of which no cell was observed.
  case rowsWithoutCells(rows: [Int], of: Int)
  /// Columns of which no cell was observed.
  case columnsWithoutCells(columns: [Int], of: Int)
  /// The cells fall into parts that share no row and no column.
  case disconnectedParts(parts: Int)
  /// There are fewer cells than a matrix of rank one has unknowns.
  case fewerCellsThanRankOne(cells: Int, unknowns: Int)
  /// The columns' spreads differ by more than one unit explains; the widest decide what counts as a
  /// good fit.
  case columnSpreadsDiffer(ratio: Double, widest: Int, narrowest: Int)

  // Of a search for an exact fit.

  /// A matrix of this rank fits exactly, and so do others.
  case exactFitNotUnique(rank: Int, observed: Observed)
  /// A matrix of this rank fits exactly; what rounding of the cells may have cost, relative to it.
  case exactFitRounded(rank: Int, expectedError: Double)
  /// A matrix of this rank fits to this residual, of so few cells that it may be a near miss.
  case exactFitNearMiss(rank: Int, relativeResidual: Double)
  /// Without some of the data the same exact fit is not found, or nothing could be left out.
  case exactFitNotFoundAgain(rank: Int, observed: Observed)
  /// An exact fit was asked for, and there is none.
  case noExactFit
  /// Beyond this rank too few cells or measurements are left to show noise as noise.
  case tooFewToTellNoise(count: Int, rank: Int, unknowns: Int, observed: Observed)
  /// Of what this rank leaves, fits of rank `highest` leave the share `left`, where fits of noise
  /// would leave `leftOfNoise` or more.
  case higherRanksFitTooWell(
    rank: Int, highest: Int, left: Double, leftOfNoise: Double, observed: Observed)

  // Of an answer.

  /// There are fewer cells than row and column effects have unknowns.
  case effectsUndetermined(cells: Int, unknowns: Int)
  /// Root mean squares on what was hidden: of the answer, and of the mean of the rest.
  case noBetterThanTheMean(error: Double, meanError: Double, observed: Observed)
  /// The squared errors of hidden cells are below those of the mean by `gain`, which is within
  /// three standard errors of nothing.
  case gainWithinChance(gain: Double, standardError: Double)
  /// Columns predicted worse than by their own mean, of those with enough hidden cells to judge.
  case columnsBelowTheirMean(columns: [Int], judged: Int)
  /// Root mean squares on hidden cells, with factors and by row and column effects alone.
  case factorsAddLittle(error: Double, effectsError: Double)
  /// The rank is less than was asked for, of a matrix of this shape.
  case rankBelowAsked(rank: Int, asked: Int, rows: Int, columns: Int)
  /// The method had not converged.
  case stepsSpent(iterations: Int)
  /// The loss was no longer a number; the answer is the best iterate before.
  case diverged(iterations: Int)
  /// Not all ranks, or steps, were tried.
  case endedEarly(cause: Interruption)

  // Of measurements.

  /// With any of them hidden, the others would be no more than the unknowns of rank one.
  case nothingHidden(measurements: Int, unknowns: Int)
  /// The held-out error was still falling at this rank, and the next has more unknowns than are
  /// determined by what is not hidden.
  case rankCappedByData(rank: Int, measurements: Int, unknownsOfNext: Int)
  /// Points are spread farther than twice the longest known distance, and distances are noisy.
  case farPairsUnknown(diameter: Double, longest: Double)
  /// Some points can be mirrored or moved: so many zeros too many has the stress matrix.
  case movablePoints(excess: Int)

  // Of a method, before it begins.

  /// A preconditioned method has more columns than the data support, and will interpolate.
  case widerThanTheData(shortfall: OverRank.Shortfall)
}
