import LowRankIO
import LowRankReports
import Testing

/// A version 1.0 file with this header text and body.
private func npy(_ header: String, _ body: [UInt8]) -> [UInt8] {
  let length = header.utf8.count
  return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 255), UInt8(length >> 8)]
    + Array(header.utf8) + body
}

private func header(_ type: String, _ shape: String, fortran: Bool = false) -> String {
  "{'descr': '\(type)', 'fortran_order': \(fortran ? "True" : "False"), 'shape': \(shape), }"
}

@Suite("NumPy arrays")
struct NPYTests {
  @Test func roundTrip() throws {
    let array = NPY(shape: [2, 3], numbers: [1, -0.0, .infinity, 5.5, 1e-300, 7])
    #expect(try NPY(array.encoded()[...], file: "a") == array)
    let texts = NPY(texts: ["a", "", "Zürich 🐟"])
    #expect(try NPY(texts.encoded()[...], file: "a") == texts)
    #expect(array.encoded().count == 128 + 48)
  }

  static let types: [(String, [UInt8], [Double])] = [
    ("<f8", [0, 0, 0, 0, 0, 0, 0xF8, 0x3F], [1.5]), (">f8", [0x3F, 0xF8, 0, 0, 0, 0, 0, 0], [1.5]),
    ("<f4", [0, 0, 0xC0, 0x3F], [1.5]), (">i2", [0xFF, 0xFE], [-2]), ("<i4", [1, 1, 0, 0], [257]),
    ("<i8", [255, 255, 255, 255, 255, 255, 255, 255], [-1]), ("<u2", [1, 1], [257]),
    ("|u1", [200], [200]), ("|i1", [200], [-56]), ("|b1", [1], [1]),
  ]

  @Test(arguments: types)
  func everyType(_ each: (type: String, body: [UInt8], values: [Double])) throws {
    let array = try NPY(npy(header(each.type, "(1,)"), each.body)[...], file: "a")
    #expect(try array.numbers(file: "a") == each.values)
    #expect(array.shape == [1])
  }

  @Test func fortranOrder() throws {
    let bytes = npy(header("|u1", "(2, 3)", fortran: true), [1, 4, 2, 5, 3, 6])
    #expect(try NPY(bytes[...], file: "a").numbers(file: "a") == [1, 2, 3, 4, 5, 6])
  }

  @Test func spacesAndOrderOfKeysAreFree() throws {
    let text = "{\"shape\":(1,2) , 'fortran_order':False,\"descr\" : '|u1'}\n"
    #expect(try NPY(npy(text, [3, 4])[...], file: "a").shape == [1, 2])
  }

  static let bad: [(bytes: [UInt8], sentence: String)] = [
    ([], "a.npy: the file is empty"),
    (Array("PNG".utf8), "a.npy: not a NumPy array: the magic bytes are missing"),
    (
      Array(npy(header("<f8", "(1,)"), [])[..<9]),
      "a.npy: not a NumPy array: the magic bytes are missing"
    ),
    (Array(npy(header("<f8", "(1,)"), [])[..<20]), "a.npy: the header ends early"),
    (
      npy(header("<f8", "(2, 2)"), [UInt8](repeating: 0, count: 31)),
      "a.npy: the shape 2 × 2 needs 32 bytes, but only 31 follow the header"
    ),
    (
      npy(header("|u1", "(2,)"), [1, 2, 3]),
      "a.npy: the shape 2 needs 2 bytes, but 3 follow the header"
    ),
    (
      npy(header("<f8", "(4294967296, 4294967296)"), []),
      "a.npy: the shape 4294967296 × 4294967296 is too large for any file"
    ),
    (
      npy(header("<f8", "(1000000000, 1000)"), []),
      "a.npy: the shape 1000000000 × 1000 needs 8000000000000 bytes, but only 0 follow the header"
    ),
    (
      npy(header("<c16", "(1,)"), []),
      "a.npy: complex numbers (<c16) are not supported yet: split them in real parts"
    ),
    (
      npy(header("|O", "(1,)"), []),
      "a.npy: Python objects (|O) are never loaded: they may hold code"
    ),
    (npy(header("<V7", "(1,)"), []), "a.npy: the element type \"<V7\" is not supported"),
    (
      npy("{'descr': __import__('os').system('x'), 'fortran_order': False, 'shape': (1,), }", [0]),
      "a.npy: the header is not a plain dictionary of descr, fortran_order and shape"
    ),
    (
      npy(header("|u1", "(-1,)"), [0]),
      "a.npy: the header is not a plain dictionary of descr, fortran_order and shape"
    ),
    (
      npy(header("|u1", "(99999999999999999999,)"), [0]),
      "a.npy: the header is not a plain dictionary of descr, fortran_order and shape"
    ),
  ]

  @Test(arguments: bad)
  func badInputIsReported(_ each: (bytes: [UInt8], sentence: String)) {
    let error = fileError { () throws(FileError) in try NPY(each.bytes[...], file: "a.npy") }
    #expect(error?.description == each.sentence)
    #expect(error?.exitCode == 65)
  }

  static let badTables: [(array: NPY, sentence: String)] = [
    (NPY(shape: [4], numbers: [1, 2, 3, 4]), "a: the array has 1 dimension, a matrix has 2"),
    (NPY(shape: [1, 2], numbers: [1, 2]), "a: a single row is not a matrix to complete"),
    (NPY(shape: [2, 0], numbers: []), "a: no column is not a matrix to complete"),
    (
      NPY(shape: [2, 2], numbers: [1, 2, .infinity, 4]),
      "a: the value at row 1, column 0 is infinite"
    ),
    (NPY(shape: [2, 2], numbers: [.nan, .nan, .nan, .nan]), "a: every cell is a gap"),
    (NPY(texts: ["x"]), "a: the array has 1 dimension, a matrix has 2"),
  ]

  @Test(arguments: badTables)
  func badTablesAreReported(_ each: (array: NPY, sentence: String)) {
    let error = fileError { () throws(FileError) in try DenseTable(each.array, file: "a") }
    #expect(error?.description == each.sentence)
  }

  /// Every prefix of a file, and every file with one byte changed, is read or reported: no crash.
  @Test func damagedFilesAreReadOrReported() throws {
    let whole = NPY(shape: [2, 2], numbers: [1, 2, 3, 4]).encoded()
    for end in whole.indices {
      _ = fileError { () throws(FileError) in try NPY(whole[..<end], file: "a") }
    }
    for place in whole.indices {
      for byte in [UInt8(0), 0x28, 0x39, 0xFF] {
        var bytes = whole
        bytes[place] = byte
        _ = try? NPY(bytes[...], file: "a")
      }
    }
  }
}
