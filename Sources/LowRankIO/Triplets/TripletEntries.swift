internal import LinearAlgebra

/// The entries of a file of triplets, in the order of its lines until they are merged.
struct TripletEntries {
  var rows: Int = 0
  var columns: Int = 0
  var rowOf: [Int32] = []
  var columnOf: [Int32] = []
  var values: [Double] = []
  var weights: [Double]?

  /// Sorts the entries into a pattern without duplicates; `values` and `weights` follow.
  ///
  /// - Parameter refused: called with the numbers of the first two lines of equal place, where
  ///   duplicates are refused.
  mutating func merge(
    _ policy: TripletOptions.Duplicates, refused: (Int, Int) throws(FileError) -> Void
  ) throws(FileError) -> SparsityPattern {
    let (pattern, order) = SparsityPattern.sorting(
      rows: rows, columns: columns, rowOf: rowOf, columnOf: columnOf)
    (rowOf, columnOf) = ([], [])
    values = order.map { values[Int($0)] }
    if let weights { self.weights = order.map { weights[Int($0)] } }
    guard let first = TripletEntries.firstRepetition(pattern) else { return pattern }
    if policy == .refuse {
      let lines = TripletEntries.earliestRepetition(pattern, order) ?? (first, first)
      try refused(lines.0, lines.1)
    }
    return fold(pattern, policy)
  }

  /// The first entry with the place of the entry before it.
  private static func firstRepetition(_ pattern: SparsityPattern) -> Int? {
    (0..<pattern.rows).lazy.flatMap { i in
      (pattern.rowStart[i]..<pattern.rowStart[i + 1]).dropFirst()
    }.first { pattern.column[$0] == pattern.column[$0 - 1] }
  }

  /// The pair of equal places whose second line comes first in the file.
  private static func earliestRepetition(
    _ pattern: SparsityPattern, _ order: [Int32]
  ) -> (Int, Int)? {
    var best: (Int, Int)?
    for i in 0..<pattern.rows {
      for e in (pattern.rowStart[i]..<pattern.rowStart[i + 1]).dropFirst()
      where pattern.column[e] == pattern.column[e - 1] && Int(order[e]) < best?.1 ?? .max {
        best = (Int(order[e - 1]), Int(order[e]))
      }
    }
    return best
  }

  /// One entry per place. The sort is stable: among equals the last line comes last.
  private mutating func fold(
    _ pattern: SparsityPattern, _ policy: TripletOptions.Duplicates
  ) -> SparsityPattern {
    var start = [0], column: [Int32] = []
    var folded: [Double] = [], total: [Double] = []
    for i in 0..<pattern.rows {
      let entries = pattern.rowStart[i]..<pattern.rowStart[i + 1]
      for e in entries {
        let weight = weights?[e] ?? 1
        if e > entries.lowerBound && column.last == pattern.column[e] {
          let k = folded.count - 1
          let share = policy == .last ? 1 : weight / (total[k] + weight)
          folded[k] += share * (values[e] - folded[k])
          total[k] = policy == .last ? weight : total[k] + weight
        } else {
          column.append(pattern.column[e])
          folded.append(values[e])
          total.append(weight)
        }
      }
      start.append(column.count)
    }
    values = folded
    if weights != nil { weights = total }
    return SparsityPattern(
      rows: pattern.rows, columns: pattern.columns, rowStart: start, column: column)
  }
}
