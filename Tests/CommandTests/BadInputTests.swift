import LowRankIO
import Testing

/// A file that cannot be completed, and the sentence about it.
struct BadInput: Sendable, CustomTestStringConvertible {
  let file: String
  let bytes: [UInt8]
  let sentence: String
  var options: [String] = []
  var testDescription: String { sentence }

  init(_ file: String, _ text: String, _ sentence: String, options: [String] = []) {
    self.init(file, bytes: Array(text.utf8), sentence, options: options)
  }

  init(_ file: String, bytes: [UInt8], _ sentence: String, options: [String] = []) {
    self.file = file
    self.bytes = bytes
    self.sentence = sentence
    self.options = options
  }
}

@Suite("Bad input")
struct BadInputTests {
  static let tables = [
    BadInput("t.csv", "", "t.csv: the file is empty"),
    BadInput("t.csv", "a,b,c\n", "t.csv: there is a header and no row below it"),
    BadInput("t.csv", "1,2,3\n4,5\n", "t.csv:2: 2 cells where 3 are expected"),
    BadInput("t.csv", "1,2,\n4,5,6\n7,8,9,10\n", "t.csv:3: 4 cells where 3 are expected"),
    BadInput("t.csv", "a,b\n1,2\n3,\"12,3\"\n", "t.csv:3: column 2: \"12,3\" is not a number"),
    BadInput("t.tsv", "a\tb\n1\t2\n3\tx\n", "t.tsv:3: column 2: \"x\" is not a number"),
    BadInput("t.csv", "1,2\n3,inf\n", "t.csv:2: column 2: \"inf\" is not a number"),
    BadInput("t.csv", "1,2\n3,-Infinity\n", "t.csv:2: column 2: \"-Infinity\" is not a number"),
    BadInput("t.csv", "1,2\n3,1e999\n", "t.csv:2: column 2: \"1e999\" is too large for a double"),
    BadInput("t.csv", "1,2\n3,\"4\n", "t.csv:2: a quote is opened and never closed"),
    BadInput("t.csv", "a,b\n,NA\nNaN,?\n", "t.csv: every cell is a gap"),
    BadInput("t.csv", "a,b\n1,2\n", "t.csv: a single row is not a matrix to complete"),
    BadInput("t.csv", "1\n2\n\n3\n", "t.csv: a single column is not a matrix to complete"),
    BadInput(
      "t.csv", "1,0,0\n0,2,3\n",
      "t.csv: 50 % of the cells are exactly zero and none is a gap: say --missing 0 if zeros are "
        + "gaps, --missing none if they are data"),
    BadInput(
      "t.csv", "a,b\n1,2\nNA,3\n", "t.csv:3: column 1: \"NA\" is not a number",
      options: ["--missing", "none"]),
    BadInput(
      "t.csv", "1,2\n3,4\n", "t.csv: has 2 rows, fewer than two periods of --fold 2",
      options: ["--fold", "2"]),
    BadInput(
      "t.csv", "1,2\n3,-4\n5,\n",
      "t.csv: the cell in row 2, column 2 is -4.0, but --link needs positive values",
      options: ["--link", "log"]),
    BadInput(
      "t.csv", "t,x\na,1\nb,2\nc,3\nd,-4\ne,\nf,6\n",
      "t.csv: the cell in row 4, column 1 is -4.0, but --link needs positive values",
      options: ["--link", "log", "--fold", "2"]),
    BadInput("t.csv", "5,5\n", "t.csv: a single row is not a matrix to complete"),
    BadInput("t.csv", "\n  \n\r\n", "t.csv: the file is empty"),
  ]

