import ArgumentParser
import LowRank
import LowRankJobs

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
    try CommandWords().checking { () throws(OptionError) in
      _ = try limits.validated()
      var options = RecoveryOptions()
      apply(to: &options)
      _ = try options.validated()
    }
  }

  func apply(to options: inout RecoveryOptions) {
    options.rank = rank
    options.maxRank = maxRank
    options.tolerance = tolerance
    options.holdOutFraction = holdoutFraction
  }

  var limits: Limits { Limits(seconds: timeLimit, iterations: iterations) }
}
