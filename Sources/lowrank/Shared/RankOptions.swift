import ArgumentParser

/// How far a search for the rank goes.
struct RankOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("This rank (default: chosen by held-out error).", valueName: "K"))
  var rank: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("No rank above this (default: no cap but the data's).", valueName: "K"))
  var maxRank: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Relative residual that counts as an exact fit.", valueName: "share"))
  var tolerance = 1e-9

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("At most this many sweeps and inner iterations.", valueName: "count"))
  var iterations: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Stop at the next rank after this long.", valueName: "seconds"))
  var timeLimit: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Share of the data hidden in each fold.", valueName: "share"))
  var holdoutFraction = 0.1

  func validate() throws {
    for (name, value) in [("--rank", rank), ("--max-rank", maxRank), ("--iterations", iterations)] {
      if let value, value < 1 { throw ValidationError("\(name) \(value): at least 1 is needed") }
    }
    if let rank, let maxRank, rank > maxRank {
      throw ValidationError("--rank \(rank) is above --max-rank \(maxRank): give one of them")
    }
    guard holdoutFraction > 0, holdoutFraction <= 0.5 else {
      throw ValidationError("--holdout-fraction \(holdoutFraction): between 0 and 0.5")
    }
    guard tolerance > 0, tolerance < 1 else {
      throw ValidationError("--tolerance \(tolerance): between 0 and 1")
    }
    if let timeLimit, !(timeLimit > 0 && timeLimit.isFinite) {
      throw ValidationError("--time-limit \(timeLimit): a positive number of seconds")
    }
  }

  var limits: Limits { Limits(seconds: timeLimit, iterations: iterations) }
}
