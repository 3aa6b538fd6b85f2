/// Where a sparse matrix has entries: the set Ω, by rows and by columns.
///
/// Entry e has a row and a column; entries are numbered by rows, and within a row by column.
/// Both orders are kept, because G X walks rows and Gᵀ X walks columns, and either way each output
/// row is then written by one thread only. Storage: 12 bytes an entry, 16 a line. Immutable, so
/// copies share it.
public struct SparsityPattern: Sendable, Equatable {
  public let rows: Int
  public let columns: Int
  /// Row i holds entries `rowStart[i] ..< rowStart[i + 1]`.
  public let rowStart: [Int]
  /// The column of each entry; in 32 bits, since a product reads an index with every value.
  public let column: [Int32]
  /// Column j holds places `columnStart[j] ..< columnStart[j + 1]` of `row` and `entry`.
  public let columnStart: [Int]
  /// The row at each place of the order by columns.
  public let row: [Int32]
  /// The entry's number at each place of the order by columns.
  public let entry: [Int32]
  /// Rows and columns cut into parts of about equal numbers of entries: the partition of
  /// parallel work, which depends on the pattern alone.
  let rowParts: [Int]
  let columnParts: [Int]

  /// |Ω|.
  public var count: Int { column.count }

  /// - Parameters: `rowStart` and `column` in compressed row form, each row's columns ascending.
  public init(rows: Int, columns: Int, rowStart: [Int], column: [Int32]) {
    precondition(rowStart.count == rows + 1 && rowStart.last == column.count, "not a row partition")
    precondition(column.count <= Int(Int32.max), "at most 2³¹ − 1 entries")
    self.rows = rows
    self.columns = columns
    self.rowStart = rowStart
    self.column = column
    var start = Self.starts(of: column, keys: columns)
    columnStart = start
    var row = [Int32](repeating: 0, count: column.count)
    var entry = row
    // Entries come by rows, so within each column they end up with ascending rows.
    for i in 0..<rows {
      for e in rowStart[i]..<rowStart[i + 1] {
        let place = start[Int(column[e])]
        start[Int(column[e])] += 1
        row[place] = Int32(i)
        entry[place] = Int32(e)
      }
    }
    self.row = row
    self.entry = entry
    rowParts = Self.parts(of: rowStart)
    columnParts = Self.parts(of: columnStart)
  }

  /// The pattern of the given places in any order, and `order`: entry e is place `order[e]`.
  ///
  /// Two stable counting sorts, by column and then by row, unless the places are in order. The
  /// first carries along what the second needs: to look it up would miss the cache at every place.
  /// A place given twice is two entries.
  public static func sorting(
    rows: Int, columns: Int, rowOf: [Int32], columnOf: [Int32]
  ) -> (pattern: SparsityPattern, order: [Int32]) {
    precondition(rowOf.count == columnOf.count, "one row and one column per place")
    let rowStart = starts(of: rowOf, keys: rows)
    var order = Array(0..<Int32(rowOf.count)), column = columnOf
    if !isAscending(rowOf, columnOf) {
      let columnStart = starts(of: columnOf, keys: columns)
      var next = columnStart, byColumn = [UInt64](repeating: 0, count: rowOf.count)
      for place in rowOf.indices {
        let j = Int(columnOf[place])
        byColumn[next[j]] = UInt64(rowOf[place]) << 32 | UInt64(place)
        next[j] += 1
      }
      next = rowStart
      for j in 0..<columns {
        for item in byColumn[columnStart[j]..<columnStart[j + 1]] {
          let i = Int(item >> 32)
          order[next[i]] = Int32(truncatingIfNeeded: item)
          column[next[i]] = Int32(j)
          next[i] += 1
        }
      }
    }
    return (
      SparsityPattern(rows: rows, columns: columns, rowStart: rowStart, column: column), order
    )
  }

  /// The row of every entry, by entry number.
  public var rowOfEntry: [Int32] {
    var result = [Int32](repeating: 0, count: count)
    for i in 0..<rows { for e in rowStart[i]..<rowStart[i + 1] { result[e] = Int32(i) } }
    return result
  }

  /// The number of entries in row i.
  public func count(inRow i: Int) -> Int { rowStart[i + 1] - rowStart[i] }
  /// The number of entries in column j.
  public func count(inColumn j: Int) -> Int { columnStart[j + 1] - columnStart[j] }

  /// The entries for which `keep` holds, and their numbers in this pattern.
  ///
  /// Both orders are those of this pattern with entries left out: nothing is sorted. Cost: two passes.
  public func filter(_ keep: (Int) -> Bool) -> (pattern: SparsityPattern, kept: [Int32]) {
    var rowStart = [0], kept: [Int32] = []
    // The new number of each entry, or −1.
    var number = [Int32](repeating: -1, count: count)
    rowStart.reserveCapacity(rows + 1)
    for i in 0..<rows {
      for e in self.rowStart[i]..<self.rowStart[i + 1] where keep(e) {
        number[e] = Int32(kept.count)
        kept.append(Int32(e))
      }
      rowStart.append(kept.count)
    }
    var columnStart = [0], row: [Int32] = [], entry: [Int32] = []
    columnStart.reserveCapacity(columns + 1)
    row.reserveCapacity(kept.count)
    entry.reserveCapacity(kept.count)
    for j in 0..<columns {
      for place in self.columnStart[j]..<self.columnStart[j + 1] {
        let new = number[Int(self.entry[place])]
        guard new >= 0 else { continue }
        row.append(self.row[place])
        entry.append(new)
      }
      columnStart.append(entry.count)
    }
    let pattern = SparsityPattern(
      rows: rows, columns: columns, rowStart: rowStart, column: kept.map { column[Int($0)] },
      columnStart: columnStart, row: row, entry: entry)
    return (pattern, kept)
  }

  private init(
    rows: Int, columns: Int, rowStart: [Int], column: [Int32], columnStart: [Int], row: [Int32],
    entry: [Int32]
  ) {
    (self.rows, self.columns, self.rowStart, self.column) = (rows, columns, rowStart, column)
    (self.columnStart, self.row, self.entry) = (columnStart, row, entry)
    rowParts = Self.parts(of: rowStart)
    columnParts = Self.parts(of: columnStart)
  }

  /// Where each key begins when the items are in order of their keys; at last the number of items.
  private static func starts(of key: [Int32], keys: Int) -> [Int] {
    var start = [Int](repeating: 0, count: keys + 1)
    for k in key { start[Int(k) + 1] += 1 }
    for k in 0..<keys { start[k + 1] += start[k] }
    return start
  }

  private static func isAscending(_ rowOf: [Int32], _ columnOf: [Int32]) -> Bool {
    rowOf.indices.dropFirst().allSatisfy {
      (rowOf[$0 - 1], columnOf[$0 - 1]) <= (rowOf[$0], columnOf[$0])
    }
  }

  /// Boundaries of at most 64 runs of lines; about 4096 entries amortise handing a part to a
  /// thread.
  private static func parts(of start: [Int]) -> [Int] {
    let lines = start.count - 1, entries = start[lines]
    let wanted = max(1, min(64, entries / 4096))
    var boundaries = [0]
    for line in 0..<lines {
      let reached = start[line + 1] * wanted
      if reached >= boundaries.count * entries, boundaries.count < wanted, line + 1 < lines {
        boundaries.append(line + 1)
      }
    }
    boundaries.append(lines)
    return boundaries
  }
}
