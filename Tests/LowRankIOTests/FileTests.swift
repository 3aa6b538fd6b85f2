import Foundation
import LowRankTheory
import Testing

@testable import LowRankIO

/// gzip's own output: `printf 'hello\n' | gzip -n`.
private let hello: [UInt8] = [
  0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0xE7,
  0x02, 0x00, 0x20, 0x30, 0x3A, 0x36, 0x06, 0x00, 0x00, 0x00,
]

@Suite("Reading bytes")
struct ReadBytesTests {
  private func read(_ bytes: [UInt8]) throws -> Result<[UInt8], FileError> {
    try withTemporaryFolder { folder in
      try place(bytes, at: folder + "/f")
      let result = Result { () throws(FileError) in try readBytes(folder + "/f") }
      return result.mapError { error in
        guard case .badData(_, _, _, let message) = error else { return error }
        return .badData(file: "f", message: message)
      }
    }
  }

  @Test func plain() throws {
    for count in [0, 1, 2, 1 << 18, 1 << 18 + 1, 700_000] {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ 1) }
      #expect(try read(bytes).get() == bytes)
    }
  }

  @Test func gzip() throws {
    #expect(try read(hello).get() == Array("hello\n".utf8))
    #expect(try read(hello + hello).get() == Array("hello\nhello\n".utf8))
    #expect(try read(hello + [0, 0, 0]).get() == Array("hello\n".utf8))
  }

  @Test func truncatedGzip() throws {
    for end in 2..<hello.count {
      #expect(
        try read(Array(hello[..<end]))
          == .failure(.badData(file: "f", message: "the gzip stream ends early")))
    }
  }

  @Test func truncatedSecondMember() throws {
    #expect(
      try read(hello + hello[..<12])
        == .failure(.badData(file: "f", message: "the gzip stream ends early")))
  }

  @Test func damagedGzip() throws {
    // A byte of the data, of the check sum and of the length.
    for place in [12, 19, 23] {
      var bytes = hello
      bytes[place] ^= 0x5A
      #expect(
        try read(bytes) == .failure(.badData(file: "f", message: "the gzip stream is damaged")))
    }
  }

  @Test func somethingBehindGzip() throws {
    #expect(
      try read(hello + [1])
        == .failure(.badData(file: "f", message: "data behind the end of the gzip stream")))
  }

  @Test func absentFile() {
    let error = fileError { () throws(FileError) in try readBytes("/nowhere/f.csv") }
    #expect(error?.description == "/nowhere/f.csv: cannot open: no such file or directory")
    #expect(error?.exitCode == 66)
  }

  @Test func folder() {
    let error = fileError { () throws(FileError) in try readBytes("/") }
    #expect(error?.description == "/: cannot open: it is a folder")
  }

  @Test(.enabled(if: getuid() != 0, "the superuser may read everything"))
  func noPermission() throws {
    try withTemporaryFolder { folder in
      try place([1], at: folder + "/f")
      chmod(folder + "/f", 0)
      let error = fileError { () throws(FileError) in try readBytes(folder + "/f") }
      #expect(error == .cannotOpen(file: folder + "/f", reason: "permission denied"))
    }
  }
}

