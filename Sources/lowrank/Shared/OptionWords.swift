import ArgumentParser
import LowRank

extension OptionError {
  /// The sentence for somebody who typed options.
  ///
  /// - Parameters:
  ///   - weights: what gave the data weights, as it was typed.
  ///   - subject: what messages call the input.
  func words(weights: String? = nil, subject: String = "the input") -> String {
    func typed(_ setting: Setting) -> String {
      if setting.field == .weights, let weights { return weights }
      return setting.value.map { "\(setting.field.option) \($0)" } ?? setting.field.option
    }
    return switch self {
    case .outOfBounds(let field, let value, let bound):
      "\(field.option) \(value): \(Self.demand(field, bound))"
    case .conflict(let setting, let other): "\(typed(setting)) does not go with \(typed(other))"
    case .rankAboveLargest(let rank, let largest):
      "--rank \(rank) is above --max-rank \(largest): give one of them"
    case .unsuited(let setting, .table):
      "\(typed(setting)) is for complex matrices, which a table cannot hold: see `lowrank sense`"
    case .unsuited(let setting, let subject):
      "\(typed(setting)) does not go with \(subject.rawValue)"
    case .needsStudy(let setting):
      "\(typed(setting)) is for study: it needs a --method such as descent or greedy"
    case .notSquare:
      "\(self): --factorization symmetric does not apply"
    case .outsideDomain(let row, let column, let value, let link):
      "the cell in row \(row + 1), column \(column + 1) is \(value), but --link needs "
        + link.domain
    case .needsDistances(let field):
      "\(field.option) is for lists of distances, and \(subject) is none"
    }
  }
}

extension OptionError.Field {
  /// What the field is called on the command line.
  var option: String {
    switch self {
    case .rank: "--rank"
    case .largestRank: "--max-rank"
    case .tolerance: "--tolerance"
    case .holdOutFraction: "--holdout-fraction"
    case .holdOutLength: "--holdout"
    case .level: "--intervals"
    case .link: "--link"
    case .centred: "--center"
    case .weights: "--weights"
    case .method: "--method"
    case .factors: "--factorization"
    case .start: "--init"
    case .scale: "--init-scale"
    case .step: "--step"
    case .width: "--width"
    case .iterations: "--iterations"
    case .timeLimit: "--time-limit"
    case .strength: "--strength"
    case .radius: "--sphere-radius"
    case .period: "--fold"
    case .indexColumns: "--index-columns"
    case .threads: "--threads"
    case .count: "--top"
    case .fourthField: "--fourth-field"
    case .distances: "--distances"
    }
  }
}

/// What `body` returns; an option that cannot be becomes an error of usage in the command's words.
func checkingOptions<T>(
  weights: String? = nil, _ body: () throws(OptionError) -> T
) throws -> T {
  do {
    return try body()
  } catch {
    throw ValidationError(error.words(weights: weights))
  }
}
