internal import CZlib

/// A gzip stream of one or more members, inflated piece by piece.
///
/// zlib checks each member's CRC and length. Zero bytes behind the last member are padding, as
/// for gzip(1); anything else there is bad data.
struct Gunzip: ~Copyable {
  private let file: String
  private var stream = z_stream()
  private var output: [UInt8] = []
  private var chunk = [UInt8](repeating: 0, count: 1 << 18)
  /// Whether the last byte seen ended a member.
  private var isBetweenMembers = false

  init(file: String) {
    self.file = file
    // 15 bits of window, + 16 for the gzip wrapper.
    let code = inflateInit2_(
      &stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(code == Z_OK, "zlib is out of memory or of another version")
  }

  deinit {
    var stream = stream
    inflateEnd(&stream)
  }

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
        inflateReset(&stream)
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
    var left = input.count, code = Z_OK
    repeat {
      let produced: Int
      (left, produced, code) = inflateChunk(input.suffix(left))
      output.append(contentsOf: chunk[..<produced])
      if code == Z_BUF_ERROR { break }
      guard code == Z_OK || code == Z_STREAM_END else {
        throw damaged("the gzip stream is damaged")
      }
    } while code == Z_OK && (left > 0 || stream.avail_out == 0)
    isBetweenMembers = code == Z_STREAM_END
    return input.suffix(left)
  }

  private mutating func inflateChunk(_ input: ArraySlice<UInt8>) -> (Int, Int, Int32) {
    input.withUnsafeBufferPointer { source in
      chunk.withUnsafeMutableBufferPointer { target in
        stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
        stream.avail_in = UInt32(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(target.count)
        let code = inflate(&stream, Z_NO_FLUSH)
        return (Int(stream.avail_in), target.count - Int(stream.avail_out), code)
      }
    }
  }

  private func damaged(_ message: String) -> FileError { .badData(file: file, message: message) }
}
