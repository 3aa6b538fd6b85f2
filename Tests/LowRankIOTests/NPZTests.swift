import LinearAlgebra
import LowRankIO
import Testing

private func archived(_ arrays: [String: NPY]) throws(FileError) -> ArchivedMatrix {
  try ArchivedMatrix(NPZ(arrays).encoded(), file: "a.npz")
}

private func vector(_ numbers: Double...) -> NPY { NPY(shape: [numbers.count], numbers: numbers) }

@Suite("NumPy archives")
struct NPZTests {
  @Test func roundTrip() throws {
    let archive = NPZ([
      "x": NPY(shape: [2, 2], numbers: [1, 2, 3, 4]), "names": NPY(texts: ["é", "b"]),
    ])
    #expect(try NPZ(archive.encoded(), file: "a") == archive)
    #expect(try NPZ.names(archive.encoded(), file: "a") == ["names", "x"])
  }

  @Test func everyDamageIsFound() throws {
    let whole = NPZ(["x": NPY(shape: [2, 2], numbers: [1, 2, 3, 4])]).encoded()
    for end in whole.indices {
      let error = fileError { () throws(FileError) in try NPZ(Array(whole[..<end]), file: "a") }
      #expect(error?.exitCode == 65)
    }
    // Every byte of the array is under the check sum.
    for place in 35..<35 + 128 {
      var bytes = whole
      bytes[place] ^= 0x10
      let error = fileError { () throws(FileError) in try NPZ(bytes, file: "a") }
      #expect(error?.description == "a: the check sum of x.npy is wrong")
    }
  }

  @Test func aFlippedByteAnywhereDoesNotCrash() throws {
    let whole = NPZ(["x": vector(1, 2)]).encoded()
    for place in whole.indices {
      for flip in [UInt8(0x01), 0x80, 0xFF] {
        var bytes = whole
        bytes[place] ^= flip
        _ = try? NPZ(bytes, file: "a")
      }
    }
  }

  @Test func maskMarksWhatIsObserved() throws {
    let values = NPY(shape: [2, 2], numbers: [1, 2, .nan, 4])
    let mask = NPY(shape: [2, 2], numbers: [1, 0, 0, 1])
    guard case .dense(let table) = try archived(["values": values, "mask": mask]) else {
      Issue.record("not dense")
      return
    }
    #expect(isSame(table.values, [1, .nan, .nan, 4]))
  }

  @Test func theOnlyMatrixIsRead() throws {
    let matrix = NPY(shape: [2, 2], numbers: [1, .nan, 3, 4])
    guard case .dense(let table) = try archived(["X": matrix, "lon": vector(1, 2)]) else {
      Issue.record("not dense")
      return
    }
    #expect(isSame(table.values, [1, .nan, 3, 4]))
  }

  @Test func oneOfSeveralIsPickedByName() throws {
    let two = NPY(shape: [2, 2], numbers: [1, 2, 3, 4]),
      other = NPY(shape: [2, 2], numbers: [5, 6, 7, 8])
    let bytes = NPZ(["a": two, "b": other]).encoded()
    #expect(
      try ArchivedMatrix(bytes, file: "f", array: "b") == .dense(DenseTable(other, file: "f")))
    let error = fileError { () throws(FileError) in
      try ArchivedMatrix(bytes, file: "f", array: "c")
    }
    #expect(error?.description == "f: holds no array \"c\"")
  }

  private static func sparse(_ format: String, _ arrays: [String: NPY]) -> [String: NPY] {
    arrays.merging(["format": NPY(texts: [format]), "shape": vector(2, 3)]) { told, _ in told }
  }

  static let forms: [[String: NPY]] = [
    sparse(
      "csr", ["data": vector(5, 6, 7), "indices": vector(0, 2, 1), "indptr": vector(0, 2, 3)]),
    sparse(
      "csc", ["data": vector(5, 7, 6), "indices": vector(0, 1, 0), "indptr": vector(0, 1, 2, 3)]),
    sparse("coo", ["data": vector(7, 6, 5), "row": vector(1, 0, 0), "col": vector(1, 2, 0)]),
  ]

  @Test(arguments: forms)
  func sparseForms(_ arrays: [String: NPY]) throws {
    guard case .sparse(let triplets) = try archived(arrays) else {
      Issue.record("not sparse")
      return
    }
    #expect(triplets.pattern.rowStart == [0, 2, 3])
    #expect(triplets.pattern.column == [0, 2, 1])
    #expect(triplets.values == [5, 6, 7])
    #expect(triplets.columnNames == ["0", "1", "2"])
  }

  static let bad: [(arrays: [String: NPY], sentence: String)] = [
    (
      [
        "a": NPY(shape: [2, 2], numbers: [1, 2, 3, 4]),
        "b": NPY(shape: [2, 2], numbers: [1, 2, 3, 4]),
      ],
      "a.npz: holds several matrices (a, b); the one to read is called \"values\""
    ),
    (["a": vector(1)], "a.npz: holds no matrix; the one to read is called \"values\""),
    (
      [
        "values": NPY(shape: [2, 2], numbers: [1, .nan, 3, 4]),
        "mask": NPY(shape: [2, 2], numbers: [1, 1, 1, 1]),
      ],
      "a.npz: a value is NaN where the mask says it is observed"
    ),
    (
      ["values": NPY(shape: [2, 2], numbers: [1, 2, 3, 4]), "mask": vector(1, 1, 1, 1)],
      "a.npz: values and mask differ in shape"
    ),
    (
      [
        "values": NPY(shape: [2, 2], numbers: [1, 2, 3, 4]),
        "mask": NPY(shape: [2, 2], numbers: [1, 1, 2, 1]),
      ],
      "a.npz: the mask holds 2.0, not 0 or 1"
    ),
    (
      sparse("coo", ["data": vector(1, 2), "row": vector(0, 2), "col": vector(0, 1)]),
      "a.npz: row holds 2.0, which is not in 0 ..< 2"
    ),
    (
      sparse("coo", ["data": vector(1, 2), "row": vector(0, 0), "col": vector(1, 1)]),
      "a.npz: the entry at row 0, column 1 is stored twice"
    ),
    (
      sparse("coo", ["data": vector(1, .nan), "row": vector(0, 0), "col": vector(1, 2)]),
      "a.npz: an entry is NaN or infinite"
    ),
    (
      sparse("csr", ["data": vector(1), "indices": vector(0), "indptr": vector(0, 2, 1)]),
      "a.npz: indptr holds 2.0, which is not in 0 ..< 2"
    ),
    (
      sparse("csr", ["data": vector(1, 2), "indices": vector(0, 1), "indptr": vector(0, 2, 1)]),
      "a.npz: indptr does not cut the entries into lines"
    ),
    (
      sparse("bsr", ["data": vector(1)]),
      "a.npz: the sparse format \"bsr\" is not read: save it as csr, csc or coo"
    ),
    (sparse("csr", ["data": vector(1)]), "a.npz: the array \"indices\" is missing"),
  ]

  @Test(arguments: bad)
  func badInputIsReported(_ each: (arrays: [String: NPY], sentence: String)) {
    let error = fileError { () throws(FileError) in try archived(each.arrays) }
    #expect(error?.description == each.sentence)
    #expect(error?.exitCode == 65)
  }

  @Test func anEmptyFileIsReported() {
    let error = fileError { () throws(FileError) in try NPZ([], file: "a.npz") }
    #expect(error?.description == "a.npz: the file is empty")
  }
}
