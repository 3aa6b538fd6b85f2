public import ArgumentParser
public import LowRank
import LowRankIO
import LowRankReports

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
      "What is varied: asymmetric (U Vᵀ), symmetric (U Uᵀ), hermitian (U Uᴴ, complex: `sense` alone) or "
        + "deep=L (L layers; default: what suits the data).", valueName: "form"))
  var factorization: FactorsChoice?

  @Option(
    name: .customLong("init"),
    help: ArgumentHelp(
      "Where a study begins: gaussian, spectral, zero or orthogonal (default: what suits the method).",
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
    if let initScale, !(initScale > 0 && initScale.isFinite) {
      throw ValidationError("--init-scale \(initScale): a positive size")
    }
    if let width, width < 1 { throw ValidationError("--width \(width): at least 1 is needed") }
    guard study == nil else { return }
    let given = [
      ("--init", start != nil), ("--init-scale", initScale != nil), ("--step", step != nil),
      ("--width", width != nil),
    ]
    if let (option, _) = given.first(where: { $0.1 }) { throw Self.studyNeeded(option) }
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

  /// Sets what these options say, or says which two do not go together.
  func apply(to options: inout CompletionOptions, weights: String?) throws {
    if factorization?.factors == .hermitian {
      throw ValidationError(
        "--factorization hermitian is for complex matrices, which a table cannot hold: see "
          + "`lowrank sense`")
    }
    options.study = study
    guard let study else {
      options.method = method?.method
      if factorization != nil { throw Self.studyNeeded("--factorization") }
      return
    }
    try check(study, options, weights: weights)
  }

  /// Says which two parts of a study do not go together, if any.
  func check(_ study: Study, _ options: CompletionOptions, weights: String?) throws {
    guard let part = study.conflict(options, isWeighted: weights != nil) else { return }
    let option =
      switch part {
      case .factors: "--factorization \(factorization?.text ?? study.factors.name)"
      case .start: "--init \(start?.rawValue ?? "")"
      case .scale: "--init-scale \(initScale ?? 0)"
      case .step: "--step \(step?.size ?? 0)"
      case .width: "--width \(width ?? 0)"
      case .rank: "--rank \(options.rank ?? 0)"
      case .weights: weights ?? ""
      case .centred: "--center"
      }
    let other =
      switch part {
      case .centred: "--factorization symmetric"
      case .width where options.rank != nil: "--rank \(options.rank ?? 0)"
      case .scale where start == .spectral: "--init spectral"
      case .start where factorization?.isDeep == true: "--factorization \(factorization!.text)"
      default: "--method \(study.method.rawValue)"
      }
    throw ValidationError("\(option) does not go with \(other)")
  }
}

extension StudyOptions {
  /// Says on stderr, before the work begins, that a method will go straight to a wrong answer.
  func warn(
    _ study: Study, _ options: CompletionOptions, measurements: Int, rows: Int, columns: Int
  ) {
    if let remark = study.overRankRemark(
      measurements: measurements, rows: rows, columns: columns, options)
    {
      StandardError.write("lowrank: warning: \(remark.sentence(.command))\n")
    }
  }

  /// Refuses what only the data show to make no sense.
  func check(_ data: Observations, _ file: String) throws(FileError) {
    guard study?.factors == .symmetric, data.rows != data.columns else { return }
    throw .badData(
      file: file,
      message:
        "a \(data.rows) × \(data.columns) matrix is not symmetric: --factorization symmetric "
        + "does not apply")
  }
}

extension Study.Start: ExpressibleByArgument {}

extension Study.Factors {
  /// As `--factorization` has it.
  var name: String {
    switch self {
    case .asymmetric: "asymmetric"
    case .symmetric: "symmetric"
    case .hermitian: "hermitian"
    case .deep(let depth): "deep=\(depth)"
    }
  }
}

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
