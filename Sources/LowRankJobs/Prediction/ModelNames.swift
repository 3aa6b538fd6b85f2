internal import LowRank
package import LowRankIO

/// A cell of a model, by number from 0.
package struct ModelCell: Hashable {
  package let row: Int
  package let column: Int
}

/// Rows and columns of a model by name, or by number from 0 where it has no names.
package struct ModelNames {
  private let rows: Side
  private let columns: Side

  package init(_ file: ModelFile) {
    rows = Side(file.rowNames, count: file.model.rows)
    columns = Side(file.columnNames, count: file.model.columns)
  }

  package func row(_ name: String) -> Int? { rows.number(name) }
  package func column(_ name: String) -> Int? { columns.number(name) }
  package func name(ofRow i: Int) -> String { rows.names?[i] ?? "\(i)" }
  package func name(ofColumn j: Int) -> String { columns.names?[j] ?? "\(j)" }

  /// The cells that a file of pairs asks for.
  package func cells(in path: String) throws(FileError) -> [ModelCell] {
    let file = nameInMessages(path)
    let asked = try Pairs(readBytes(path), file: file) { row($0) == nil && column($1) == nil }
    return try asked.rows.indices.map { k throws(FileError) in
      func unknown(_ side: String, _ name: String, _ field: Int) -> FileError {
        .badData(
          file: file, line: asked.lines[k], column: field,
          message: "the model has no \(side) called \"\(name)\"")
      }
      guard let i = row(asked.rows[k]) else { throw unknown("row", asked.rows[k], 1) }
      guard let j = column(asked.columns[k]) else { throw unknown("column", asked.columns[k], 2) }
      return ModelCell(row: i, column: j)
    }
  }

  private struct Side {
    let names: [String]?
    private let numbers: [String: Int]?
    private let count: Int

    init(_ names: [String]?, count: Int) {
      self.names = names
      self.count = count
      // A table may repeat a name; the first line with it is meant.
      numbers = names.map {
        Dictionary(zip($0, $0.indices), uniquingKeysWith: { first, _ in first })
      }
    }

    func number(_ name: String) -> Int? {
      if let numbers { return numbers[name] }
      return Int(name).flatMap { (0..<count).contains($0) ? $0 : nil }
    }
  }
}