  static let triplets = [
    BadInput("t.csv", "user,item,rating\n", "t.csv: there is a header and no line below it"),
    BadInput(
      "t.csv", "user,item,rating\na,x,1\nb,y,\n", "t.csv:3: column 3: \"\" is not a number"),
    BadInput(
      "t.csv", "user,item,rating\na,x,1\nb,y,inf\n", "t.csv:3: column 3: \"inf\" is not a number"),
    BadInput("t.txt", "a x 1\nb x 2\n", "t.txt: a single column is not a matrix to complete"),
    BadInput(
      "t.txt", "a x 1\nb y 2\n", "t.txt: --missing needs a table, and these are triplets",
      options: ["--missing", "0"]),
    BadInput("t.csv", "a,x,1\nb,y,2\na,x,3\n", "t.csv:3: row a, column x is on line 1 already"),
    BadInput("t.csv", "a::x::1\nb::y::two\n", "t.csv:2: column 3: \"two\" is not a number"),
    BadInput("t.txt", "a x 1\nb y NaN\n", "t.txt:2: column 3: \"NaN\" is not a number"),
    BadInput(
      "t.txt", "a x 1\nb y 1e999\n", "t.txt:2: column 3: \"1e999\" is too large for a double"),
    BadInput("t.txt", "a x 1\na y 2\n", "t.txt: a single row is not a matrix to complete"),
    BadInput("t.txt", "a::x::1\nb::y\n", "t.txt:2: 2 fields where 3 are expected"),
    BadInput(
      "t.txt", "a x 1 1\nb y 2 0\n", "t.txt:2: column 4: the weight 0.0 is not positive",
      options: ["--fourth-field", "weight"]),
    BadInput(
      "t.txt", "a x 1 1\nb y 2 -1\n", "t.txt:2: column 4: the sigma -1.0 is not positive",
      options: ["--fourth-field", "sigma"]),
    BadInput(
      "t.txt", "a x 1\nb y 2\n", "t.txt:1: 3 fields where 4 are expected",
      options: ["--fourth-field", "sigma"]),
    BadInput(
      "t.txt", "a x 1\nb y 2\n", "t.txt: --fold needs a table, and these are triplets",
      options: ["--fold", "2"]),
  ]

  private static let banner = "%%MatrixMarket matrix coordinate real general\n"

  static let matrixMarket = [
    BadInput("t.mtx", "", "t.mtx: the file is empty"),
    BadInput(
      "t.mtx", "1 1 1\n",
      "t.mtx:1: a Matrix Market file starts with \"%%MatrixMarket matrix\" and three words more"),
    BadInput(
      "t.mtx", banner + "2 2 1\n0 1 1\n", "t.mtx:3: column 1: row 0 is not from 1 to 2"),
    BadInput(
      "t.txt", banner + "2 2 1\n1 3 1\n", "t.txt:3: column 2: column 3 is not from 1 to 2"),
    BadInput(
      "t.mtx", banner + "2 2 2\n1 1 1\n1 1 2\n", "t.mtx:4: row 1, column 1 is on line 3 already"),
    BadInput(
      "t.mtx", banner + "2 2 9\n1 1 1\n", "t.mtx: ends after 1 of 9 entries"),
    BadInput(
      "t.mtx", banner + "2 2 3000000000\n1 1 1\n",
      "t.mtx:2: the size line is not 3 whole numbers from 0 to 2147483647"),
    BadInput(
      "t.mtx", banner + "2000000000 2 1\n1 1 1\n", "t.mtx:2: more than 100000000 rows or columns"),
    BadInput(
      "t.mtx", "%%MatrixMarket matrix coordinate complex hermitian\n2 2 1\n1 1 1 0\n",
      "t.mtx:1: the matrix is complex: only real ones are read"),
  ]

  private static let array = NPY(shape: [2, 3], numbers: [1, 2, 3, 4, 5, .nan]).encoded()
  private static let archive = NPZ(["values": NPY(shape: [2, 2], numbers: [1, 2, 3, 4])]).encoded()

  private static func header(_ text: String) -> [UInt8] {
    [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(text.utf8.count), 0] + Array(text.utf8)
  }

