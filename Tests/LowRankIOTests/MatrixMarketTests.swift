import LinearAlgebra
import LowRankIO
import Testing

private func market(_ text: String) throws -> MatrixMarket {
  try MatrixMarket(Array(text.utf8), file: "a.mtx")
}

@Suite("Matrix Market")
struct MatrixMarketTests {
  private func triplets(_ text: String) throws -> Triplets {
    guard case .coordinate(let triplets) = try market(text) else {
      throw Expectation.failed("not sparse")
    }
    return triplets
  }

  private func cells(_ text: String) throws -> [Double] {
    guard case .array(let table) = try market(text) else { throw Expectation.failed("not full") }
    return table.values
  }

  private enum Expectation: Error { case failed(String) }

  @Test func coordinate() throws {
    let read = try triplets(
      "%%MatrixMarket matrix coordinate real general\n% a comment\n\n3 4 3\n"
        + "3 1 2.5\n  1\t4  -1e-3 \r\n% another\n1 1 0\n")
    #expect((read.rows, read.columns) == (3, 4))
    #expect(read.rowNames == ["1", "2", "3"] && read.columnNames == ["1", "2", "3", "4"])
    #expect(read.pattern.rowStart == [0, 2, 2, 3])
    #expect(read.pattern.column == [0, 3, 0])
    #expect(read.values == [0, -1e-3, 2.5])
  }

  @Test(arguments: [("symmetric", 7.0), ("skew-symmetric", -7)])
  func eitherTriangleStandsForBoth(_ each: (symmetry: String, mirrored: Double)) throws {
    let lower = try triplets(
      "%%MatrixMarket MATRIX Coordinate Integer \(each.symmetry)\n3 3 1\n3 1 7\n")
    #expect(lower.pattern.column == [2, 0] && lower.values == [each.mirrored, 7])
    let upper = try triplets(
      "%%MatrixMarket matrix coordinate integer \(each.symmetry)\n3 3 1\n1 3 7\n")
    #expect(upper.pattern.column == [2, 0] && upper.values == [7, each.mirrored])
  }

  @Test func arrays() throws {
    let banner = "%%MatrixMarket matrix array real "
    #expect(try cells(banner + "general\n2 3\n1\n4\n2\n5\n3\n6\n") == [1, 2, 3, 4, 5, 6])
    #expect(try cells(banner + "general\n2 2\n1 3\n2 4") == [1, 2, 3, 4])
    #expect(try cells(banner + "symmetric\n2 2\n1\n2\n3\n") == [1, 2, 2, 3])
    #expect(try cells(banner + "skew-symmetric\n2 2\n5\n") == [0, -5, 5, 0])
  }

