internal import LowRank
package import LowRankIO

/// `--rows`: a table of rows that the model has never seen, its gaps filled.
package struct FilledRows {
  private let table: WideTable
  private let model: CompletionModel
  private let noise: [Double]?
  /// The model's column of each column of the table.
  private let columns: [Int]

  package init(_ path: String, by file: ModelFile) throws(FileError) {
    table = try WideTable(contentsOf: path, options: TableOptions(smallestSide: 1))
    (model, noise) = (file.model, file.noise)
    columns = try Self.columns(of: table, in: file)
    try checkDomain()
  }

  /// The table's text; cells that were given stay as they are.
  package func text() -> [UInt8] {
    let rows = NewRows(model, noise: noise)
    var values = table.values
    for i in 0..<table.rows {
      var cells = [Double](repeating: .nan, count: model.columns)
      for (k, j) in columns.enumerated() { cells[j] = table.values[i * table.columns + k] }
      let filled = rows.fill(cells)
      for (k, j) in columns.enumerated() where cells[j].isNaN {
        values[i * table.columns + k] = filled[j]
      }
    }
    return table.filledText(values: values)
  }

  private static func columns(of table: WideTable, in file: ModelFile) throws(FileError) -> [Int] {
    func bad(_ message: String) -> FileError { .badData(file: table.file, message: message) }
    guard let header = table.columnNames, file.columnNames != nil else {
      guard table.columns == file.model.columns else {
        throw bad(
          "has \(table.columns) columns where the model has \(file.model.columns), and no names "
            + "say which")
      }
      return Array(0..<table.columns)
    }
    let names = ModelNames(file)
    let columns = try header.map { name throws(FileError) in
      guard let j = names.column(name) else {
        throw bad("the model has no column called \"\(name)\"")
      }
      return j
    }
    guard Set(columns).count == columns.count else { throw bad("a column stands in it twice") }
    return columns
  }

  /// What the model's link cannot take must not become a prediction.
  private func checkDomain() throws(FileError) {
    for (k, value) in table.values.enumerated() where !value.isNaN {
      guard !model.link.admits(value) else { continue }
      let (i, j) = k.quotientAndRemainder(dividingBy: table.columns)
      throw FileError.badData(
        file: table.file,
        message: "the cell in row \(i + 1), column \(j + 1) is \(value), outside what the model's "
          + "link takes")
    }
  }
}
