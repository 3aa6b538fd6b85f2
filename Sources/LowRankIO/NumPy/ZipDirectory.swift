/// The records of a ZIP archive of stored members: a header before each, the directory behind all.
///
/// A size, an offset or a number of members that does not fit its plain field of 32 or 16 bits
/// stands in one of ZIP64's of 64 (APPNOTE 4.3.14 to 4.3.16 and 4.5.3), and the plain field is all
/// ones. An archive that needs no such field has no ZIP64 record. The largest has 2⁶³ − 1 bytes, as
/// places are `Int`s.
struct ZipDirectory {
  /// The least numbers that do not fit the plain fields.
  struct Limits {
    /// Of sizes and offsets.
    var bytes = 0xFFFF_FFFF
    /// Of members.
    var members = 0xFFFF
  }

  private let limits: Limits
  private var entries: [UInt8] = []
  private var count = 0
  /// Where the next header goes.
  private var offset = 0

  init(limits: Limits = Limits()) { self.limits = limits }

  /// Enters a member. Returns its header, behind which its `size` bytes must follow.
  mutating func add(_ name: String, crc: UInt32, size: Int) -> [UInt8] {
    precondition(name.utf8.count <= 0xFFFF, "the name of a member has at most 65535 bytes")
    // Packed and unpacked size are the same.
    let extra = largeField([size, size])
    let header =
      littleEndian((0x0403_4B50, 4)) + commonFields(name, crc, size, extra) + Array(name.utf8)
      + extra
    enter(name, crc, size)
    offset += header.count + size
    return header
  }

  private mutating func enter(_ name: String, _ crc: UInt32, _ size: Int) {
    let extra = largeField([size, size, offset])
    entries += littleEndian((0x0201_4B50, 4), (version(extra), 2))
    entries += commonFields(name, crc, size, extra)
    // Length of the comment, disk, two kinds of attributes, offset.
    entries += littleEndian((0, 2), (0, 2), (0, 2), (0, 4), (plain(offset), 4))
    entries += Array(name.utf8) + extra
    count += 1
  }

  /// The directory and the end of the archive.
  func end() -> [UInt8] {
    let isLarge =
      count >= limits.members || entries.count >= limits.bytes || offset >= limits.bytes
    let members = count >= limits.members ? 0xFFFF : count
    let (size, start) = (plain(entries.count), plain(offset))
    return entries + (isLarge ? largeEnd() : [])
      + littleEndian(
        (0x0605_4B50, 4), (0, 2), (0, 2), (members, 2), (members, 2), (size, 4), (start, 4), (0, 2))
  }

  /// ZIP64's end record, and the locator that says where it is.
  private func largeEnd() -> [UInt8] {
    // 44 bytes follow the record's length.
    littleEndian(
      (0x0606_4B50, 4), (44, 8), (Self.large, 2), (Self.large, 2), (0, 4), (0, 4), (count, 8),
      (count, 8), (entries.count, 8), (offset, 8))
      + littleEndian((0x0706_4B50, 4), (0, 4), (offset + entries.count, 8), (1, 4))
  }

  /// What header and directory both say: version, flags, method, time, sizes, lengths.
  private func commonFields(
    _ name: String, _ crc: UInt32, _ size: Int, _ extra: [UInt8]
  ) -> [UInt8] {
    // 1980-01-01, 00:00: the first moment the format knows.
    littleEndian(
      (version(extra), 2), (0, 2), (0, 2), (0x0021_0000, 4), (Int(crc), 4), (plain(size), 4),
      (plain(size), 4), (name.utf8.count, 2), (extra.count, 2))
  }

  /// The field with those of the numbers that do not fit plain ones; empty where all do.
  private func largeField(_ numbers: [Int]) -> [UInt8] {
    let large = numbers.filter { $0 >= limits.bytes }
    guard !large.isEmpty else { return [] }
    return large.reduce(into: littleEndian((1, 2), (8 * large.count, 2))) {
      $0 += littleEndian(($1, 8))
    }
  }

  private func plain(_ number: Int) -> Int { number >= limits.bytes ? 0xFFFF_FFFF : number }

  /// The version that a reader needs: 2.0, or 4.5 for ZIP64.
  private func version(_ extra: [UInt8]) -> Int { extra.isEmpty ? 20 : Self.large }
  private static let large = 45
}

/// Numbers of given widths in bytes, one behind the other.
private func littleEndian(_ fields: (number: Int, width: Int)...) -> [UInt8] {
  var bytes: [UInt8] = []
  for (number, width) in fields {
    for k in 0..<width { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * k))) }
  }
  return bytes
}
