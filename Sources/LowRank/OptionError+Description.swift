extension OptionError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .outOfBounds(let field, let value, let bound):
      "\(field.rawValue) \(value): \(Self.demand(field, bound))"
    case .conflict(let setting, let other): "\(setting) does not go with \(other)"
    case .saidTwice(let field): "\(field.rawValue) are given in two ways"
    case .rankAboveLargest(let rank, let largest):
      "rank \(rank) is above the largest rank \(largest)"
    case .unsuited(let setting, let subject):
      "\(setting) does not go with \(subject.rawValue)"
    case .needsStudy(let setting):
      "\(setting) is for the study of one method, and none was named"
    case .notSquare(let rows, let columns):
      "a \(rows) × \(columns) matrix is not symmetric"
    case .outsideDomain(let row, let column, let value, let link):
      "the cell in row \(row + 1), column \(column + 1) is \(value), but the link needs "
        + link.domain
    case .needsDistances(let field):
      "\(field.rawValue) is for lists of distances, and this is none"
    }
  }

  /// What a value of the field has to be, in words: "between 0 and 0.5".
  ///
  /// Some fields have a sentence of their own, as "at least 1" would not say of what.
  public static func demand(_ field: Field, _ bound: Bound) -> String {
    switch (field, bound) {
    case (.threads, .atLeast(1)): "at least one thread is needed"
    case (.period, .atLeast(2)): "at least two cells a row"
    case (.indexColumns, _): "not a number of columns"
    case (_, .atLeast(let least)): "at least \(least) is needed"
    case (.level, .between): "a level \(bound)"
    case (_, .between): "\(bound)"
    case (.scale, .positive), (.step, .positive): "a positive size"
    case (.timeLimit, .positive): "a positive number of seconds"
    case (.radius, .positive): "a positive length"
    case (_, .positive): "a positive number"
    case (_, .above(let low)): "above \(low)"
    }
  }
}

extension OptionError.Value: CustomStringConvertible {
  public var description: String {
    switch self {
    case .integer(let value): "\(value)"
    case .real(let value): "\(value)"
    case .name(let value): value
    }
  }
}

extension OptionError.Setting: CustomStringConvertible {
  public var description: String {
    value.map { "\(field.rawValue) \($0)" } ?? field.rawValue
  }
}

extension OptionError.Bound: CustomStringConvertible {
  public var description: String {
    func short(_ x: Double) -> String { x == x.rounded() ? "\(Int(x))" : "\(x)" }
    return switch self {
    case .atLeast(let least): "at least \(least)"
    case .between(let low, let high, _): "between \(short(low)) and \(short(high))"
    case .positive: "positive"
    case .above(let low): "above \(low)"
    }
  }
}
