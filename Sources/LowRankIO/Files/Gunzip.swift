internal import CZlib

/// A gzip stream of one or more members, inflated piece by piece.
///
/// zlib checks each member's CRC and length. Zero bytes behind the last member are padding, as
/// for gzip(1); anything else there is bad data.
struct Gunzip: ~Copyable {
  private let file: String
  private let inflater = Inflater(windowBits: 15 + 16)
  private var output: [UInt8] = []
  private var chunk = [UInt8](repeating: 0, count: 1 << 18)
  /// Whether the last byte seen ended a member.
  private var isBetweenMembers = false

  init(file: String) { self.file = file }

  static func recognises(_ start: ArraySlice<UInt8>) -> Bool {
    start.starts(with: [0x1F, 0x8B])
  }

  /// Inflates the next piece of the stream.
  mutating func append(_ piece: ArraySlice<UInt8>) throws(FileError) {
    var rest = piece
    while !rest.isEmpty {
      if isBetweenMembers {
        rest = rest.drop { $0 == 0 }
        guard let first = rest.first else { return }
        guard first == 0x1F else { throw damaged("data behind the end of the gzip stream") }
        inflater.reset()
        isBetweenMembers = false
      }
      rest = try inflateSome(rest)
    }
  }

  /// The inflated bytes, once the stream is complete.
  consuming func finish() throws(FileError) -> [UInt8] {
    guard isBetweenMembers else { throw damaged("the gzip stream ends early") }
    return output
  }

  /// Inflates until the input is used up or a member ends; returns the input that is left.
  private mutating func inflateSome(
    _ input: ArraySlice<UInt8>
  ) throws(FileError) -> ArraySlice<UInt8> {
    var rest = input, isChunkFull = true
    // A full chunk may hide more output of input that is used up already.
    while !rest.isEmpty || isChunkFull {
      let (left, made, code) = chunk.withUnsafeMutableBufferPointer {
        inflater.inflate(rest, into: $0)
      }
      output.append(contentsOf: chunk[..<made])
      rest = rest.suffix(left)
      isChunkFull = made == chunk.count
      isBetweenMembers = code == Z_STREAM_END
      if isBetweenMembers { return rest }
      // Z_BUF_ERROR says that there is nothing to do until more input comes.
      guard code == Z_OK || code == Z_BUF_ERROR else { throw damaged("the gzip stream is damaged") }
    }
    return rest
  }

  private func damaged(_ message: String) -> FileError { .badData(file: file, message: message) }
}
