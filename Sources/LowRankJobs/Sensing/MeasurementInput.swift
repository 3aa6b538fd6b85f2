internal import LowRank
public import LowRankIO

/// Where linear measurements come from.
public enum MeasurementInput: Sendable {
  /// A file; "-" is standard input.
  case file(String)
  case measurements(MeasurementFile)

  /// What messages call it.
  public var name: String {
    switch self {
    case .file(let path): nameInMessages(path)
    case .measurements: "the measurements"
    }
  }
}

/// How measurements are to be read, and with what accuracy.
public struct MeasurementReading: Sendable, Equatable {
  /// Of lists of distances.
  public var fourthField = TripletOptions.FourthField.ignored
  /// Weights of the measurements of an archive, one for each.
  public var weights: String?
  /// Standard deviations of the same; weights are their inverse squares.
  public var sigmas: String?

  public init() {}

  func read(_ bytes: [UInt8], named name: String) throws(FileError) -> MeasurementFile {
    try MeasurementFile(bytes, file: name, fourthField: fourthField, accuracy: accuracy())
  }

  private func accuracy() throws(FileError) -> MeasurementAccuracy? {
    guard let path = weights ?? sigmas else { return nil }
    return MeasurementAccuracy(
      numbers: try NumberList(contentsOf: path).numbers, areSigmas: sigmas != nil,
      file: nameInMessages(path))
  }
}
