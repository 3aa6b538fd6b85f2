public import LowRank

extension Study {
  /// Throws unless the study can be, and suits the options and the data.
  ///
  /// Besides what the options rule out: a table is real, and a symmetric one is square. Asked
  /// before anything is computed, so that a long job does not end in a complaint about its first
  /// line.
  public func validate(
    _ options: RecoveryOptions, for data: Observations
  ) throws(OptionError) {
    try validateOfTable(options, isWeighted: data.weights != nil)
    if factors == .symmetric, data.rows != data.columns {
      throw .notSquare(rows: data.rows, columns: data.columns)
    }
  }

  /// Throws unless the study can be of some table, whatever it holds: a table is real.
  public func validateOfTable(
    _ options: RecoveryOptions, isWeighted: Bool
  ) throws(OptionError) {
    try validate(options, isWeighted: isWeighted)
    if factors == .hermitian { throw .unsuited(.init(.factors, .name(factors.name)), to: .table) }
  }

  /// Throws unless every value can be and every part goes with the method.
  ///
  /// A conflict names both sides, the part and what it does not go with, each with its value: which
  /// of the two was meant only the caller knows.
  public func validate(_ options: RecoveryOptions, isWeighted: Bool) throws(OptionError) {
    // Values first, each by itself; then how they go together.
    try OptionError.check(.scale, scale, .positive)
    try OptionError.check(.step, step, .positive)
    try OptionError.check(.width, width, .atLeast(1))
    guard let part = conflict(options, isWeighted: isWeighted) else { return }
    throw .conflict(setting(part, options), with: setting(rival(of: part, options), options))
  }

  /// What the part does not go with: the choice of a person that rules it out, and the method where
  /// none is nearer.
  private func rival(of part: Part, _ options: RecoveryOptions) -> OptionError.Field {
    switch part {
    case .centred: .factors
    case .width where options.rank != nil: .rank
    case .scale where start == .spectral: .start
    case .start where isDeep: .factors
    default: .method
    }
  }

  private var isDeep: Bool { if case .deep = factors { true } else { false } }

  /// A part and a field are two lists of names: parts are what a study has, fields what a person
  /// sets.
  private func setting(_ part: Part, _ options: RecoveryOptions) -> OptionError.Setting {
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
    _ field: OptionError.Field, _ options: RecoveryOptions
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
  /// The word for it, such as "deep=3": what the command takes and what errors and reports say.
  public var name: String {
    switch self {
    case .asymmetric: "asymmetric"
    case .symmetric: "symmetric"
    case .hermitian: "hermitian"
    case .deep(let depth): "deep=\(depth)"
    }
  }
}
