public import LowRank
public import LowRankTheory

/// What a person fixed instead of leaving it to the measurements.
public struct SensingOptions: Sendable, Equatable {
  public var recovery = RecoveryOptions()
  /// One method in place of the search; its factors are those that `factors` settles.
  public var study: Study?
  /// The parameterisation; nil for the one that suits what is measured.
  public var factors: Study.Factors?
  public var units = DistanceUnits.straight

  public init() {}

  /// The options themselves, if every value can be, whatever was measured.
  public func validated() throws(OptionError) -> SensingOptions {
    // What a study goes with depends on what was measured: `study(of:)` checks it.
    _ = try recovery.validated()
    if let method = recovery.method, method == .variational {
      throw .unsuited(.init(.method, .name(method.rawValue)), to: .measurements)
    }
    try units.validate()
    return self
  }

  /// The parameterisation: the one asked for, if it suits what is measured.
  func factors(
    of subject: OptionError.Subject, default usual: Study.Factors,
    _ suits: (Study.Factors) -> Bool
  ) throws(OptionError) -> Study.Factors {
    guard let asked = factors else { return usual }
    let setting = OptionError.Setting(.factors, .name(asked.name))
    guard suits(asked) else { throw .unsuited(setting, to: subject) }
    if case .deep = asked, study == nil { throw .needsStudy(setting) }
    return asked
  }

  /// The study asked for, of these measurements; says what will go wrong, or throws what does not
  /// go together.
  func study<P, M>(
    of sensing: Sensing<P, M>, _ factors: Study.Factors, warn: (Remark) -> Void
  ) throws(OptionError) -> Study? {
    guard var study else { return nil }
    study.factors = factors
    // Of a table's options those about the ranks alone mean something here.
    var options = RecoveryOptions()
    (options.rank, options.maxRank) = (recovery.rank, recovery.maxRank)
    try study.validate(options, isWeighted: sensing.weights != nil)
    if let warning = study.overRankRemark(
      measurements: sensing.map.count, rows: sensing.map.rows, columns: sensing.map.columns, options
    ) {
      warn(warning)
    }
    return study
  }
}
