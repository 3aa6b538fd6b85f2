internal import LinearAlgebra

extension CompletionOptions {
  /// The options themselves, if every value can be and none excludes another.
  ///
  /// What only the data show is checked by `validated(for:)`.
  public func validated() throws(OptionError) -> CompletionOptions {
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
    if let study, study.factors == .hermitian {
      throw .unsuited(.init(.factors, .name(study.factors.name)), to: .table)
    }
    try study?.validate(self, isWeighted: false)
    return self
  }

  /// The options themselves, if they can be and suit these data.
  public func validated(for data: Observations) throws(OptionError) -> CompletionOptions {
    _ = try validated()
    if let entry = link.offence(in: data.values) {
      throw .outsideDomain(
        row: Int(data.pattern.rowOfEntry[entry]), column: Int(data.pattern.column[entry]),
        value: data.values[entry], link)
    }
    guard let study else { return self }
    try study.validate(self, isWeighted: data.weights != nil)
    if study.factors == .symmetric, data.rows != data.columns {
      throw .notSquare(rows: data.rows, columns: data.columns)
    }
    return self
  }
}

extension Study {
  /// Throws unless every value can be and every part goes with the method.
  public func validate(_ options: CompletionOptions, isWeighted: Bool) throws(OptionError) {
    try OptionError.check(.scale, scale, .positive)
    try OptionError.check(.step, step, .positive)
    try OptionError.check(.width, width, .atLeast(1))
    guard let part = conflict(options, isWeighted: isWeighted) else { return }
    throw .conflict(setting(part, options), with: setting(rival(of: part, options), options))
  }

  /// What the part does not go with.
  private func rival(of part: Part, _ options: CompletionOptions) -> OptionError.Field {
    switch part {
    case .centred: .factors
    case .width where options.rank != nil: .rank
    case .scale where start == .spectral: .start
    case .start where isDeep: .factors
    default: .method
    }
  }

  private var isDeep: Bool { if case .deep = factors { true } else { false } }

  private func setting(_ part: Part, _ options: CompletionOptions) -> OptionError.Setting {
    let field: OptionError.Field =
      switch part {
      case .factors: .factors
      case .start: .start
      case .scale: .scale
      case .step: .step
      case .width: .width
      case .rank: .rank
      case .weights: .weights
      case .centred: .centred
      }
    return setting(field, options)
  }

  private func setting(
    _ field: OptionError.Field, _ options: CompletionOptions
  ) -> OptionError.Setting {
    let value: OptionError.Value? =
      switch field {
      case .method: .name(method.rawValue)
      case .factors: .name(factors.name)
      case .start: start.map { .name($0.rawValue) }
      case .scale: scale.map { .real($0) }
      case .step: step.map { .real($0) }
      case .width: width.map { .integer($0) }
      case .rank: options.rank.map { .integer($0) }
      default: nil
      }
    return OptionError.Setting(field, value)
  }
}

extension Study.Factors {
  /// The word for it: "deep=3".
  public var name: String {
    switch self {
    case .asymmetric: "asymmetric"
    case .symmetric: "symmetric"
    case .hermitian: "hermitian"
    case .deep(let depth): "deep=\(depth)"
    }
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
