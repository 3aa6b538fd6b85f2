internal import LinearAlgebra

extension RecoveryOptions {
  /// The options themselves, if every value can be and none excludes another.
  ///
  /// What only the data show is checked by `validated(for:)`.
  ///
  /// - Throws: `OptionError` with the field, its value and the bound, the first in this order.
  public func validated() throws(OptionError) -> RecoveryOptions {
    try OptionError.check(.rank, rank, .atLeast(1))
    try OptionError.check(.largestRank, maxRank, .atLeast(1))
    if let rank, let maxRank, rank > maxRank {
      throw .rankAboveLargest(rank: rank, largest: maxRank)
    }
    try OptionError.check(
      .holdOutFraction, holdOutFraction, .between(0, 0.5, includesHigh: true))
    try OptionError.check(.tolerance, tolerance, .between(0, 1))
    try OptionError.check(.level, level, .between(0, 1))
    try OptionError.check(.holdOutLength, holdOut?.length, .atLeast(1))
    try link.validate()
    return self
  }

  /// The options themselves, if they can be and suit these data.
  ///
  /// - Throws: besides what `validated()` throws, `OptionError.outsideDomain` for the first value
  ///   that the link cannot take. Cost: one pass over the values.
  public func validated(for data: Observations) throws(OptionError) -> RecoveryOptions {
    _ = try validated()
    if let entry = link.offence(in: data.values) {
      throw .outsideDomain(
        row: Int(data.pattern.rowOfEntry[entry]), column: Int(data.pattern.column[entry]),
        value: data.values[entry], link)
    }
    return self
  }
}

extension Link {
  /// Throws unless the bounds of a link that has some are in order.
  func validate() throws(OptionError) {
    switch self {
    case .none, .log, .log1p, .sqrt: return
    case .logit(let low, let high), .box(let low, let high):
      guard low < high else { throw .outOfBounds(.link, .real(high), .above(low)) }
    }
  }
}

extension HoldOutPattern {
  /// How many cells in a row are hidden together; nil where that is not a length.
  fileprivate var length: Int? {
    switch self {
    case .entry, .row, .column: nil
    case .block(let length, _), .tail(let length, _): length
    }
  }
}
