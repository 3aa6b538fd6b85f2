internal import Foundation

/// Writes bytes to standard output, all of them.
///
/// - Throws: `.cannotWrite`: what somebody waits for there must not get lost in silence.
public func writeToStandardOutput(_ bytes: [UInt8]) throws(FileError) {
  try writeBytes(bytes, to: STDOUT_FILENO, "standard output")
}

/// Writes all of the bytes; `name` is what messages call the file.
func writeBytes(_ bytes: [UInt8], to descriptor: Int32, _ name: String) throws(FileError) {
  var written = 0
  while written < bytes.count {
    // Some systems refuse to write 2³¹ bytes at once.
    let count = bytes.withUnsafeBytes {
      write(descriptor, $0.baseAddress! + written, min($0.count - written, 1 << 30))
    }
    if count < 0 && errno == EINTR { continue }
    guard count >= 0 else { throw .cannotWrite(file: name, reason: systemReason()) }
    written += count
  }
}
