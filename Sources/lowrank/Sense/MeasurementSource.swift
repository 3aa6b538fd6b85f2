import ArgumentParser
import Foundation
import LowRank
import LowRankIO

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
      throw ValidationError("--weights and --sigma say the same thing: give one of them")
    }
  }

  /// What gives the measurements weights, as it was written.
  func weightsGiven(in file: MeasurementFile) -> String? {
    guard file.weights != nil else { return nil }
    return weights.map { "--weights \($0)" } ?? sigma.map { "--sigma \($0)" }
      ?? (fourthField == .ignore
        ? "the weights in the file" : "--fourth-field \(fourthField.rawValue)")
  }

  /// - Parameter name: what messages call the file.
  func read(_ bytes: [UInt8], named name: String) throws -> MeasurementFile {
    let file = try MeasurementFile(
      bytes, file: name, fourthField: fourthField.meaning, accuracy: accuracy())
    try check(file, name)
    return file
  }

  private func accuracy() throws -> MeasurementAccuracy? {
    guard let path = weights ?? sigma else { return nil }
    let numbers = try NumberList(contentsOf: path).numbers
    return MeasurementAccuracy(
      numbers: numbers, areSigmas: sigma != nil, file: nameInMessages(path))
  }

  /// Refuses options that say nothing of what is in the file.
  private func check(_ file: MeasurementFile, _ name: String) throws {
    if case .distances(let list) = file.content {
      // Half a turn is the farthest that two points of a sphere can be.
      if let radius = distances.sphereRadius,
        let far = list.distances.first(where: { $0 > .pi * radius })
      {
        throw FileError.badData(
          file: name,
          message:
            "a distance of \(far) is more than half the way around a sphere of radius \(radius)")
      }
      return
    }
    for (option, isGiven) in [
      ("--sphere-radius", distances.sphereRadius != nil),
      ("--fourth-field", fourthField != .ignore),
    ] where isGiven {
      throw ValidationError("\(option) is for lists of distances, and \(name) is none")
    }
  }
}
