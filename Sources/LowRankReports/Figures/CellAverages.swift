internal import LowRankIO

/// A table averaged over blocks of cells, so that neither side is longer than a limit.
struct CellAverages {
  let rows: Int
  let columns: Int
  /// Row by row, the mean of each block's observed cells; NaN where most of a block is gaps.
  let means: [Double]

  init(_ values: [Double], rows: Int, columns: Int, largestSide: Int) {
    let down = min(rows, largestSide), across = min(columns, largestSide)
    var sums = [Double](repeating: 0, count: down * across), counts = sums, cells = sums
    for i in 0..<rows {
      let block = i * down / rows * across
      for j in 0..<columns {
        let k = block + j * across / columns, value = values[i * columns + j]
        cells[k] += 1
        if value.isFinite {
          sums[k] += value
          counts[k] += 1
        }
      }
    }
    self.rows = down
    self.columns = across
    means = sums.indices.map { 2 * counts[$0] >= cells[$0] ? sums[$0] / counts[$0] : .nan }
  }
}
