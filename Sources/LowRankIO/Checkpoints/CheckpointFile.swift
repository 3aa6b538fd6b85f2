internal import Foundation
internal import LinearAlgebra
public import LowRank

/// A snapshot of a recovery, and what it is a snapshot of: two lines of JSON.
///
/// The first line is the header: form, version, digest of the data, options, and digest of
/// the second line, by which a file that was cut off or damaged is told. The second line is the
/// snapshot; its arrays are texts of hexadecimal digits (`PackedDoubles`).
public struct CheckpointFile: Sendable {
  public var snapshot: Snapshot
  private let header: Header

  public init(_ snapshot: Snapshot, of data: Observations, under options: RecoveryOptions) {
    self.init(snapshot, digest: Self.digest(of: data), under: options)
  }

  /// - Parameter digest: `digest(of:)` the observations, so that it is worked out once.
  public init(_ snapshot: Snapshot, digest: String, under options: RecoveryOptions) {
    self.snapshot = snapshot
    header = Header(data: digest, options: Self.relevant(options))
  }

  /// The bytes of the file.
  public func encoded() -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    // Numbers and plain text always encode.
    let state = Array(try! encoder.encode(snapshot))
    var header = header
    header.stateDigest = sha256(state)
    return Array(try! encoder.encode(header)) + [0x0A] + state + [0x0A]
  }

  /// The snapshot in `bytes`, of a completion; `file` is what messages call it.
  public init(
    _ bytes: [UInt8], file: String, of data: Observations, under options: RecoveryOptions
  ) throws(FileError) {
    try self.init(bytes, file: file, digest: Self.digest(of: data), under: options)
  }

  /// The snapshot in `bytes`; `file` is what messages call it.
  ///
  /// - Parameter digest: `digest(of:)` the data.
  /// - Throws: `.badData` where the bytes are no checkpoint, not a whole one, or not one of these
  ///   data under these options.
  public init(
    _ bytes: [UInt8], file: String, digest: String, under options: RecoveryOptions
  ) throws(FileError) {
    func bad(_ message: String) -> FileError { .badData(file: file, message: message) }
    let end = bytes.firstIndex(of: 0x0A) ?? bytes.endIndex
    guard let header = try? JSONDecoder().decode(Header.self, from: Data(bytes[..<end])),
      header.format == Header.format
    else { throw bad("is not a checkpoint") }
    guard header.version == Header.currentVersion else {
      throw bad("the checkpoint has version \(header.version), not \(Header.currentVersion)")
    }
    let state = Array(bytes[min(end + 1, bytes.endIndex)...].dropLast())
    guard bytes.last == 0x0A, sha256(state) == header.stateDigest else {
      throw bad("the checkpoint is damaged or was cut off")
    }
    guard header.data == digest else {
      throw bad("the checkpoint is one of other data")
    }
    guard header.options == Self.relevant(options) else {
      throw bad("the checkpoint was made with other options")
    }
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let snapshot = try? decoder.decode(Snapshot.self, from: Data(state)) else {
      throw bad("the checkpoint is damaged")
    }
    self.snapshot = snapshot
    self.header = header
  }

  /// The SHA-256 of places, values and weights, without a copy of them.
  public static func digest(of data: Observations) -> String {
    var hash = SHA256()
    hash.update([data.rows, data.columns])
    hash.update(data.pattern.rowStart)
    hash.update(data.pattern.column)
    hash.update(data.values)
    hash.update(data.weights ?? [])
    return hash.finish()
  }

  /// The SHA-256 of measurements, their weights, and what they would be of one fixed matrix, by
  /// which their map is known.
  public static func digest<Point, Map>(of sensing: Sensing<Point, Map>) -> String {
    let map = sensing.map
    var generator = SeededGenerator(seed: 1, stream: 0x6469_6765)
    let probe = LowRankMatrix(
      left: .gaussian(rows: map.rows, columns: 2, using: &generator),
      right: .gaussian(rows: map.columns, columns: 2, using: &generator))
    var measured = sensing.target
    map.apply(probe, into: &measured)
    var hash = SHA256()
    hash.update(Array("\(Point.self)".utf8))
    hash.update([map.rows, map.columns, map.count])
    hash.update(sensing.target)
    hash.update(sensing.weights ?? [])
    hash.update(sensing.groups ?? [])
    hash.update(measured)
    return hash.finish()
  }

  /// The options that the search depends on.
  private static func relevant(_ options: RecoveryOptions) -> RecoveryOptions {
    var options = options
    options.level = RecoveryOptions().level
    return options
  }
}

private struct Header: Codable, Sendable {
  static let format = "lowrank checkpoint"
  /// Files of another version are refused: what a search remembers changes with the search.
  static let currentVersion = 2

  var format = Header.format
  var version = Header.currentVersion
  var data: String
  var options: RecoveryOptions
  var stateDigest = ""

  enum CodingKeys: String, CodingKey {
    case format, version, options
    case data = "data_sha256"
    case stateDigest = "state_sha256"
  }
}
