public import LowRank

/// Linear measurements of an unknown matrix, and what each is a measurement of.
///
/// - `.npz` with `y` and one of `A` (p × m × n), `A_packed` (p × n (n + 1)/2, upper triangles of
///   symmetric matrices row by row), `a` and `b` (rank one, aₖ bₖᵀ), `a` alone (aₖ aₖᵀ), or `i` and `j`
///   (entries, from 0; `shape` gives the size where the largest numbers do not);
/// - JSON `{"XIZ": 0.25, …}` or lines `XIZ 0.25`: expectations of Pauli strings in a state;
/// - lines `point point distance`.
public enum MeasurementFile: Sendable {
  case dense(DenseMeasurements, [Double])
  case symmetric(SymmetricMeasurements, [Double])
  case rankOne(RankOneMeasurements, [Double])
  /// Numbered as the pattern numbers them.
  case entries(EntrySampling, [Double])
  case pauli(PauliExpectations, [Double])
  /// Squared distances, and the names of the points.
  case distances(CentredDistances, [Double], names: [String])

  /// The measurements in a file; "-" is standard input.
  public init(contentsOf path: String) throws(FileError) {
    try self.init(readBytes(path), file: nameInMessages(path))
  }

  /// The measurements in `bytes`, their form told by the content; `file` is what messages call it.
  public init(_ bytes: [UInt8], file: String) throws(FileError) {
    let start = bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    guard let start else { throw .badData(file: file, message: "the file is empty") }
    if bytes.starts(with: [0x50, 0x4B]) {
      self = try MeasurementArchive(bytes, file: file).measurements()
    } else if bytes.starts(with: NPY.magic) {
      throw .badData(
        file: file, message: "one array says nothing of what it measures: save a .npz with y and A")
    } else if start == UInt8(ascii: "{") {
      self = try PauliReader.object(bytes, file: file)
    } else if PauliReader.recognises(bytes) {
      self = try PauliReader.lines(bytes, file: file)
    } else {
      self = try DistanceReader.distances(bytes, file: file)
    }
  }

  /// Whether `bytes` look like measurements and not like a matrix with gaps: an archive with `y`, or
  /// Pauli strings. Distances look like any triplets.
  public static func recognises(_ bytes: [UInt8], file: String) throws(FileError) -> Bool {
    if bytes.starts(with: [0x50, 0x4B]) {
      return try NPZ.names(bytes, file: file).contains("y")
    }
    let start = bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    // Lines of names and numbers may be long; the first few thousand bytes hold the first two.
    return start == UInt8(ascii: "{") || PauliReader.recognises(Array(bytes.prefix(4096)))
  }

  /// One number per measurement.
  public var target: [Double] {
    switch self {
    case .dense(_, let y), .symmetric(_, let y), .rankOne(_, let y), .entries(_, let y),
      .pauli(_, let y), .distances(_, let y, _):
      y
    }
  }
}
