import LinearAlgebra
import LowRankTheory

@testable import LowRank

/// Digits without a pattern that a low rank could follow, the same on every machine.
private func digits(_ i: Int, _ k: Int) -> Double {
  let whole = i * i * (k + 3) + 5 * i + k
  return Double(whole % 23) / 23 - 0.5
}

/// The same for a whole table, between −1 and 1.
private func noise(_ i: Int, _ j: Int, _ seed: Int) -> Double {
  let squares = i * i * 37 + j * j * 91, whole = squares + i * j * 17 + seed * (i + 3 * j)
  return Double(whole % 101) / 50 - 1
}

private func fourFifths(_ i: Int, _ j: Int) -> Bool { (3 * i + 7 * j) % 10 > 1 }

private func options(_ change: (inout RecoveryOptions) -> Void) -> RecoveryOptions {
  var options = RecoveryOptions()
  change(&options)
  return options
}

extension Situation {
  static let data: [Situation] = [
    Situation(.rowsWithoutCells(rows: [2], of: 9), "a row of gaps") { emptyLines.remarks() },
    Situation(.columnsWithoutCells(columns: [0, 1], of: 8), "columns of gaps") {
      emptyLines.complete().remarks
    },
    Situation(.disconnectedParts(parts: 2), "two blocks") { blocks.remarks() },
    Situation(.fewerCellsThanRankOne(cells: 3, unknowns: 5), "a diagonal") {
      table(3, 3, { i, _ in Double(i + 1) }, where: { $0 == $1 }).remarks()
    },
    Situation(.columnSpreadsDiffer, "three units") {
      table(6, 3, { i, j in Double(i * i) * [1, 1000, 10][j] }).remarks()
    } shows: {
      guard case .columnSpreadsDiffer(let ratio, 1, 0) = $0 else { return false }
      return abs(ratio - 1000) < 1e-9
    },
  ]

  private static var emptyLines: Observations {
    table(9, 8, { i, j in gaussian(9, 8)[i, j] }, where: { i, j in i != 2 && j > 1 })
  }

  /// Rank one in each of two blocks: how they compare in size nobody knows.
  private static var blocks: Observations {
    table(12, 12, { i, j in Double((i + 1) * (j + 2)) }, where: { ($0 < 6) == ($1 < 6) })
  }

  static let exactFits: [Situation] = [
    Situation(.exactFitNotUnique(rank: 1, observed: .cells), "two blocks") {
      blocks.complete().remarks
    },
    Situation(.exactFitRounded, "a row known by two columns that are nearly parallel") {
      try parallelColumns.complete(options { $0.maxRank = 2 }).remarks
    } shows: {
      // Nine digits and columns that differ by 5e-5 leave five, of the share of one row in twenty.
      guard case .exactFitRounded(2, let error) = $0 else { return false }
      return error > 1e-6 && error < 1e-4
    },
    Situation(.exactFitNearMiss, "twelve digits of few cells") {
      let problem = CompletionProblem(
        rows: 60, columns: 60, rank: 3, conditionNumber: 2, oversampling: 1.35, seed: 5)
      let rounded = problem.target.map { ($0 * 1e12).rounded() / 1e12 }
      return Observations(pattern: problem.pattern, values: rounded).complete().remarks
    } shows: {
      guard case .exactFitNearMiss(3, let residual) = $0 else { return false }
      return residual > 1e-14 && residual < 1e-9
    },
    Situation(.exactFitNotFoundAgain(rank: 1, observed: .cells), "one cell more than unknowns") {
      table(4, 4, { i, j in Double((i + 1) * (j + 2)) }, where: { $1 == $0 || $1 == ($0 + 1) % 4 })
        .complete().remarks
    },
    Situation(.noExactFit, "noise") {
      try PlantedTable(24, 16, rank: 2, noise: 0.1, gaps: 0.2, seed: 1).observed
        .complete(options { $0.method = .pursuit }).remarks
    },
    Situation(
      .tooFewToTellNoise(count: 5, rank: 2, unknowns: 6, observed: .cells), "a table of two rows"
    ) {
      try twoRows.complete(options { $0.rank = 5 }).remarks
    },
    Situation(.higherRanksFitTooWell, "cells that stand out by themselves") {
      spikes.complete().remarks
    } shows: {
      guard case .higherRanksFitTooWell(1, let highest, let left, let leftOfNoise, .cells) = $0
      else {
        return false
      }
      // Each rank takes one spike, and leaves a quarter of the energy.
      var expected = 1.0
      for _ in 1..<highest { expected /= 4 }
      return highest > 2 && left < 0.1 * leftOfNoise && left < 3 * expected
    },
  ]

