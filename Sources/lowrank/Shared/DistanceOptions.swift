import ArgumentParser
import LowRank

/// How distances between points were measured.
struct DistanceOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Distances are along great circles of a sphere of this radius, in their unit (default: "
        + "straight).", valueName: "R"))
  var sphereRadius: Double?

  func validate() throws {
    try CommandWords().checking { () throws(OptionError) in
      try OptionError.check(.radius, sphereRadius, .positive)
    }
  }

  var units: DistanceUnits { sphereRadius.map { .greatCircle(radius: $0) } ?? .straight }
}
