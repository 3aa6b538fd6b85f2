public import LinearAlgebra

/// A real matrix in the Matrix Market exchange format (.mtx), sparse (coordinate) or full (array).
///
/// What a coordinate file stores is observed, an explicit zero too; everything else is a gap. Rows
/// and columns are named by their numbers from 1, as the file counts. Of a symmetric or
/// skew-symmetric matrix either triangle stands for both.
public enum MatrixMarket: Sendable, Equatable {
  case coordinate(Triplets)
  case array(DenseTable)

  /// The matrix in `bytes`; `file` is what messages call it.
  public init(
    _ bytes: [UInt8], file: String, duplicates: TripletOptions.Duplicates = .refuse
  ) throws(FileError) {
    let reader = try MatrixMarketReader(bytes.span, file: file)
    if reader.header.isCoordinate {
      self = .coordinate(try reader.triplets(bytes.span, duplicates))
    } else {
      let (rows, columns) = (reader.header.rows, reader.header.columns)
      self = .array(
        try DenseTable(
          rows: rows, columns: columns, values: reader.cells(bytes.span), file: file))
    }
  }

  static func recognises(_ bytes: [UInt8]) -> Bool {
    let banner = MatrixMarketHeader.banner.utf8
    let start = String(decoding: bytes.prefix(banner.count), as: UTF8.self)
    return start.lowercased() == MatrixMarketHeader.banner.lowercased()
  }

  /// A matrix as text in full precision: an array, or where cells are NaN the entries that are not.
  public static func text(rows: Int, columns: Int, values: [Double]) -> [UInt8] {
    precondition(values.count == rows * columns, "one value per cell")
    let observed = values.count { !$0.isNaN }, isFull = observed == values.count
    var text = Array("\(MatrixMarketHeader.banner) matrix ".utf8)
    text += "\(isFull ? "array" : "coordinate") real general\n\(rows) \(columns)".utf8
    text += (isFull ? "\n" : " \(observed)\n").utf8
    for j in 0..<columns {
      for i in 0..<rows where !values[i * columns + j].isNaN {
        if !isFull { text += "\(i + 1) \(j + 1) ".utf8 }
        text.append(shortest: values[i * columns + j])
        text.append(0x0A)
      }
    }
    return text
  }

  /// The entries of a sparse matrix as text in full precision; names are not kept.
  public static func text(_ pattern: SparsityPattern, values: [Double]) -> [UInt8] {
    precondition(values.count == pattern.count, "one value per entry")
    var text = Array("\(MatrixMarketHeader.banner) matrix coordinate real general\n".utf8)
    text += "\(pattern.rows) \(pattern.columns) \(pattern.count)\n".utf8
    for i in 0..<pattern.rows {
      for e in pattern.rowStart[i]..<pattern.rowStart[i + 1] {
        text += "\(i + 1) \(pattern.column[e] + 1) ".utf8
        text.append(shortest: values[e])
        text.append(0x0A)
      }
    }
    return text
  }
}
