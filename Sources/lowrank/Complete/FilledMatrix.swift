import Foundation
import LinearAlgebra
import LowRank
import LowRankIO

/// A completed matrix on its way to a file, in the layout of the input.
struct FilledMatrix {
  let data: DataMatrix
  let recovery: Recovery

  /// Which number goes into a gap.
  enum Content { case prediction, lower, upper }

  /// Writes one number for every gap, observed cells as they are.
  func write(_ content: Content, to path: String) throws {
    let values = cells(content)
    switch (OutputOptions.form(of: path), data.source) {
    case ("npy", _):
      let array = NPY(shape: [data.rows, data.columns], numbers: values)
      try AtomicFile.write(path, array.encoded())
    case (let form, .table(let table)):
      let delimiter = form == "tsv" ? UInt8(ascii: "\t") : Self.delimiter(of: table, form)
      try AtomicFile.write(path, table.filledText(values: values, delimiter: delimiter))
    case (let form, _):
      try AtomicFile.write(
        path,
        WideTable.text(
          values: values, columns: data.columns, rowNames: data.rowNames,
          columnNames: data.columnNames, delimiter: UInt8(ascii: form == "tsv" ? "\t" : ",")))
    }
  }

  /// A `.csv` keeps a semicolon: it is how spreadsheets with a decimal comma write one.
  private static func delimiter(of table: WideTable, _ form: String) -> UInt8 {
    table.delimiter == UInt8(ascii: "\t") ? UInt8(ascii: ",") : table.delimiter
  }

  /// Row by row in the input's layout: observed values, and `content` at the gaps.
  func cells(_ content: Content) -> [Double] {
    var values = data.cells ?? Self.scattered(data.observations)
    let columns = data.columns
    values.withUnsafeMutableBufferPointer { values in
      let rows = data.rows
      Parallel.forEach(parts: rows) { i in
        for j in 0..<columns where values[i * columns + j].isNaN {
          values[i * columns + j] = value(content, i, j)
        }
      }
    }
    return values
  }

  private func value(_ content: Content, _ i: Int, _ j: Int) -> Double {
    let (row, column) = data.fold?.place(i, j) ?? (i, j)
    return switch content {
    case .prediction: recovery.predict(row, column)
    case .lower: recovery.interval(row, column).lower
    case .upper: recovery.interval(row, column).upper
    }
  }

  private static func scattered(_ data: Observations) -> [Double] {
    var values = [Double](repeating: .nan, count: data.rows * data.columns)
    let row = data.pattern.rowOfEntry
    for e in data.values.indices {
      values[Int(row[e]) * data.columns + Int(data.pattern.column[e])] = data.values[e]
    }
    return values
  }

  /// The mean width of the intervals at the gaps, over at most ten thousand of them evenly spread.
  func meanIntervalWidth() -> Double {
    let (rows, columns) = (data.observations.rows, data.observations.columns)
    let stride = max(1, rows * columns / 10_000) | 1
    var sum = 0.0, count = 0
    for k in Swift.stride(from: 0, to: rows * columns, by: stride) {
      let bounds = recovery.interval(k / columns, k % columns)
      sum += bounds.upper - bounds.lower
      count += 1
    }
    return sum / Double(max(1, count))
  }

  /// The table before and after, where it is small enough to be held twice.
  func heatMap() -> HeatMapFigure? {
    guard data.rows * data.columns <= 20_000_000 else { return nil }
    return HeatMapFigure(
      rows: data.rows, columns: data.columns,
      observed: data.cells ?? Self.scattered(data.observations), filled: cells(.prediction))
  }
}
