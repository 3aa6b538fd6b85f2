internal import CZlib

/// The members of a ZIP archive, read through its central directory.
///
/// Stored and deflated members; CRC and sizes are checked. Sizes, offsets and numbers of members
/// are ZIP64's where the plain ones are all ones. No encryption, no parts.
struct ZipArchive {
  struct Member: Equatable {
    let name: String
    let isDeflated: Bool
    let crc: UInt32
    let packedSize: Int
    let size: Int
    /// Where the local header is.
    let offset: Int
  }

  let file: String
  let members: [Member]
  private let bytes: [UInt8]

  /// - Throws: `.badData` where the directory is absent or does not fit the file.
  init(_ bytes: [UInt8], file: String) throws(FileError) {
    self.bytes = bytes
    self.file = file
    let reader = LittleEndianReader(bytes: bytes, file: file)
    members = try ZipArchive.directory(reader)
  }

  /// The inflated bytes of a member.
  ///
  /// A size that the directory overstates is found out before memory is set aside: deflate packs
  /// at most 1032 to 1.
  func contents(of member: Member) throws(FileError) -> [UInt8] {
    let reader = LittleEndianReader(bytes: bytes, file: file)
    guard try reader.number(member.offset, 4) == 0x0403_4B50 else {
      throw bad("the entry \(member.name) is not where the directory says")
    }
    let skip = try reader.number(member.offset + 26, 2) + reader.number(member.offset + 28, 2)
    let start = member.offset + 30 + skip
    guard member.packedSize <= bytes.count - start else {
      throw bad("the archive ends within \(member.name)")
    }
    let packed = bytes[start..<start + member.packedSize]
    let limit = member.isDeflated ? 1032 * (packed.count + 1) : packed.count
    guard member.size <= limit else {
      throw bad("the archive lies about the size of \(member.name)")
    }
    let contents = member.isDeflated ? inflated(packed, size: member.size) : Array(packed)
    guard let contents, contents.count == member.size else {
      throw bad("the entry \(member.name) is damaged")
    }
    guard CRC32.of(contents) == member.crc else {
      throw bad("the check sum of \(member.name) is wrong")
    }
    return contents
  }

  /// Nil unless the packed bytes are one whole stream of `size` bytes.
  private func inflated(_ packed: ArraySlice<UInt8>, size: Int) -> [UInt8]? {
    let inflater = Inflater(windowBits: -15)
    var code = Z_OK
    // One byte more than promised, so that a longer stream is told from a whole one.
    let result = [UInt8](unsafeUninitializedCapacity: size + 1) { target, count in
      let whole = UnsafeMutableBufferPointer(rebasing: target[..<(size + 1)])
      (count, code) = inflater.inflateAll(packed, into: whole)
    }
    return code == Z_STREAM_END ? result : nil
  }

  private func bad(_ message: String) -> FileError { .badData(file: file, message: message) }
}
