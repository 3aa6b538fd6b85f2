internal import CZlib

/// zlib's inflating stream, at an address of its own: zlib keeps a pointer back to it, and a Swift
/// value may move.
struct Inflater: ~Copyable {
  private let stream: UnsafeMutablePointer<z_stream>

  /// - Parameter windowBits: 15 + 16 for gzip, −15 for bare deflate.
  init(windowBits: Int32) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let size = Int32(MemoryLayout<z_stream>.size)
    let code = inflateInit2_(stream, windowBits, ZLIB_VERSION, size)
    precondition(code == Z_OK, "zlib is out of memory or of another version")
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Makes ready for the next member of the same form.
  func reset() { inflateReset(stream) }

  /// Inflates from `input` into `output` until one of them is used up or the stream ends.
  ///
  /// Returns the bytes of input left, the bytes of output made, and zlib's code.
  func inflate(
    _ input: ArraySlice<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>
  ) -> (left: Int, made: Int, code: Int32) {
    input.withUnsafeBufferPointer { source in
      stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
      stream.pointee.avail_in = UInt32(source.count)
      stream.pointee.next_out = output.baseAddress
      stream.pointee.avail_out = UInt32(output.count)
      let code = CZlib.inflate(stream, Z_NO_FLUSH)
      return (Int(stream.pointee.avail_in), output.count - Int(stream.pointee.avail_out), code)
    }
  }

  /// Inflates input and output of any size, piece by piece, as zlib counts in 32 bits; the bytes
  /// made and zlib's last code.
  func inflateAll(
    _ input: ArraySlice<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>,
    piece: Int = 1 << 30
  ) -> (made: Int, code: Int32) {
    var rest = input, made = 0, code = Z_OK
    // Where there is nothing left to read or no room left zlib says so: Z_BUF_ERROR.
    while code == Z_OK {
      let room = output[made..<min(made + piece, output.count)]
      let next = rest.prefix(piece)
      let step = inflate(next, into: UnsafeMutableBufferPointer(rebasing: room))
      rest = rest.dropFirst(next.count - step.left)
      made += step.made
      code = step.code
    }
    return (made, code)
  }
}