  /// Rank two to nine digits; of row 0 two cells are known, in columns that differ by 5e-5.
  private static var parallelColumns: Observations {
    func v(_ j: Int, _ k: Int) -> Double {
      j == 1 ? 1.25 * v(0, k) + (k == 0 ? 5e-5 : -5e-5) : digits(j + 3, k + 2)
    }
    func cell(_ i: Int, _ j: Int) -> Double {
      let exact = 4 * (digits(i, 0) * v(j, 0) + digits(i, 1) * v(j, 1))
      return (1e9 * exact).rounded() / 1e9
    }
    return table(20, 15, cell, where: { $0 == 0 ? $1 < 2 : fourFifths($0, $1) })
  }

  private static var twoRows: Observations {
    table(2, 3, { i, j in [[1, 2, 5], [3, 0, 7]][i][j] }, where: { $0 + $1 != 2 || $0 == 0 })
  }

  /// Cells of 10, 5, 2.5, …, each in a row and a column of its own, which nothing foretells.
  private static var spikes: Observations {
    func cell(_ i: Int, _ j: Int) -> Double {
      j == (5 * i + 3) % 16 ? 10 / Double(1 << i) : 0
    }
    return table(16, 16, cell, where: { (7 * $0 + 3 * $1) % 20 >= 2 })
  }

  static let answers: [Situation] = [
    Situation(.effectsUndetermined(cells: 1, unknowns: 6), "one cell") {
      table(4, 3, { _, _ in 2 }, where: { $0 == 1 && $1 == 1 }).complete().remarks
    },
    Situation(.noBetterThanTheMean, "noise") {
      noise(seed: 1).complete().remarks
    } shows: {
      guard case .noBetterThanTheMean(let error, let meanError, .cells) = $0 else { return false }
      // The root mean square of numbers between −1 and 1.
      return error > meanError && abs(meanError - 0.58) < 0.1
    },
    Situation(.gainWithinChance, "noise that seems to have a rank") {
      noise(seed: 6).complete().remarks
    } shows: {
      guard case .gainWithinChance(let gain, let standardError) = $0 else { return false }
      return gain >= 0 && gain <= 3 * standardError && standardError < 0.33
    },
    Situation(.columnsBelowTheirMean(columns: Array(1...11), judged: 12), "one large column") {
      try columnsOfTheirOwn(large: 1, by: 1e6).complete(plainRankOne).remarks
    },
    Situation(.factorsAddLittle, "a rank too few") {
      try columnsOfTheirOwn(large: 2, by: 1000).complete(plainRankOne).remarks
    } shows: {
      guard case .factorsAddLittle(let error, let effectsError) = $0 else { return false }
      return error > 0.99 * effectsError && effectsError > 1
    },
    Situation(.rankBelowAsked(rank: 2, asked: 5, rows: 2, columns: 3), "two rows") {
      try twoRows.complete(options { $0.rank = 5 }).remarks
    },
    Situation(.endedEarly(cause: .iterationLimit), "stopped at once") {
      noise(seed: 1).complete { _ in .iterationLimit }.remarks
    },
    Situation(.stepsSpent(iterations: 5000), "steps far too short") {
      try studied(step: 1e-7, width: 2)
    },
    Situation(.diverged, "steps far too long") {
      try studied(step: 10, width: 2)
    } shows: {
      guard case .diverged(let iterations) = $0 else { return false }
      return iterations > 0 && iterations < 100
    },
    Situation(
      .widerThanTheData(
        shortfall: .init(width: 8, unknowns: 96, measurements: 90, supported: 6)), "eight columns"
    ) {
      var study = Study(.scaled)
      study.width = 8
      let remark = study.overRankRemark(measurements: 90, rows: 10, columns: 10, .init())
      return [remark].compactMap { $0 }
    },
  ]

  private static func noise(seed: Int) -> Observations {
    table(18, 14, { LowRankTests.noise($0, $1, seed) }, where: fourFifths)
  }

  private static var plainRankOne: RecoveryOptions {
    options { ($0.rank, $0.centred) = (1, false) }
  }

  /// Rank two and noise; the first columns in a unit that makes them large.
  private static func columnsOfTheirOwn(large: Int, by factor: Double) -> Observations {
    func cell(_ i: Int, _ j: Int) -> Double {
      let signal = 4 * (digits(i, 0) * digits(j, 1) + digits(i, 1) * digits(j, 0))
      return (j < large ? factor : 1) * (signal + 0.5 * LowRankTests.noise(i, j, 1))
    }
    return table(24, 12, cell, where: fourFifths)
  }

  private static func studied(step: Double, width: Int) throws -> [Remark] {
    var study = Study(.descent)
    (study.step, study.width) = (step, width)
    return try PlantedTable(12, 10, rank: 1, noise: 0, gaps: 0.3, seed: 6).observed
      .complete(by: study).remarks
  }
}
