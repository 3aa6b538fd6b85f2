import ArgumentParser
import LowRank

/// What a person may fix of a completion, beside the search for the rank.
struct SolveOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How cells are hidden to measure the error: auto (as the gaps are), entry, row, column, "
        + "block=N or tail=N (N consecutive cells of a column).", valueName: "pattern"))
  var holdout: HoldOutChoice = .auto

  @Option(
    help: ArgumentHelp(
      "none, log, log1p, sqrt, logit=LO:HI or box=LO:HI: in what units the matrix is low-rank.",
      valueName: "link"))
  var link: LinkChoice = LinkChoice(link: .none)

  @Flag(
    inversion: .prefixedNo,
    help: "Whether to fit row and column effects (default: chosen by held-out error).")
  var center: Bool?

  @Option(
    help: ArgumentHelp(
      "Go on from a checkpoint of the same data and options; the result is that of a search never "
        + "interrupted.", valueName: "file"))
  var resume: String?

  func apply(to options: inout RecoveryOptions) {
    options.holdOut = holdout.pattern
    options.link = link.link
    options.centred = center
  }
}

/// `--holdout`.
struct HoldOutChoice: ExpressibleByArgument {
  let pattern: HoldOutPattern?
  static let auto = HoldOutChoice(pattern: nil)

  private init(pattern: HoldOutPattern?) { self.pattern = pattern }

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1)
    let length = parts.count == 2 ? Int(parts[1]).flatMap { $0 > 0 ? $0 : nil } : nil
    switch (parts.first.map(String.init), length) {
    case ("auto", nil) where parts.count == 1: pattern = nil
    case ("entry", nil) where parts.count == 1: pattern = .entry
    case ("row", nil) where parts.count == 1: pattern = .row
    case ("column", nil) where parts.count == 1: pattern = .column
    case ("block", let length?): pattern = .block(length: length, along: .columns)
    case ("tail", let length?): pattern = .tail(length: length, along: .columns)
    default: return nil
    }
  }

  var defaultValueDescription: String { "auto" }
}

/// `--link`.
struct LinkChoice: ExpressibleByArgument {
  let link: Link

  init(link: Link) { self.link = link }

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1)
    let bounds = parts.count == 2 ? parts[1].split(separator: ":").map { Double($0) } : []
    switch (parts.first.map(String.init), bounds.count) {
    case ("none", 0): link = .none
    case ("log", 0): link = .log
    case ("log1p", 0): link = .log1p
    case ("sqrt", 0): link = .sqrt
    case ("logit", 2), ("box", 2):
      guard let low = bounds[0], let high = bounds[1], low < high else { return nil }
      link = parts[0] == "box" ? .box(low: low, high: high) : .logit(low: low, high: high)
    default: return nil
    }
  }

  var defaultValueDescription: String { "none" }
}
