internal import Foundation
internal import LinearAlgebra
package import LowRank
internal import LowRankIO
package import LowRankReports

/// A completed matrix on its way to a file, in the layout of the input.
package struct FilledMatrix {
  package let data: DataMatrix
  package let recovery: Recovery
  /// Row by row in the input's layout: observed values, and predictions at the gaps.
  package private(set) lazy var predictions = predicted()

  package init(data: DataMatrix, recovery: Recovery) {
    self.data = data
    self.recovery = recovery
  }

  /// Writes one number for every gap, observed cells as they are.
  package func write(_ values: [Double], to path: String) throws {
    switch (fileExtension(of: path), data.source) {
    case ("npy", _):
      let array = NPY(shape: [data.rows, data.columns], numbers: values)
      try AtomicFile.write(path, array.encoded())
    case ("mtx", _):
      let text = MatrixMarket.text(rows: data.rows, columns: data.columns, values: values)
      try AtomicFile.write(path, text)
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

  /// The ends of the intervals at the gaps, observed values elsewhere. One pass for both: an interval
  /// costs rank² flops.
  package func bounds() -> (lower: [Double], upper: [Double]) {
    var lower = data.full, upper = lower
    lower.withUnsafeMutableBufferPointer { lower in
      upper.withUnsafeMutableBufferPointer { upper in
        Parallel.forEach(parts: data.rows) { i in
          for k in i * data.columns..<(i + 1) * data.columns where lower[k].isNaN {
            let (row, column) = place(k)
            (lower[k], upper[k]) = recovery.interval(row, column)
          }
        }
      }
    }
    return (lower, upper)
  }

  private func predicted() -> [Double] {
    var values = data.full
    values.withUnsafeMutableBufferPointer { values in
      Parallel.forEach(parts: data.rows) { i in
        for k in i * data.columns..<(i + 1) * data.columns where values[k].isNaN {
          let (row, column) = place(k)
          values[k] = recovery.predict(row, column)
        }
      }
    }
    return values
  }

  /// Where cell k of the input's layout is in the recovered matrix.
  private func place(_ k: Int) -> (Int, Int) {
    let (i, j) = k.quotientAndRemainder(dividingBy: data.columns)
    return data.layout?.place(i, j) ?? (i, j)
  }

  /// The mean width of the intervals at the gaps, over at most ten thousand of them evenly spread.
  package func meanIntervalWidth() -> Double {
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
  package mutating func heatMap() -> HeatMapFigure? {
    guard data.rows * data.columns <= 20_000_000 else { return nil }
    return HeatMapFigure(
      rows: data.rows, columns: data.columns,
      observed: data.full, filled: predictions)
  }
}
