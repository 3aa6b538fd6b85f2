internal import LinearAlgebra
package import LowRank
package import LowRankIO

extension DataMatrix {
  /// The observations with a weight for each, from a table of the same shape.
  package static func weighted(
    _ plain: Observations, _ source: Source, _ layout: PeriodicLayout?, _ file: String,
    areSigmas: Bool
  ) throws(FileError) -> Observations {
    let (rows, columns) = source.shape
    let bytes = try readBytes(file)
    let values: [Double]
    let found: (Int, Int)
    if detectForm(bytes, path: file) == .npy {
      let table = try DenseTable(NPY(bytes[...], file: file), file: file)
      (values, found) = (table.values, (table.rows, table.columns))
    } else {
      let table = try WideTable(bytes, file: file, options: TableOptions(smallestSide: 1))
      (values, found) = (table.values, (table.rows, table.columns))
    }
    guard found == (rows, columns) else {
      throw FileError.badData(
        file: file,
        message: "is \(found.0) × \(found.1), but the data are \(rows) × \(columns)")
    }
    let table =
      layout?.apply(values, columns: columns)
      ?? Matrix(rows: rows, columns: columns, elements: values)
    let row = plain.pattern.rowOfEntry
    let weights = try plain.values.indices.map { e throws(FileError) in
      let weight = table[Int(row[e]), Int(plain.pattern.column[e])]
      let inverse = areSigmas ? 1 / (weight * weight) : weight
      guard weight > 0, inverse > 0, inverse.isFinite else {
        let place = plain.place(of: e, layout)
        throw FileError.badData(
          file: file,
          message:
            "the cell in row \(place.row + 1), column \(place.column + 1) is observed, and its "
            + "\(areSigmas ? "standard deviation" : "weight") is "
            + (weight.isNaN ? "missing" : "\(weight)"))
      }
      return inverse
    }
    return Observations(pattern: plain.pattern, values: plain.values, weights: weights)
  }
}