  static let numPy = [
    BadInput("t.npy", bytes: [], "t.npy: the file is empty"),
    BadInput("t.npy", "1,2\n3,4\n", "t.npy: not a NumPy array"),
    BadInput(
      "t.npy", bytes: Array(array.dropLast(8)),
      "t.npy: the shape 2 × 3 needs 48 bytes, but only 40 follow the header"),
    BadInput(
      "t.npy", bytes: NPY(shape: [6], numbers: [1, 2, 3, 4, 5, 6]).encoded(),
      "t.npy: the array has 1 dimension, a matrix has 2"),
    BadInput(
      "t.npy", bytes: NPY(shape: [2, 2], numbers: [1, 2, .infinity, 4]).encoded(), "t.npy: "),
    BadInput(
      "t.npy", bytes: NPY(shape: [2, 2], numbers: [.nan, .nan, .nan, .nan]).encoded(), "t.npy: "),
    BadInput(
      "t.npy", bytes: NPY(shape: [1, 3], numbers: [1, 2, 3]).encoded(), "t.npy: a single row"),
    BadInput(
      "t.npy",
      bytes: header(
        "{'descr': '<f8', 'fortran_order': False, 'shape': (9223372036854775807, 2), }\n"),
      "t.npy: "),
    BadInput(
      "t.npy",
      bytes: header("{'descr': __import__('os').system('id'), 'shape': (2, 2)}\n"), "t.npy: "),
    BadInput(
      "t.npy",
      bytes: header("{'descr': '|O', 'fortran_order': False, 'shape': (2, 2), }\n"), "t.npy: "),
    BadInput("t.npz", bytes: Array(archive.dropLast(10)), "t.npz: the archive ends early"),
    BadInput(
      "t.npz", bytes: NPZ(["a": NPY(shape: [3], numbers: [1, 2, 3])]).encoded(), "t.npz: "),
  ]

