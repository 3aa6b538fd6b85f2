import ArgumentParser
import LowRank
import LowRankJobs

/// How MEASUREMENTS are to be read, and with what accuracy.
struct MeasurementSource: ParsableArguments {
  @Option(help: "A fourth field of distances: ignore, weight or sigma.")
  var fourthField: InputOptions.FourthField = .ignore

  @Option(
    help: ArgumentHelp(
      "Weights of the measurements of a .npz, one for each, larger for more certain ones: .npy or "
        + "one number a line.", valueName: "file"))
  var weights: String?

  @Option(
    help: ArgumentHelp(
      "Standard deviations of the same; weights are their inverse squares.", valueName: "file"))
  var sigma: String?

  @OptionGroup var distances: DistanceOptions

  func validate() throws {
    if weights != nil && sigma != nil {
      throw ValidationError(CommandWords().sentence(.saidTwice(.weights)))
    }
  }

  /// The same without names of options.
  var reading: MeasurementReading {
    var reading = MeasurementReading()
    reading.fourthField = fourthField.meaning
    reading.weights = weights
    reading.sigmas = sigma
    return reading
  }

  /// What gives the measurements weights, as it was typed, where something does.
  var givenWeights: String {
    weights.map { "--weights \($0)" } ?? sigma.map { "--sigma \($0)" }
      ?? (fourthField == .ignore
        ? "the weights in the file" : "--fourth-field \(fourthField.rawValue)")
  }
}
