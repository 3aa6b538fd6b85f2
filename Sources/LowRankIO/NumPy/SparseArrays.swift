internal import LinearAlgebra

/// The arrays of a sparse matrix as SciPy saves it, checked before they are believed.
struct SparseArrays {
  let arrays: [String: NPY]
  let file: String

  /// The entries; names are the numbers of the rows and columns, from 0.
  func triplets() throws(FileError) -> Triplets {
    let shape = try numbers("shape")
    guard shape.count == 2, let rows = side(shape[0]), let columns = side(shape[1]) else {
      throw bad("the shape is not two whole numbers up to \(Triplets.greatestSide)")
    }
    let values = try numbers("data")
    guard values.allSatisfy(\.isFinite) else { throw bad("an entry is NaN or infinite") }
    guard values.count < Int(Int32.max) else { throw bad("more than \(Int32.max) entries") }
    let (rowOf, columnOf) = try places(rows: rows, columns: columns)
    guard rowOf.count == values.count, columnOf.count == values.count else {
      throw bad("data and its indices differ in length")
    }
    guard rows > 1 && columns > 1 else {
      throw bad("a single \(rows > 1 ? "column" : "row") is not a matrix to complete")
    }
    guard !values.isEmpty else { throw bad("no entry is stored") }
    var entries = TripletEntries()
    entries.rows = rows
    entries.columns = columns
    entries.rowOf = rowOf
    entries.columnOf = columnOf
    entries.values = values
    let pattern = try entries.merge(.refuse) { first, _ throws(FileError) in
      throw bad("the entry at row \(rowOf[first]), column \(columnOf[first]) is stored twice")
    }
    return Triplets(
      rowNames: (0..<rows).map { "\($0)" }, columnNames: (0..<columns).map { "\($0)" },
      pattern: pattern, values: entries.values)
  }

  private func places(rows: Int, columns: Int) throws(FileError) -> ([Int32], [Int32]) {
    guard case .texts(let names)? = arrays["format"]?.elements, let format = names.first else {
      throw bad("the format is not a text")
    }
    switch format {
    case "csr": return try compressed(lines: rows, width: columns)
    case "csc":
      let (columnOf, rowOf) = try compressed(lines: columns, width: rows)
      return (rowOf, columnOf)
    case "coo": return (try indices("row", below: rows), try indices("col", below: columns))
    default: throw bad("the sparse format \"\(format)\" is not read: save it as csr, csc or coo")
    }
  }

  /// Line and place in the line of every entry of a compressed form.
  private func compressed(lines: Int, width: Int) throws(FileError) -> ([Int32], [Int32]) {
    let places = try indices("indices", below: width)
    let start = try indices("indptr", below: places.count + 1)
    let ascends = zip(start, start.dropFirst()).allSatisfy { $0 <= $1 }
    guard start.count == lines + 1, start[0] == 0, Int(start[lines]) == places.count, ascends else {
      throw bad("indptr does not cut the entries into lines")
    }
    var lineOf: [Int32] = []
    lineOf.reserveCapacity(places.count)
    for line in 0..<lines {
      let count = Int(start[line + 1] - start[line])
      lineOf.append(contentsOf: repeatElement(Int32(line), count: count))
    }
    return (lineOf, places)
  }

  private func indices(_ name: String, below limit: Int) throws(FileError) -> [Int32] {
    var indices: [Int32] = []
    for value in try numbers(name) {
      guard let index = Int32(exactly: value), index >= 0, index < limit else {
        throw bad("\(name) holds \(value), which is not in 0 ..< \(limit)")
      }
      indices.append(index)
    }
    return indices
  }

  private func numbers(_ name: String) throws(FileError) -> [Double] {
    guard let array = arrays[name] else { throw bad("the array \"\(name)\" is missing") }
    return try array.numbers(file: file)
  }

  private func side(_ value: Double) -> Int? {
    Int(exactly: value).flatMap { $0 <= Triplets.greatestSide ? $0 : nil }
  }

  private func bad(_ message: String) -> FileError { .badData(file: file, message: message) }
}