  /// One sentence that names the file, exit code 65, and no file that was not there.
  private func check(_ each: BadInput, exactly: Bool) throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(each.bytes, to: each.file)
      let outcome = try lowrank.run(
        ["complete", each.file, "-o", "o.csv", "--model", "m.npz", "--report", "r.json"]
          + each.options)
      #expect(outcome.status == 65)
      if exactly {
        #expect(outcome.complaint == "lowrank: \(each.sentence)\n")
      } else {
        #expect(outcome.complaint.hasPrefix("lowrank: \(each.sentence)"))
        #expect(outcome.complaint.count { $0 == "\n" } == 1)
      }
      #expect(outcome.output == "")
      #expect(try lowrank.files() == [each.file])
    }
  }

  @Test(arguments: tables) func inTables(_ each: BadInput) throws { try check(each, exactly: true) }
  @Test(arguments: triplets) func inTriplets(_ each: BadInput) throws {
    try check(each, exactly: true)
  }
  @Test(arguments: matrixMarket) func inMatrixMarket(_ each: BadInput) throws {
    try check(each, exactly: true)
  }
  @Test(arguments: numPy) func inNumPy(_ each: BadInput) throws { try check(each, exactly: false) }

  /// A file that opens and cannot be read.
  @Test func aFileThatCannotBeRead() throws {
    try Lowrank.inFolder { lowrank in
      let outcome = try lowrank("complete", "/proc/self/mem", "-o", "o.csv")
      #expect(outcome.status == 66)
      #expect(outcome.complaint.hasPrefix("lowrank: /proc/self/mem: cannot open: "))
      #expect(try lowrank.files() == [])
    }
  }

  /// The superuser may read everything, so that it runs the command as somebody else.
  @Test(.enabled(if: Lowrank.mayRunUnprivileged, "no other user can run the command"))
  func aFileThatMayNotBeRead() throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(Planted.small.csv, to: "t.csv")
      let outcome = try lowrank.shell(
        "chmod 0 t.csv; chmod 777 .; \(Lowrank.unprivileged) \"$LOWRANK\" complete t.csv -o o.csv")
      #expect(outcome.status == 66)
      #expect(outcome.complaint == "lowrank: t.csv: cannot open: permission denied\n")
      #expect(try lowrank.files() == ["t.csv"])
    }
  }

  /// The same number everywhere is no mistake: it is the answer.
  @Test func aConstantTable() throws {
    try Lowrank.inFolder { lowrank in
      let rows = (0..<12).map { i in (0..<8).map { (i + $0) % 5 == 0 ? "" : "7.5" } }
      try lowrank.write(
        rows.map { $0.joined(separator: ",") }.joined(separator: "\n"), to: "t.csv")
      let outcome = try lowrank("complete", "t.csv", "-o", "o.csv", "--no-header")
      #expect(outcome.status == 0)
      let filled = try WideTable(
        contentsOf: lowrank.path("o.csv"), options: TableOptions(header: false))
      #expect(filled.values.allSatisfy { abs($0 - 7.5) < 1e-9 })
    }
  }

  /// Fewer cells than unknowns: written, and said not to be trustworthy.
  @Test func fewerCellsThanUnknowns() throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write("a,b,c\n1,,\n,2,\n,,3\n", to: "t.csv")
      let outcome = try lowrank("complete", "t.csv", "-o", "o.csv", "--json")
      #expect(outcome.status == 2)
      let warnings = try #require(outcome.object()["warnings"] as? [String])
      #expect(
        warnings.contains("3 cells are fewer than the 5 unknowns of row and column effects"))
      #expect(try WideTable(contentsOf: lowrank.path("o.csv")).gapCount == 0)
    }
  }

  /// 200 000 × 200 000 cells fit nowhere: refused before the work, with the size and the way out.
  @Test func aFullMatrixThatDoesNotFit() throws {
    try Lowrank.inFolder { lowrank in
      let lines = (0..<200_000).map { "r\($0) c\($0) \($0 % 7)\n" }
      try lowrank.write(lines.joined(), to: "t.txt")
      let outcome = try lowrank("complete", "t.txt", "-o", "o.csv", "--progress", "json")
      #expect(outcome.status == 73)
      #expect(
        outcome.complaint
          == "lowrank: o.csv: cannot write: the full 200000 × 200000 matrix takes 320 GB; write "
          + "--model and ask for cells with `lowrank predict`\n")
      #expect(try lowrank.files() == ["t.txt"])
    }
  }

  @Test func gzipThatEndsEarly() throws {
    let hello: [UInt8] = [
      0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0xCB, 0x48, 0xCD, 0xC9, 0xC9,
    ]
    try check(
      BadInput("t.csv.gz", bytes: hello, "t.csv.gz: the gzip stream ends early"), exactly: true)
  }

  @Test(arguments: [
    (["nowhere.csv"], "nowhere.csv: cannot open: no such file or directory"),
    (["."], ".: cannot open: it is a folder"),
    (["t.csv", "--weights", "w.csv"], "w.csv: cannot open: no such file or directory"),
    (["t.csv", "--sigma", "w.csv"], "w.csv: cannot open: no such file or directory"),
  ])
  func absentFile(_ each: (arguments: [String], sentence: String)) throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(Planted.small.csv, to: "t.csv")
      let outcome = try lowrank.run(["complete"] + each.arguments + ["-o", "o.csv"])
      #expect(outcome.status == 66)
      #expect(outcome.complaint == "lowrank: \(each.sentence)\n")
      #expect(try lowrank.files() == ["t.csv"])
    }
  }

  @Test(arguments: [
    ("--weights", "1,1\n1,1\n", "w.csv: is 2 × 2, but the data are 3 × 2"),
    (
      "--weights", "1,1\n1,0\n1,1\n",
      "w.csv: the cell in row 2, column 2 is observed, and its weight is 0.0"
    ),
    (
      "--sigma", "1,1\n1,-2\n1,1\n",
      "w.csv: the cell in row 2, column 2 is observed, and its standard deviation is -2.0"
    ),
    (
      "--sigma", "1,1\n,1\n1,1\n",
      "w.csv: the cell in row 2, column 1 is observed, and its standard deviation is missing"
    ),
    ("--weights", "1,1\n1,x\n1,1\n", "w.csv:2: column 2: \"x\" is not a number"),
  ])
  func badWeights(_ each: (option: String, text: String, sentence: String)) throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write("1,2\n3,4\n5,\n", to: "t.csv")
      try lowrank.write(each.text, to: "w.csv")
      let outcome = try lowrank("complete", "t.csv", "-o", "o.csv", each.option, "w.csv")
      #expect(outcome.status == 65)
      #expect(outcome.complaint == "lowrank: \(each.sentence)\n")
      #expect(try lowrank.files() == ["t.csv", "w.csv"])
    }
  }
}
