import LowRankIO
import Testing

@Suite("Which form a file is written in")
struct OutputFormTests {
  @Test(arguments: [
    ("filled.csv", OutputForm.csv), ("FILLED.TSV", .tsv), ("/a.b/r.Txt", .txt), ("w.npy", .npy),
    ("a.csv.npz", .npz), ("./w.mtx", .mtx), ("r.json", .json), ("é.html", .html),
  ])
  func isThatOfTheExtension(_ each: (path: String, form: OutputForm)) {
    #expect(OutputForm(path: each.path) == each.form)
  }

  @Test(arguments: [
    "", "-", "csv", ".csv", "a/.csv", "a.csv/", "a.csv/b", "a.", "a.csv.gz", "a.csvx", "a.cs v",
  ])
  func otherNamesHaveNone(_ path: String) { #expect(OutputForm(path: path) == nil) }

  @Test(arguments: OutputForm.allCases)
  func itsExtensionNamesIt(_ form: OutputForm) {
    #expect(OutputForm(path: "x" + form.fileExtension) == form)
  }

  /// What is written between the delimiters of a form is told apart from all others when read.
  @Test(arguments: OutputForm.allCases)
  func delimitersAreThoseOfLines(_ form: OutputForm) throws {
    guard let delimiter = form.delimiter else {
      #expect(![.csv, .tsv, .txt].contains(form))
      return
    }
    let text = WideTable.text(
      values: [1, 2, 3, 4], columns: 2, columnNames: ["a,b", "c\td"], delimiter: delimiter)
    let table = try WideTable(text, file: "t")
    #expect(table.delimiter == delimiter)
    #expect(table.columnNames == ["a,b", "c\td"])
  }

  @Test func lists() {
    #expect([OutputForm]().listed == "")
    #expect([OutputForm.npz].listed == ".npz")
    #expect([OutputForm.html, .json].listed == ".html or .json")
    #expect([OutputForm.csv, .tsv, .npy, .mtx, .npz].listed == ".csv, .tsv, .npy, .mtx or .npz")
  }
}
