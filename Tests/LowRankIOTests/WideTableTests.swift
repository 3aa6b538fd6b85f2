import LowRankIO
import Testing

private func table(_ text: String, _ options: TableOptions = .init()) throws -> WideTable {
  try WideTable(Array(text.utf8), file: "t.csv", options: options)
}

@Suite("Wide tables: what is detected")
struct WideTableDetectionTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    var columns: [String]?
    var rows: [String]?
    var values: [Double]
    var options = TableOptions()
    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(name: "bare numbers", text: "1,2\n3,4\n", values: [1, 2, 3, 4]),
    Case(name: "no line end at the end", text: "1,2\n3,4", values: [1, 2, 3, 4]),
    Case(name: "CRLF", text: "1,2\r\n3,4\r\n", values: [1, 2, 3, 4]),
    Case(name: "CR", text: "1,2\r3,4\r", values: [1, 2, 3, 4]),
    Case(name: "tabs", text: "1\t\n3\t4\n", values: [1, .nan, 3, 4]),
    Case(name: "semicolons", text: "1;2\n3;4\n", values: [1, 2, 3, 4]),
    Case(name: "blank lines", text: "\n1,2\n\n3,4\n\n  \n", values: [1, 2, 3, 4]),
    Case(
      name: "byte order mark", text: "\u{FEFF}a,b\n1,2\n3,4\n", columns: ["a", "b"],
      values: [1, 2, 3, 4]),
    Case(name: "header", text: "a,b\n1,2\n3,4\n", columns: ["a", "b"], values: [1, 2, 3, 4]),
    Case(
      name: "header and row names", text: "name,a,b\nx,1,2\ny,3,4\n", columns: ["a", "b"],
      rows: ["x", "y"], values: [1, 2, 3, 4]),
    Case(
      name: "row names, no header", text: "x,1,2\ny,3,4\n", rows: ["x", "y"], values: [1, 2, 3, 4]),
    Case(
      name: "data frame with numbered rows", text: ",a,b\n0,1,2\n1,3,4\n", columns: ["a", "b"],
      rows: ["0", "1"], values: [1, 2, 3, 4]),
    Case(
      name: "data frame with numbered columns", text: ",0,1\n0,1,2\n1,3,4\n", columns: ["0", "1"],
      rows: ["0", "1"], values: [1, 2, 3, 4]),
    Case(
      name: "a gap in the corner is a gap", text: ",2,5\n3,4,6\n", values: [.nan, 2, 5, 3, 4, 6]),
    Case(
      name: "dates name rows", text: "day,a,b\n2024-01-01,1,2\n2024-01-02,3,4\n",
      columns: ["a", "b"], rows: ["2024-01-01", "2024-01-02"], values: [1, 2, 3, 4]),
    Case(
      name: "date and time", text: "d,t,a,b\n2024-01-01,10:00,1,2\n2024-01-01,11:00,3,4\n",
      columns: ["a", "b"], rows: ["2024-01-01 10:00", "2024-01-01 11:00"], values: [1, 2, 3, 4]),
    Case(
      name: "number and name", text: "no,food,a,b\n01,\"BUTTER,SALT\",1,2\n02,OIL,3,4\n",
      columns: ["a", "b"], rows: ["01 BUTTER,SALT", "02 OIL"], values: [1, 2, 3, 4]),
    Case(
      name: "names of which one is a number", text: "station,a,b\nA12,1,2\n101,3,4\nB7,5,6\n",
      columns: ["a", "b"], rows: ["A12", "101", "B7"], values: [1, 2, 3, 4, 5, 6]),
    Case(
      name: "years", text: "country,1990,1991\nx,1,2\ny,3,4\n", columns: ["1990", "1991"],
      rows: ["x", "y"], values: [1, 2, 3, 4]),
    Case(
      name: "quoted header", text: "\"a,1\",\"b\"\"2\"\"\",\"c\nd\"\n1,2,3\n4,5,6\n",
      columns: ["a,1", "b\"2\"", "c\nd"], values: [1, 2, 3, 4, 5, 6]),
    Case(name: "quoted and spaced numbers", text: "\"1\", 2\n 3 ,\" 4 \"\n", values: [1, 2, 3, 4]),
    Case(
      name: "every usual gap",
      text: "a,b\n1,NA\n2,NaN\n3,nan\n4,null\n5,NULL\n6,None\n7,?\n8,\n9,\"\"\n",
      columns: ["a", "b"],
      values: [1, .nan, 2, .nan, 3, .nan, 4, .nan, 5, .nan, 6, .nan, 7, .nan, 8, .nan, 9, .nan]),
    Case(
      name: "told gaps", text: "1,-\n-999,4\n", values: [1, .nan, .nan, 4],
      options: TableOptions(missing: ["-", "-999.0"])),
    Case(
      name: "zeros are gaps", text: "1,0\n0.0,4\n", values: [1, .nan, .nan, 4],
      options: TableOptions(missing: ["0"])),
    Case(
      name: "zeros are data", text: "1,0\n,4\n", values: [1, 0, .nan, 4],
      options: TableOptions(missing: ["none"])),
    Case(
      name: "told header", text: "1,2\n3,4\n5,6\n", columns: ["1", "2"], values: [3, 4, 5, 6],
      options: TableOptions(header: true)),
    Case(
      name: "told index", text: "1,2,3\n4,5,6\n", rows: ["1", "4"], values: [2, 3, 5, 6],
      options: TableOptions(indexColumns: 1)),
  ]

  @Test(arguments: cases)
  func detects(_ each: Case) throws {
    let table = try table(each.text, each.options)
    #expect(table.columnNames == each.columns)
    #expect(table.rowNames == each.rows)
    #expect(isSame(table.values, each.values))
    #expect(table.values.count == table.rows * table.columns)
    #expect(table.gapCount == table.values.count { $0.isNaN })
  }
}

