internal import CZlib

/// The checksum of ZIP archives and PNG images.
package enum CRC32 {
  package static func of(_ bytes: [UInt8]) -> UInt32 {
    // crc32 takes 32-bit lengths.
    var crc: UInt = 0
    bytes.withUnsafeBufferPointer { all in
      for start in stride(from: 0, to: all.count, by: 1 << 30) {
        let piece = UnsafeBufferPointer(rebasing: all[start..<min(start + 1 << 30, all.count)])
        crc = crc32(crc, piece.baseAddress, UInt32(piece.count))
      }
    }
    return UInt32(crc)
  }
}
