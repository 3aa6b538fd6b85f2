/// Whole numbers at given places of untrusted bytes.
struct LittleEndianReader {
  let bytes: [UInt8]
  let file: String

  /// The number of `width` bytes at `offset`; `.badData` where it is not all there.
  func number(_ offset: Int, _ width: Int) throws(FileError) -> Int {
    guard offset >= 0, offset <= bytes.count - width else { throw early }
    var value: UInt64 = 0
    for k in (0..<width).reversed() { value = value << 8 | UInt64(bytes[offset + k]) }
    guard let value = Int(exactly: value) else { throw early }
    return value
  }

  var early: FileError { .badData(file: file, message: "the archive ends early or is damaged") }
}

extension ZipArchive {
  /// What the end of an archive says of its directory.
  private struct Place {
    let count: Int
    let size: Int
    let start: Int
  }

  /// The members, from the directory at the end of the archive.
  static func directory(_ reader: LittleEndianReader) throws(FileError) -> [Member] {
    let place = try place(reader)
    var members: [Member] = [], at = place.start
    for _ in 0..<place.count { members.append(try member(reader, &at)) }
    guard at - place.start == place.size else { throw reader.early }
    return members
  }

  private static func place(_ reader: LittleEndianReader) throws(FileError) -> Place {
    let end = try endRecord(reader)
    let plain = Place(
      count: try reader.number(end + 10, 2), size: try reader.number(end + 12, 4),
      start: try reader.number(end + 16, 4))
    let mayBeLarge =
      plain.count == 0xFFFF || plain.size == 0xFFFF_FFFF || plain.start == 0xFFFF_FFFF
    // Without a locator the numbers are what they say, though they are the largest that fit.
    let locator = end - 20
    guard mayBeLarge, locator >= 0, try reader.number(locator, 4) == 0x0706_4B50 else {
      return plain
    }
    let record = try reader.number(locator + 8, 8)
    guard record <= locator - 56, try reader.number(record, 4) == 0x0606_4B50 else {
      throw reader.early
    }
    return Place(
      count: try reader.number(record + 32, 8), size: try reader.number(record + 40, 8),
      start: try reader.number(record + 48, 8))
  }

  /// Where the end record is: behind it only a comment of up to 65535 bytes.
  private static func endRecord(_ reader: LittleEndianReader) throws(FileError) -> Int {
    let last = reader.bytes.count - 22
    for at in stride(from: last, through: max(0, last - 65535), by: -1)
    where reader.bytes[at] == 0x50 && reader.bytes[at + 1] == 0x4B {
      if try reader.number(at, 4) == 0x0605_4B50 { return at }
    }
    let isEmpty = reader.bytes.isEmpty
    throw isEmpty ? .badData(file: reader.file, message: "the file is empty") : reader.early
  }

  /// The member whose directory entry is at `at`, which moves to the next.
  private static func member(
    _ reader: LittleEndianReader, _ at: inout Int
  ) throws(FileError) -> Member {
    guard try reader.number(at, 4) == 0x0201_4B50 else { throw reader.early }
    let flags = try reader.number(at + 8, 2), method = try reader.number(at + 10, 2)
    let nameLength = try reader.number(at + 28, 2), extraLength = try reader.number(at + 30, 2)
    let commentLength = try reader.number(at + 32, 2), nameStart = at + 46
    guard nameStart + nameLength <= reader.bytes.count else { throw reader.early }
    let name = String(decoding: reader.bytes[nameStart..<nameStart + nameLength], as: UTF8.self)
    guard flags & 1 == 0, method == 0 || method == 8 else {
      throw .badData(file: reader.file, message: "the entry \(name) is packed in an unknown way")
    }
    let sizes = try sizes(reader, at, extra: nameStart + nameLength, length: extraLength)
    let crc = UInt32(try reader.number(at + 16, 4))
    at = nameStart + nameLength + extraLength + commentLength
    return Member(
      name: name, isDeflated: method == 8, crc: crc, packedSize: sizes[1], size: sizes[0],
      offset: sizes[2])
  }

  /// Size, packed size and offset; those that do not fit 32 bits are in the ZIP64 field.
  private static func sizes(
    _ reader: LittleEndianReader, _ at: Int, extra: Int, length: Int
  ) throws(FileError) -> [Int] {
    var sizes = [
      try reader.number(at + 24, 4), try reader.number(at + 20, 4), try reader.number(at + 42, 4),
    ]
    var field = extra
    while field + 4 <= extra + length {
      let id = try reader.number(field, 2), end = field + 4 + (try reader.number(field + 2, 2))
      if id == 1 {
        var value = field + 4
        for k in sizes.indices where sizes[k] == 0xFFFF_FFFF {
          guard value + 8 <= min(end, extra + length) else { throw reader.early }
          sizes[k] = try reader.number(value, 8)
          value += 8
        }
      }
      field = end
    }
    return sizes
  }
}