@Suite("Wide tables: what is wrong with them")
struct WideTableErrorTests {
  static let cases: [(text: String, sentence: String)] = [
    ("", "t.csv: the file is empty"),
    ("\n \n", "t.csv: the file is empty"),
    ("a,b,c\n", "t.csv: there is a header and no row below it"),
    ("a,b\n1,2\n", "t.csv: a single row is not a matrix to complete"),
    ("1\n2\n3\n", "t.csv: a single column is not a matrix to complete"),
    ("x\ny\n", "t.csv: no column of values is not a matrix to complete"),
    ("a,b\n1,2\n3,\"12,3\"\n", "t.csv:3: column 2: \"12,3\" is not a number"),
    ("1,2\n3,4x\n", "t.csv:2: column 2: \"4x\" is not a number"),
    ("1,2,x\n3,4,5\n", "t.csv:1: column 3: \"x\" is not a number"),
    ("a,b\n1,2\nx,3\n", "t.csv:3: column 1: \"x\" is not a number"),
    ("1,2\n3,inf\n", "t.csv:2: column 2: \"inf\" is not a number"),
    ("1,2\n3,-Infinity\n", "t.csv:2: column 2: \"-Infinity\" is not a number"),
    ("1,2\n3,NAN(1)\n", "t.csv:2: column 2: \"NAN(1)\" is not a number"),
    ("1,2\n3,0x10\n", "t.csv:2: column 2: \"0x10\" is not a number"),
    ("1,2\n3,.\n", "t.csv:2: column 2: \".\" is not a number"),
    ("1,2\n3,1e\n", "t.csv:2: column 2: \"1e\" is not a number"),
    ("1,2\n3,1e999\n", "t.csv:2: column 2: \"1e999\" is too large for a double"),
    ("1,2\r\n\"3\",-1e999\r\n", "t.csv:2: column 2: \"-1e999\" is too large for a double"),
    ("1,2,3\n4,5\n", "t.csv:2: 2 cells where 3 are expected"),
    ("1,2,3\n4,5,6\n7,8,9,10\n", "t.csv:3: 4 cells where 3 are expected"),
    ("n,a,b\nx,1,2\ny\n", "t.csv:3: 1 cell where 3 are expected"),
    ("\"a\nb\",c\n1,2\n3,x\n", "t.csv:4: column 2: \"x\" is not a number"),
    ("1,2\n3,\"4\n", "t.csv:2: a quote is opened and never closed"),
    ("a,b\n,NA\nNaN,?\n", "t.csv: every cell is a gap"),
  ]

  @Test(arguments: cases)
  func isReported(_ each: (text: String, sentence: String)) {
    let error = fileError { () throws(FileError) in
      try WideTable(Array(each.text.utf8), file: "t.csv")
    }
    #expect(error?.description == each.sentence)
    #expect(error?.exitCode == 65)
  }

  @Test func wordsAreNoGapsWhenOnlyBlanksAre() {
    let error = fileError { () throws(FileError) in
      try WideTable(Array("1,2\n3,NA\n".utf8), file: "t.csv", options: .init(missing: ["none"]))
    }
    #expect(error?.description == "t.csv:2: column 2: \"NA\" is not a number")
  }

  @Test func theQuoteBehindTheSampledLinesIsFound() {
    let text = String(repeating: "1,2\n", count: 300) + "3,\"4\n"
    let error = fileError { () throws(FileError) in try WideTable(Array(text.utf8), file: "t") }
    #expect(error?.description == "t:301: column 2: a quote is opened and never closed")
  }

  @Test func rowsToPredictMayBeSingle() throws {
    let table = try WideTable(Array("1,,3\n".utf8), file: "t", options: .init(smallestSide: 1))
    #expect(table.rows == 1)
  }
}
