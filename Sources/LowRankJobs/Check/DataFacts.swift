internal import LinearAlgebra
package import LowRank
internal import LowRankIO
internal import LowRankReports

/// What can be said of a matrix with gaps before anything is solved.
package struct DataFacts {
  private let matrix: DataMatrix
  private let data: Observations
  private let rowCounts: [Int]
  private let columnCounts: [Int]
  /// What speaks against completing it.
  package let remarks: [Remark]

  package init(_ matrix: DataMatrix) {
    self.matrix = matrix
    data = matrix.observations
    let pattern = data.pattern
    rowCounts = (0..<data.rows).map { pattern.count(inRow: $0) }
    columnCounts = (0..<data.columns).map { pattern.count(inColumn: $0) }
    remarks = data.remarks()
  }

  package var lines: [(String, String)] {
    let cells =
      "\(Numerals.count(data.rows)) × \(Numerals.count(data.columns)), "
      + "\(Numerals.count(data.count)) cells observed (\(Numerals.percent(data.fraction)))"
    var lines = [
      ("data", "\(matrix.file): \(cells)"), ("rows", Self.range(rowCounts)),
      ("columns", Self.range(columnCounts)), ("values", values),
    ]
    if data.fraction < 1 { lines.append(("gaps", gaps)) }
    lines.append(("budget", budget))
    return lines
  }

  private var values: String {
    let (least, greatest) = (data.values.min() ?? 0, data.values.max() ?? 0)
    let zeros = data.values.count { $0 == 0 }
    let constant = zip(data.columnSpreads, columnCounts).count { $0 == 0 && $1 > 1 }
    var text = "from \(Numerals.short(least)) to \(Numerals.short(greatest))"
    if zeros > 0 {
      text += ", \(Numerals.percent(Double(zeros) / Double(data.count))) of them zero"
    }
    if constant > 0 { text += ", \(constant) constant \(constant == 1 ? "column" : "columns")" }
    return text
  }

  private var gaps: String {
    let pattern = data.gapPattern(isOrdered: matrix.isOrdered)
    return "\(pattern.inWords); `--holdout` would be \(pattern.name)"
  }

  private var budget: String {
    let rank = data.largestDeterminedRank
    guard rank > 0 else {
      return
        "\(Numerals.count(data.count)) cells, \(data.degreesOfFreedom(rank: 1)) unknowns at rank 1"
    }
    let unknowns = Numerals.count(data.degreesOfFreedom(rank: rank))
    return "cells for the unknowns of rank \(rank) at most (\(unknowns))"
  }

  /// Least, median and largest number of cells in a line.
  private static func range(_ counts: [Int]) -> String {
    let sorted = counts.sorted().map(Numerals.count)
    return
      "\(sorted[0]) to \(sorted[sorted.count - 1]) cells each, \(sorted[sorted.count / 2]) in the "
      + "median"
  }
}
