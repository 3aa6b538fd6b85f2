import ArgumentParser
import LowRank
import LowRankIO
import LowRankJobs

struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: "Turn a matrix with gaps from one form into another.",
    discussion: """
      IN is what `complete` reads. OUT takes its form from its extension: .csv and .tsv are wide \
      tables, .txt triplets with tabs, .npy the full matrix with NaN for a gap, .npz `values` and `mask`, .mtx \
      Matrix Market. Names of rows and columns are kept where the form has room for them: in wide \
      tables and triplets.
      """)

  @Argument(help: "The matrix to read.") var input: String
  @Argument(help: "The file to write.") var output: String
  @Flag(help: "Triplets, whatever the extension: also .csv and .tsv.") var triplets = false
  @OptionGroup var options: InputOptions

  func validate() throws {
    let forms = triplets ? ["csv", "tsv", "txt"] : ["csv", "tsv", "txt", "npy", "npz", "mtx"]
    guard forms.contains(OutputOptions.form(of: output)) else {
      let list = forms.map { ".\($0)" }.joined(separator: ", ")
      throw ValidationError("\(output): the extension must be one of \(list)")
    }
    if options.weights != nil || options.sigma != nil || options.fold != nil {
      throw ValidationError(
        "convert changes the form alone: leave --weights, --sigma and --fold out")
    }
  }

  func run() throws {
    try ExitStatus.reporting {
      try AtomicFile.check(output)
      let matrix = try DataMatrix(input, options.reading, asksAboutZeros: false)
      let form = triplets ? "txt" : OutputOptions.form(of: output)
      let isSparse = if case .triplets = matrix.source { true } else { false }
      if form != "txt", !(isSparse && form == "mtx") {
        try FullMatrix(matrix).refuseIfTooLarge(
          for: output, wayOut: "convert it to triplets (.txt) or Matrix Market (.mtx)")
      }
      try AtomicFile.write(output, matrix.bytes(form, delimiter: delimiter))
    }
  }

  private var delimiter: UInt8 {
    // Names in quotes may hold a tab or a comma; between blanks quotes mean nothing.
    UInt8(ascii: OutputOptions.form(of: output) == "csv" ? "," : "\t")
  }
}

extension DataMatrix {
  /// The matrix in another form.
  fileprivate func bytes(_ form: String, delimiter: UInt8) -> [UInt8] {
    switch (form, source) {
    case ("txt", _): return listed.text(delimiter: delimiter)
    case ("mtx", .triplets(let triplets)):
      return MatrixMarket.text(triplets.pattern, values: triplets.values)
    case ("csv", .table(let table)), ("tsv", .table(let table)):
      return table.filledText(values: table.values, delimiter: delimiter)
    case ("csv", _), ("tsv", _):
      return WideTable.text(
        values: full, columns: columns, rowNames: rowNames, columnNames: columnNames,
        delimiter: delimiter)
    case ("mtx", _): return MatrixMarket.text(rows: rows, columns: columns, values: full)
    case ("npy", _): return NPY(shape: [rows, columns], numbers: full).encoded()
    default:
      let mask = NPY(shape: [rows, columns], numbers: full.map { $0.isNaN ? 0 : 1 })
      return NPZ(["values": NPY(shape: [rows, columns], numbers: full), "mask": mask]).encoded()
    }
  }

  /// The observed cells as triplets; lines without a name have their number from 1.
  private var listed: Triplets {
    if case .triplets(let triplets) = source { return triplets }
    return Triplets(
      rowNames: rowNames ?? (1...rows).map(String.init),
      columnNames: columnNames ?? (1...columns).map(String.init),
      pattern: observations.pattern, values: observations.values)
  }
}
