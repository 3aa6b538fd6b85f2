internal import LinearAlgebra
internal import LowRankOptimization

extension Observations {
  /// What can be said of the data before anything is solved.
  ///
  /// Cost: a few passes over the cells.
  public func remarks() -> [Remark] {
    var result = remarksOnPlaces()
    if largestDeterminedRank == 0 {
      result.append(.fewerCellsThanRankOne(cells: count, unknowns: degreesOfFreedom(rank: 1)))
    }
    if let remark = remarkOnSpreads() { result.append(remark) }
    return result
  }

  /// What the places of the cells say, whatever their values are.
  func remarksOnPlaces() -> [Remark] {
    var result: [Remark] = []
    let emptyRows = (0..<rows).filter { pattern.count(inRow: $0) == 0 }
    let emptyColumns = (0..<columns).filter { pattern.count(inColumn: $0) == 0 }
    if !emptyRows.isEmpty { result.append(.rowsWithoutCells(rows: emptyRows, of: rows)) }
    if !emptyColumns.isEmpty {
      result.append(.columnsWithoutCells(columns: emptyColumns, of: columns))
    }
    let parts = connectedParts
    if parts > 1 { result.append(.disconnectedParts(parts: parts)) }
    return result
  }

  /// Up to a ratio of a hundred one unit may be behind all columns; constant ones are left out.
  ///
  /// Columns small beside others hardly enter the error, which is of the whole table.
  func remarkOnSpreads() -> Remark? {
    let spreads = columnSpreads
    let varying = spreads.indices.filter { spreads[$0] > 0 }
    guard let widest = varying.max(by: { spreads[$0] < spreads[$1] }),
      let narrowest = varying.min(by: { spreads[$0] < spreads[$1] }),
      spreads[widest] > 100 * spreads[narrowest]
    else { return nil }
    return .columnSpreadsDiffer(
      ratio: spreads[widest] / spreads[narrowest], widest: widest, narrowest: narrowest)
  }
}
