internal import Foundation
internal import LinearAlgebra
internal import LowRank
internal import LowRankReports

/// A completed matrix in the layout of the input.
struct FilledMatrix {
  let data: DataMatrix
  let recovery: Recovery
  /// Row by row in the input's layout: observed values, and predictions at the gaps.
  private(set) lazy var predictions = predicted()

  init(data: DataMatrix, recovery: Recovery) {
    self.data = data
    self.recovery = recovery
  }

  /// The ends of the intervals at the gaps, observed values elsewhere. One pass for both: an
  /// interval costs rank² flops.
  func bounds() -> (lower: [Double], upper: [Double]) {
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
  mutating func heatMap() -> HeatMapFigure? {
    guard data.rows * data.columns <= 20_000_000 else { return nil }
    return HeatMapFigure(
      rows: data.rows, columns: data.columns,
      observed: data.full, filled: predictions)
  }
}
