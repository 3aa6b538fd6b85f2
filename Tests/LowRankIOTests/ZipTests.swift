import Testing

@testable import LowRankIO

@Suite("ZIP archives, plain and ZIP64")
struct ZipTests {
  static let members: [(name: String, contents: [UInt8])] = [
    ("a.npy", []), ("é", Array("hello, world".utf8)),
    ("long.npy", (0..<300).map { UInt8($0 % 251) }),
  ]

  static func archive(_ limits: ZipDirectory.Limits = .init()) -> [UInt8] {
    var zip = ZipWriter(limits: limits)
    for member in members { zip.append(member.name, member.contents) }
    return zip.finish()
  }

  private func contents(_ bytes: [UInt8]) throws -> [String: [UInt8]] {
    let archive = try ZipArchive(bytes, file: "a")
    var contents: [String: [UInt8]] = [:]
    for member in archive.members { contents[member.name] = try archive.contents(of: member) }
    return contents
  }

  private func hasLocator(_ bytes: [UInt8]) -> Bool {
    bytes.suffix(42).starts(with: [0x50, 0x4B, 6, 7])
  }

  /// Bytes that nothing may change: the same arrays are the same file in every version.
  @Test func smallArchivesArePlain() {
    var zip = ZipWriter()
    for member in Self.members.dropLast() { zip.append(member.name, member.contents) }
    #expect(
      sha256(zip.finish()) == "55c96faa74a390cdce17293017a3d011c2c64b7216993b17ef67951636ccfc35")
  }

  /// The sizes are 0, 12 and 300, the offsets 0, 35 and 79, and the directory of 153 bytes starts
  /// at 417.
  @Test(arguments: [
    (ZipDirectory.Limits(), 0, false), (.init(bytes: 418, members: 4), 0, false),
    (.init(members: 3), 0, true), (.init(bytes: 417), 0, true), (.init(bytes: 300), 20, true),
    (.init(bytes: 79), 28, true), (.init(bytes: 35), 40, true),
    (.init(bytes: 1, members: 1), 56, true),
    (.init(bytes: 0, members: 0), 84, true),
  ])
  func largeFieldsWhereNeeded(_ limits: ZipDirectory.Limits, extra: Int, isLarge: Bool) throws {
    let bytes = Self.archive(limits)
    #expect(try contents(bytes) == Dictionary(uniqueKeysWithValues: Self.members))
    // The local headers hold two numbers or none.
    let local = 20 * Self.members.count { $0.contents.count >= limits.bytes }
    #expect(bytes.count == Self.archive().count + extra + local + (isLarge ? 56 + 20 : 0))
    #expect(hasLocator(bytes) == isLarge)
  }

  /// One less than the plain field's greatest number is plain; that number itself says ZIP64.
  @Test func manyMembers() throws {
    var directory = ZipDirectory(), bytes: [UInt8] = []
    for k in 0..<0xFFFE { bytes += directory.add("\(k)", crc: 0, size: 0) }
    #expect(!hasLocator(directory.end()))
    bytes += directory.add("last", crc: 0, size: 0)
    bytes += directory.end()
    #expect(hasLocator(bytes))
    let read = try ZipArchive(bytes, file: "a").members
    #expect(read.count == 0xFFFF)
    #expect(read.last?.name == "last")
  }

  /// The same of sizes and offsets, by numbers alone.
  @Test(arguments: [0xFFFF_FFFE, 0xFFFF_FFFF, 0x1_0000_0000])
  func sizesAtTheLimit(size: Int) {
    var directory = ZipDirectory()
    let isLarge = size > 0xFFFF_FFFE
    #expect(directory.add("a", crc: 0, size: size).count == 31 + (isLarge ? 20 : 0))
    // The member and its header end behind the limit in any case.
    #expect(directory.add("b", crc: 0, size: 0).count == 31)
    #expect(hasLocator(directory.end()))
    #expect(directory.end().count == 2 * 47 + (isLarge ? 20 : 0) + 12 + 56 + 20 + 22)
  }

  @Test func everyDamageIsFound() {
    let whole = Self.archive(.init(bytes: 1, members: 1))
    for end in whole.indices {
      let error = fileError { () throws(FileError) in
        try ZipArchive(Array(whole[..<end]), file: "a")
      }
      #expect(error?.exitCode == 65)
    }
  }

  @Test func aFlippedByteAnywhereDoesNotCrash() {
    let whole = Self.archive(.init(bytes: 1, members: 1))
    for place in whole.indices {
      for flip in [UInt8(0x01), 0x80, 0xFF] {
        var bytes = whole
        bytes[place] ^= flip
        _ = try? contents(bytes)
      }
    }
  }

  struct Lie: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// From the start of the end record or of the locator.
    let offset: Int
    let from: Start
    let number: UInt64
    let width: Int
    let sentence: String

    enum Start { case record, locator }

    init(
      _ what: String, _ from: Start, _ offset: Int, _ number: UInt64, width: Int = 8,
      _ sentence: String = "a: the archive ends early or is damaged"
    ) {
      testDescription = "\(what) \(number)"
      (self.from, self.offset, self.number, self.width) = (from, offset, number, width)
      self.sentence = sentence
    }
  }

  /// The entry of "long.npy" ends where the end record begins, with three numbers of 8 bytes.
  static let lies: [Lie] = [
    Lie("place of the end record", .locator, 8, 0),
    Lie("place of the end record", .locator, 8, 1 << 62),
    Lie("place of the end record", .locator, 8, .max),
    Lie("end record's signature", .record, 0, 7, width: 4),
    Lie("members", .record, 32, 2), Lie("members", .record, 32, 4),
    Lie("members", .record, 32, 1 << 62), Lie("members", .record, 32, .max),
    Lie("members", .record, 32, 0), Lie("size of the directory", .record, 40, 1),
    Lie("size of the directory", .record, 40, .max),
    Lie("start of the directory", .record, 48, 1),
    Lie("start of the directory", .record, 48, 1 << 62),
    Lie("start of the directory", .record, 48, UInt64(Int.max)),
    Lie("start of the directory", .record, 48, .max),
    Lie("length of the field", .record, -26, 23, width: 2),
    Lie("length of the field", .record, -26, 8, width: 2),
    Lie("kind of the field", .record, -28, 2, width: 2),
    Lie("size", .record, -24, 1 << 40, "a: the archive lies about the size of long.npy"),
    Lie("size", .record, -24, UInt64(Int.max), "a: the archive lies about the size of long.npy"),
    Lie("size", .record, -24, 299, "a: the entry long.npy is damaged"),
    Lie("size", .record, -24, .max),
    Lie("packed size", .record, -16, 1 << 40, "a: the archive ends within long.npy"),
    Lie("packed size", .record, -16, UInt64(Int.max), "a: the archive ends within long.npy"),
    Lie("packed size", .record, -16, .max),
    Lie("offset", .record, -8, 0, "a: the check sum of long.npy is wrong"),
    Lie("offset", .record, -8, 3, "a: the entry long.npy is not where the directory says"),
    Lie("offset", .record, -8, 1 << 40), Lie("offset", .record, -8, UInt64(Int.max)),
    Lie("offset", .record, -8, .max),
  ]

  @Test(arguments: lies)
  func liesAreRefused(_ lie: Lie) throws {
    var bytes = Self.archive(.init(bytes: 1, members: 1))
    let start = bytes.count - (lie.from == .locator ? 42 : 98)
    for k in 0..<lie.width {
      bytes[start + lie.offset + k] = UInt8(truncatingIfNeeded: lie.number >> (8 * UInt64(k)))
    }
    let error = fileError { () throws(FileError) in
      let archive = try ZipArchive(bytes, file: "a")
      for member in archive.members { _ = try archive.contents(of: member) }
    }
    #expect(error?.description == lie.sentence)
    #expect(error?.exitCode == 65)
  }

  @Test func aWrittenArchiveIsTheEncodedOne() throws {
    try withTemporaryFolder { folder in
      let archive = NPZ(["b": NPY(texts: ["é"]), "a": NPY(shape: [2, 1], numbers: [1, .nan])])
      try archive.write(to: folder + "/a.npz")
      #expect(try readBytes(folder + "/a.npz") == archive.encoded())
    }
  }
}
