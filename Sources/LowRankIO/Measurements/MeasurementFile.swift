public import LowRank

/// Linear measurements of an unknown matrix, what each measures, and how far to trust it.
///
/// - `.npz` with `y` and one of `A` (p × m × n), `A_packed` (p × n (n + 1)/2, upper triangles of
///   symmetric matrices row by row), `a` and `b` (rank one, aₖ bₖᵀ), `a` alone (aₖ aₖᵀ), or `i` and
///   `j` (entries, from 0; `shape` gives the size where the largest numbers do not); beside them,
///   where measurements are not equally accurate, `sigma` (standard deviations) or `w` (weights);
/// - Pauli strings in a state, as JSON or lines: expectations, expectations and their standard
///   deviations, counts of +1 and −1, or counts of every outcome of a setting (see `PauliReader`);
/// - lines `point point distance`, and a weight or standard deviation.
public struct MeasurementFile: Sendable {
  public enum Content: Sendable {
    case dense(DenseMeasurements, [Double])
    case symmetric(SymmetricMeasurements, [Double])
    case rankOne(RankOneMeasurements, [Double])
    /// Numbered as the pattern numbers them.
    case entries(EntrySampling, [Double])
    case pauli(PauliExpectations, [Double])
    /// Relative frequencies of the outcomes of settings.
    case frequencies(SettingFrequencies, [Double])
    case distances(DistanceList)
  }

  public let content: Content
  /// Reciprocal variances of the measurements, up to a common factor; nil for equal ones. Of
  /// distances those of the distances themselves, not of their squares.
  public let weights: [Double]?

  /// Measurements in memory.
  public init(_ content: Content, weights: [Double]? = nil) {
    self.content = content
    self.weights = weights
  }

  /// The measurements in a file; "-" is standard input.
  public init(
    contentsOf path: String, fourthField: TripletOptions.FourthField = .ignored
  ) throws(FileError) {
    try self.init(readBytes(path), file: nameInMessages(path), fourthField: fourthField)
  }

  /// The measurements in `bytes`, their form told by the content; `file` is what messages call it.
  ///
  /// - Parameters:
  ///   - fourthField: what the fourth field of `point point distance …` means.
  ///   - accuracy: of the measurements of an archive that holds none itself.
  public init(
    _ bytes: [UInt8], file: String, fourthField: TripletOptions.FourthField = .ignored,
    accuracy: MeasurementAccuracy? = nil
  ) throws(FileError) {
    guard accuracy == nil || bytes.starts(with: [0x50, 0x4B]) else {
      throw .badData(
        file: file,
        message: "is a list: write weights or standard deviations as the last field of its lines")
    }
    let start = bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    guard let start else { throw .badData(file: file, message: "the file is empty") }
    if bytes.starts(with: [0x50, 0x4B]) {
      self = try MeasurementArchive(bytes, file: file).measurements(accuracy)
    } else if bytes.starts(with: NPY.magic) {
      throw .badData(
        file: file, message: "one array says nothing of what it measures: save a .npz with y and A")
    } else if start == UInt8(ascii: "{") {
      self = try PauliReader.object(bytes, file: file)
    } else if PauliReader.recognises(bytes) {
      self = try PauliReader.lines(bytes, file: file)
    } else {
      let list = try DistanceList(bytes, file: file, fourthField: fourthField)
      self.init(.distances(list), weights: list.weights)
    }
  }

  /// Whether `bytes` look like measurements and not like a matrix with gaps: an archive with `y`,
  /// or Pauli strings. Distances look like any triplets.
  public static func recognises(_ bytes: [UInt8], file: String) throws(FileError) -> Bool {
    if bytes.starts(with: [0x50, 0x4B]) {
      return try NPZ.names(bytes, file: file).contains("y")
    }
    let start = bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    // Lines of names and numbers may be long; the first few thousand bytes hold the first two.
    return start == UInt8(ascii: "{") || PauliReader.recognises(Array(bytes.prefix(4096)))
  }

  /// One number per measurement; of distances the distances.
  public var target: [Double] {
    switch content {
    case .dense(_, let y), .symmetric(_, let y), .rankOne(_, let y), .entries(_, let y),
      .pauli(_, let y), .frequencies(_, let y):
      y
    case .distances(let list): list.distances
    }
  }
}
