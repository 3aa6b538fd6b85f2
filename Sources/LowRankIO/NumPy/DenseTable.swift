/// A matrix with gaps from an array file: every cell in memory, no text behind it.
public struct DenseTable: Sendable, Equatable {
  public let rows: Int
  public let columns: Int
  /// Row by row; NaN at the gaps.
  public let values: [Double]

  /// - Throws: `.badData` for a matrix that cannot be completed: infinite values, no observed
  ///   cell, fewer than `smallestSide` rows or columns.
  public init(
    rows: Int, columns: Int, values: [Double], file: String, smallestSide: Int = 2
  ) throws(FileError) {
    precondition(values.count == rows * columns, "one value per cell")
    for (count, noun) in [(rows, "row"), (columns, "column")] where count < smallestSide {
      let number = count == 0 ? "no \(noun)" : "a single \(noun)"
      throw .badData(file: file, message: "\(number) is not a matrix to complete")
    }
    if let k = values.firstIndex(where: \.isInfinite) {
      throw .badData(
        file: file, message: "the value at row \(k / columns), column \(k % columns) is infinite")
    }
    guard values.contains(where: { !$0.isNaN }) else {
      throw .badData(file: file, message: "every cell is a gap")
    }
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  /// The table with the values that stand for gaps made gaps.
  ///
  /// - Parameter missing: as in `TableOptions`.
  public func hiding(_ missing: [String], file: String) throws(FileError) -> DenseTable {
    let tokens = GapTokens(missing: missing).numbers
    guard !tokens.isEmpty else { return self }
    return try DenseTable(
      rows: rows, columns: columns, values: values.map { tokens.contains($0) ? .nan : $0 },
      file: file, smallestSide: 0)
  }

  /// A `.npy` array of two dimensions.
  public init(_ array: NPY, file: String, smallestSide: Int = 2) throws(FileError) {
    guard array.shape.count == 2 else {
      let noun = array.shape.count == 1 ? "dimension" : "dimensions"
      throw .badData(
        file: file, message: "the array has \(array.shape.count) \(noun), a matrix has 2")
    }
    try self.init(
      rows: array.shape[0], columns: array.shape[1], values: array.numbers(file: file),
      file: file, smallestSide: smallestSide)
  }
}