@Suite("Inflating in pieces")
struct InflaterTests {
  /// Pieces stand in for zlib's 32-bit counts: the code 1 is the stream's end, −5 no room or no
  /// input.
  @Test(arguments: [1, 2, 3, 5, 7, 1000])
  func piecesAreTheWhole(piece: Int) {
    func inflated(_ input: ArraySlice<UInt8>, room: Int) -> (bytes: [UInt8], code: Int32) {
      let inflater = Inflater(windowBits: 15 + 16)
      var code: Int32 = 0
      let bytes = [UInt8](unsafeUninitializedCapacity: room) { target, count in
        let output = UnsafeMutableBufferPointer(rebasing: target[..<room])
        (count, code) = inflater.inflateAll(input, into: output, piece: piece)
      }
      return (bytes, code)
    }
    let words = Array("hello\n".utf8)
    for room in [7, 20] { #expect(inflated(hello[...], room: room) == (words, 1)) }
    #expect(inflated(hello[...], room: 4) == (Array(words[..<4]), -5))
    #expect(inflated(hello.dropLast(9), room: 7).code == -5)
    var flipped = hello
    flipped[hello.count - 5] ^= 1
    #expect(inflated(flipped[...], room: 7).code == -3)
  }
}

@Suite("Check sums")
struct SHA256Tests {
  /// FIPS 180-4's examples, and lengths around the block's end by another implementation.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmno"
        + "ijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
    (
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"
    ),
    (
      "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
      "a5fc6e203a4c2b657d0d153885932414b2ffc6a93f0f8bf8b3183315e5a7212c"
    ),
    (
      "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc",
      "52b6419d27bd7f547cee3b92f8c17a908b8a49601ecbec161e5030de1dfe9e0a"
    ),
  ])
  func knownValues(_ each: (text: String, sum: String)) {
    #expect(sha256(Array(each.text.utf8)) == each.sum)
  }

  @Test func aMillionBytes() {
    let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
    #expect(sha256(bytes) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  /// Pieces of any length, cut anywhere in a block, are the same bytes as in one.
  @Test func piecesAreTheWhole() {
    let bytes = (0..<300).map { UInt8($0 * $0 % 251) }
    for first in 0...130 {
      for second in [0, 1, 63, 64, 65, 129] {
        var hash = SHA256()
        for piece in [bytes[..<first], bytes[first..<first + second], bytes[(first + second)...]] {
          hash.update(Array(piece))
        }
        #expect(hash.finish() == sha256(bytes), "\(first), \(second)")
      }
    }
  }
}

@Suite("Writing files whole or not at all")
struct AtomicFileTests {
  private func entries(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  @Test func replacesAFile() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/f"
      try place([9, 9, 9], at: path)
      try AtomicFile.write(path) { file throws(FileError) in
        try file.append([1, 2])
        try file.append([])
        try file.append([3])
      }
      #expect(try readBytes(path) == [1, 2, 3])
      #expect(try entries(folder) == ["f"])
    }
  }

  @Test func leavesEverythingAsItWasWhenTheWriterFails() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/f"
      try place([9], at: path)
      let failure = FileError.badData(file: "x", message: "y")
      let error = fileError { () throws(FileError) in
        try AtomicFile.write(path) { file throws(FileError) in
          try file.append([1])
          throw failure
        }
      }
      #expect(error == failure)
      #expect(try readBytes(path) == [9])
      #expect(try entries(folder) == ["f"])
    }
  }

  @Test func noFolder() {
    let error = fileError { () throws(FileError) in try AtomicFile.write("/nowhere/f", [1]) }
    #expect(error?.description == "/nowhere/f: cannot write: no such file or directory")
    #expect(error?.exitCode == 73)
  }

  @Test func aFolderAsFile() throws {
    try withTemporaryFolder { folder in
      let error = fileError { () throws(FileError) in try AtomicFile.write(folder, [1]) }
      #expect(error == .cannotWrite(file: folder, reason: "it is a folder"))
    }
  }

  @Test(.enabled(if: getuid() != 0, "the superuser may write everywhere"))
  func noPermission() throws {
    try withTemporaryFolder { folder in
      chmod(folder, 0o555)
      defer { chmod(folder, 0o755) }
      let error = fileError { () throws(FileError) in try AtomicFile.write(folder + "/f", [1]) }
      #expect(error == .cannotWrite(file: folder + "/f", reason: "permission denied"))
    }
  }

  /// A limit on the size of files stands in for a full disk. It holds for a whole process, hence
  /// a process of its own.
  @Test func aDiskThatFillsUpLeavesNothing() async {
    await #expect(processExitsWith: .success) {
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 1000, rlim_max: 1000)
      #expect(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
      try withTemporaryFolder { folder in
        let bytes = [UInt8](repeating: 1, count: 4000)
        let error = fileError { () throws(FileError) in
          try AtomicFile.write(folder + "/f", bytes)
        }
        #expect(error == .cannotWrite(file: folder + "/f", reason: "file too large"))
        let left = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(left.isEmpty)
      }
    }
  }
}