  static let banner = "%%MatrixMarket matrix coordinate real general\n"
  static let bad: [(text: String, sentence: String)] = [
    ("", "a.mtx: the file is empty"),
    (
      "%%MatrixMarket vector\n",
      "a.mtx:1: a Matrix Market file starts with \"%%MatrixMarket matrix\" and three words more"
    ),
    (
      "%%MatrixMarket matrix coordinate complex general\n2 2 1\n1 1 1 0\n",
      "a.mtx:1: the matrix is complex: only real ones are read"
    ),
    (
      "%%MatrixMarket matrix array complex hermitian\n",
      "a.mtx:1: the matrix is complex: only real ones are read"
    ),
    (
      "%%MatrixMarket matrix coordinate pattern general\n2 2 1\n1 1\n",
      "a.mtx:1: the entries have places and no values"
    ),
    (
      "%%MatrixMarket matrix coordinate real odd\n", "a.mtx:1: the symmetry \"odd\" is not known"
    ),
    (
      banner + "2 2\n1 1 1\n",
      "a.mtx:2: the size line is not 3 whole numbers from 0 to 2147483647"
    ),
    (
      banner + "3000000000 2 1\n1 1 1\n",
      "a.mtx:2: the size line is not 3 whole numbers from 0 to 2147483647"
    ),
    (
      "%%MatrixMarket matrix coordinate real symmetric\n2 3 1\n1 1 1\n",
      "a.mtx:2: a symmetric matrix is square, not 2 × 3"
    ),
    (banner + "2 2 0\n", "a.mtx: no entry is stored"),
    (banner + "1 2 1\n1 1 1\n", "a.mtx: a single row is not a matrix to complete"),
    (banner + "2 2 2\n1 1 1\n", "a.mtx: ends after 1 of 2 entries"),
    (banner + "2 2 1\n1 1 1\n2 2 2\n", "a.mtx:4: more entries than the 1 announced"),
    (banner + "2 2 1\n0 1 1\n", "a.mtx:3: column 1: row 0 is not from 1 to 2"),
    (banner + "2 2 1\n1 3 1\n", "a.mtx:3: column 2: column 3 is not from 1 to 2"),
    (banner + "2 2 1\n1.5 1 1\n", "a.mtx:3: column 1: row 1.5 is not from 1 to 2"),
    (banner + "2 2 1\n1 1 x\n", "a.mtx:3: column 3: \"x\" is not a number"),
    (banner + "2 2 1\n1 1\n", "a.mtx:3: column 3: \"\" is not a number"),
    (banner + "2 2 1\n1 1 nan\n", "a.mtx:3: column 3: \"nan\" is not a number"),
    (banner + "2 2 1\n1 1 1e999\n", "a.mtx:3: column 3: \"1e999\" is too large for a double"),
    (banner + "2 2 1\n1 1 1 1\n", "a.mtx:3: more than row, column and value"),
    (
      banner + "2 2 3\n1 1 1\n% c\n2 2 2\n1 1 3\n",
      "a.mtx:6: row 1, column 1 is on line 3 already"
    ),
    (
      "%%MatrixMarket matrix coordinate real symmetric\n3 3 3\n2 1 1\n3 3 2\n1 2 3\n",
      "a.mtx:5: row 1, column 2 is on line 3 already"
    ),
    (
      "%%MatrixMarket matrix array real general\n50000000 50000000\n1\n",
      "a.mtx: has no room for the 2500000000000000 values that 50000000 × 50000000 needs"
    ),
    (
      "%%MatrixMarket matrix array real general\n2 2\n1\n2\n3\n",
      "a.mtx: ends early: 4 values are needed"
    ),
    (
      "%%MatrixMarket matrix array real general\n2 2\n1\n2\n3\n4\n5\n",
      "a.mtx:7: more values than the 4 announced"
    ),
  ]

  @Test(arguments: bad)
  func badInputIsReported(_ each: (text: String, sentence: String)) {
    let error = fileError { () throws(FileError) in
      try MatrixMarket(Array(each.text.utf8), file: "a.mtx")
    }
    #expect(error?.description == each.sentence)
  }

  @Test func roundTrips() throws {
    let full = [1.5, -2, 1e-300, 4, 0, 0.1]
    #expect(
      try cells(
        String(decoding: MatrixMarket.text(rows: 2, columns: 3, values: full), as: UTF8.self))
        == full)
    let gaps = [1.5, .nan, 3, .nan, 0, 0.1]
    let text = String(decoding: MatrixMarket.text(rows: 2, columns: 3, values: gaps), as: UTF8.self)
    let read = try triplets(text)
    #expect(read.values == [1.5, 3, 0, 0.1] && read.pattern.column == [0, 2, 1, 2])
    let again = MatrixMarket.text(read.pattern, values: read.values)
    #expect(try market(String(decoding: again, as: UTF8.self)) == .coordinate(read))
  }

  /// Random bytes behind a banner end in a sentence or a matrix, never in a trap.
  @Test(arguments: 0..<200)
  func randomTextDoesNotTrap(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let pieces = ["1", "2", "0", "-1", " ", "\n", "%", "1e9", "x", "9999999999", ".5"]
    let kinds = ["coordinate real general", "array real symmetric", "array real skew-symmetric"]
    var text = "%%MatrixMarket matrix \(kinds[Int(seed) % 3])\n"
    for _ in 0..<40 { text += pieces.randomElement(using: &random)! + " " }
    _ = try? market(text)
  }
}
