internal import LinearAlgebra
internal import LowRank
internal import LowRankIO

extension DataMatrix {
  /// The bytes of a file of a matrix's form with these values, row by row, in place of the stored
  /// ones; a wide table keeps its layout.
  func bytes(_ values: [Double], in form: OutputForm, delimiter: UInt8) -> [UInt8] {
    switch (form, source) {
    case (.npy, _): return NPY(shape: [rows, columns], numbers: values).encoded()
    case (.npz, _):
      let mask = NPY(shape: [rows, columns], numbers: values.map { $0.isNaN ? 0 : 1 })
      return NPZ(["values": NPY(shape: [rows, columns], numbers: values), "mask": mask]).encoded()
    case (.mtx, _): return MatrixMarket.text(rows: rows, columns: columns, values: values)
    case (.csv, .table(let table)), (.tsv, .table(let table)):
      return table.filledText(values: values, delimiter: delimiter)
    case (.csv, _), (.tsv, _):
      return WideTable.text(
        values: values, columns: columns, rowNames: rowNames, columnNames: columnNames,
        delimiter: delimiter)
    case (.txt, _), (.json, _), (.html, _): preconditionFailure("\(form) is no form of a table")
    }
  }

  /// What stands between the cells of the filled table.
  ///
  /// A `.csv` keeps a semicolon: it is how spreadsheets with a decimal comma write one.
  func delimiter(filling form: OutputForm) -> UInt8 {
    let tab = UInt8(ascii: "\t"), comma = UInt8(ascii: ",")
    if form == .tsv { return tab }
    guard case .table(let table) = source, table.delimiter != tab else { return comma }
    return table.delimiter
  }

  /// The observed cells alone, if that is how they were given.
  var entries: (pattern: SparsityPattern, values: [Double])? {
    switch source {
    case .triplets(let triplets): (triplets.pattern, triplets.values)
    case .entries(let entries): (entries.pattern, entries.values)
    case .table, .dense: nil
    }
  }

  /// The observed cells as triplets; lines without a name have their number from 1.
  var listed: Triplets {
    if case .triplets(let triplets) = source { return triplets }
    return Triplets(
      rowNames: rowNames ?? (1...rows).map(String.init),
      columnNames: columnNames ?? (1...columns).map(String.init),
      pattern: observations.pattern, values: observations.values)
  }
}
