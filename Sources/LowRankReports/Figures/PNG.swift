internal import CZlib
internal import Foundation
internal import LowRankIO

/// A picture of 8-bit red, green and blue as a PNG file.
struct PNG {
  let width: Int
  let height: Int
  /// Three bytes a pixel, row by row.
  let pixels: [UInt8]

  func encoded() -> [UInt8] {
    var rows: [UInt8] = []
    rows.reserveCapacity(pixels.count + height)
    for row in 0..<height {
      // Each row starts with its filter: 0, none.
      rows.append(0)
      rows.append(contentsOf: pixels[3 * width * row..<3 * width * (row + 1)])
    }
    let form: [UInt8] = [8, 2, 0, 0, 0]
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      + PNG.chunk("IHDR", PNG.bigEndian(UInt32(width)) + PNG.bigEndian(UInt32(height)) + form)
      + PNG.chunk("IDAT", PNG.deflated(rows)) + PNG.chunk("IEND", [])
  }

  static func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

  private static func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
    let checked = Array(name.utf8) + body
    return bigEndian(UInt32(body.count)) + checked + bigEndian(CRC32.of(checked))
  }

  private static func bigEndian(_ number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> UInt32($0)) }
  }

  private static func deflated(_ bytes: [UInt8]) -> [UInt8] {
    var count = compressBound(UInt(bytes.count))
    var packed = [UInt8](repeating: 0, count: Int(count))
    let code = compress2(&packed, &count, bytes, UInt(bytes.count), 6)
    precondition(code == Z_OK, "zlib compresses into a buffer of the bound it gave")
    return Array(packed[..<Int(count)])
  }
}
