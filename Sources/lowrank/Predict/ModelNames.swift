import LowRank
import LowRankIO

/// Rows and columns of a model by name, or by number from 0 where it has no names.
struct ModelNames {
  private let rows: [String: Int]?
  private let columns: [String: Int]?
  private let shape: (rows: Int, columns: Int)

  init(_ file: ModelFile) {
    func index(_ names: [String]) -> [String: Int] {
      // A table may repeat a name; the first line with it is meant.
      Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
    }
    rows = file.rowNames.map(index)
    columns = file.columnNames.map(index)
    shape = (file.model.rows, file.model.columns)
  }

  func row(_ name: String) -> Int? { rows.map { $0[name] } ?? Self.number(name, shape.rows) }
  func column(_ name: String) -> Int? {
    columns.map { $0[name] } ?? Self.number(name, shape.columns)
  }

  private static func number(_ name: String, _ count: Int) -> Int? {
    Int(name).flatMap { (0..<count).contains($0) ? $0 : nil }
  }
}
