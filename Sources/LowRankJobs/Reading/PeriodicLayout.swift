package import LinearAlgebra
package import LowRank

/// A time series laid out as periods × time within the period, one block of rows per column.
///
/// Cell (t, s) of a table of T rows goes to row s ⌈T/N⌉ + t / N, column t mod N: the days of
/// every sensor below each other, with what happens at the same time of day in one column.
package struct PeriodicLayout {
  package let period: Int
  package let periods: Int

  package init(_ period: Int, of source: DataMatrix.Source, file: String) throws(JobError) {
    guard source.isTable else { throw .data(.periodOfTriplets, input: file) }
    let rows = source.shape.rows
    guard rows >= 2 * period else {
      throw .data(.fewerThanTwoPeriods(rows: rows, period: period), input: file)
    }
    self.period = period
    periods = (rows + period - 1) / period
  }

  package func place(_ t: Int, _ s: Int) -> (Int, Int) { (s * periods + t / period, t % period) }

  /// Where the cell at (i, j) of the folded table comes from.
  package func origin(_ i: Int, _ j: Int) -> (row: Int, column: Int) {
    (i % periods * period + j, i / periods)
  }

  /// The folded table; cells beyond the last row of the series are gaps.
  package func apply(_ values: [Double], columns: Int) -> Matrix {
    var table = Matrix(rows: columns * periods, columns: period) { _, _ in .nan }
    for (k, value) in values.enumerated() {
      let (i, j) = place(k / columns, k % columns)
      table[i, j] = value
    }
    return table
  }
}

extension Observations {
  /// The row and column, counted from 0, of entry e in the layout of the file.
  package func place(of e: Int, _ layout: PeriodicLayout?) -> (row: Int, column: Int) {
    let (i, j) = (Int(pattern.rowOfEntry[e]), Int(pattern.column[e]))
    return layout?.origin(i, j) ?? (i, j)
  }
}
