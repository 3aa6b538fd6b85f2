/// A ZIP archive of stored (not compressed) members, built in memory.
///
/// Sizes and offsets of 32 bits: at most 4 GB in all. No time stamps, so that equal contents are
/// equal bytes.
struct ZipWriter {
  private var body: [UInt8] = []
  private var directory: [UInt8] = []
  private var count = 0

  mutating func append(_ name: String, _ contents: [UInt8]) {
    let offset = body.count, crc = Int(CRC32.of(contents))
    let common = ZipWriter.commonFields(name, crc: crc, size: contents.count)
    body.append(number: 0x0403_4B50, width: 4)
    body.append(contentsOf: common)
    body.append(contentsOf: name.utf8)
    body.append(contentsOf: contents)
    directory.append(number: 0x0201_4B50, width: 4)
    directory.append(number: 20, width: 2)
    directory.append(contentsOf: common)
    // Comment length, disk, two kinds of attributes.
    directory.append(contentsOf: [UInt8](repeating: 0, count: 10))
    directory.append(number: offset, width: 4)
    directory.append(contentsOf: name.utf8)
    count += 1
  }

  func finish() -> [UInt8] {
    var archive = body + directory
    archive.append(number: 0x0605_4B50, width: 4)
    archive.append(number: 0, width: 4)
    archive.append(number: count, width: 2)
    archive.append(number: count, width: 2)
    archive.append(number: directory.count, width: 4)
    archive.append(number: body.count, width: 4)
    archive.append(number: 0, width: 2)
    return archive
  }

  /// What the local header and the directory both say: version, flags, method, time, sizes, name.
  private static func commonFields(_ name: String, crc: Int, size: Int) -> [UInt8] {
    var fields: [UInt8] = []
    fields.append(number: 20, width: 2)
    fields.append(number: 0, width: 4)
    // 1980-01-01, 00:00: the first moment the format knows.
    fields.append(number: 0x0021_0000, width: 4)
    fields.append(number: crc, width: 4)
    fields.append(number: size, width: 4)
    fields.append(number: size, width: 4)
    fields.append(number: name.utf8.count, width: 2)
    fields.append(number: 0, width: 2)
    return fields
  }
}

extension [UInt8] {
  fileprivate mutating func append(number: Int, width: Int) {
    for k in 0..<width { append(UInt8(truncatingIfNeeded: number >> (8 * k))) }
  }
}
