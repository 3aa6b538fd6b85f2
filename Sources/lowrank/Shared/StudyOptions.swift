public import ArgumentParser
internal import LowRank
import LowRankIO
public import LowRankTheory

/// One method in place of the search, for study.
struct StudyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "pursuit: exact fits only; variational: no search for an exact fit (default: both); or, for "
        + "study, one run of \(Study.methods.map(\.rawValue).joined(separator: ", ")).",
      valueName: "method"))
  var method: MethodChoice?

  @Option(
    help: ArgumentHelp(
      "What is varied: asymmetric (U Vᵀ), symmetric (U Uᵀ), hermitian (U Uᴴ, complex: `sense` "
        + "alone) or deep=L (L layers; default: what suits the data).", valueName: "form"))
  var factorization: FactorsChoice?

  @Option(
    name: .customLong("init"),
    help: ArgumentHelp(
      "Where a study begins: gaussian, spectral, zero or orthogonal (default: what suits the "
        + "method).",
      valueName: "start"))
  var start: Study.Start?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Size of the start, in a table of unit root mean square (default: 0.001; deep: 1).",
      valueName: "size")
  )
  var initScale: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Step size in such a table, or auto: chosen at every step (default: auto).",
      valueName: "size"))
  var step: StepChoice?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Columns of the factors (default: --rank, or at most 10).", valueName: "K"))
  var width: Int?

  func validate() throws {
    try CommandWords().checking { () throws(OptionError) in
      try OptionError.check(.scale, initScale, .positive)
      try OptionError.check(.width, width, .atLeast(1))
    }
    guard study == nil else { return }
    let given = [
      ("--init", start != nil), ("--init-scale", initScale != nil), ("--step", step != nil),
      ("--width", width != nil),
    ]
    if let (option, _) = given.first(where: { $0.1 }) { throw Self.studyNeeded(option) }
  }

  /// Refuses a parameterisation of a table that is not to be studied.
  func validateForTable() throws {
    guard let factorization, study == nil else { return }
    guard factorization.factors == .hermitian else { throw Self.studyNeeded("--factorization") }
    throw ValidationError(
      CommandWords().sentence(.unsuited(.init(.factors, .name(factorization.text)), to: .table)))
  }

  private static func studyNeeded(_ option: String) -> ValidationError {
    ValidationError("\(option) is for study: it needs a --method such as descent, als or nuclear")
  }

  /// The study asked for; nil for a search.
  var study: Study? {
    guard let method = method?.method, Study.methods.contains(method) else { return nil }
    var study = Study(method)
    study.factors = factorization?.factors ?? .asymmetric
    study.start = start
    study.scale = initScale
    study.step = step?.size
    study.width = width
    return study
  }

  /// Sets what these options say of a search.
  func apply(to options: inout RecoveryOptions) {
    if study == nil { options.method = method?.method }
  }
}

extension Study.Start: ExpressibleByArgument {}

/// `--method`.
struct MethodChoice: ExpressibleByArgument {
  let method: Recovery.Method
  static let all = [Recovery.Method.pursuit, .variational] + Study.methods

  init?(argument: String) {
    guard let method = Self.all.first(where: { $0.rawValue == argument }) else { return nil }
    self.method = method
  }

  static var allValueStrings: [String] { all.map(\.rawValue) }
}

/// `--factorization`.
struct FactorsChoice: ExpressibleByArgument {
  let factors: Study.Factors
  let text: String

  init?(argument: String) {
    text = argument
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    switch (parts[0], parts.count == 2 ? Int(parts[1]) : nil) {
    case ("asymmetric", nil) where parts.count == 1: factors = .asymmetric
    case ("symmetric", nil) where parts.count == 1: factors = .symmetric
    case ("hermitian", nil) where parts.count == 1: factors = .hermitian
    case ("deep", let depth?) where depth >= 2 && depth <= 100: factors = .deep(depth)
    default: return nil
    }
  }

  var isDeep: Bool { if case .deep = factors { true } else { false } }
}

/// `--step`.
struct StepChoice: ExpressibleByArgument {
  /// Nil for auto.
  let size: Double?

  init?(argument: String) {
    if argument == "auto" {
      size = nil
    } else {
      guard let size = Double(argument), size > 0, size.isFinite else { return nil }
      self.size = size
    }
  }
}
