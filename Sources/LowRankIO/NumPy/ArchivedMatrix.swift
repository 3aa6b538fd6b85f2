/// A matrix with gaps from a `.npz` file.
///
/// - `values` and `mask`: `mask` is 1 (true) where a value is observed; without `mask`, NaN is a
///   gap.
/// - SciPy's sparse matrices (`save_npz`): csr, csc and coo. What is stored is observed, also an
///   explicit zero. Rows and columns are named by their numbers from 0.
/// - Otherwise the only array of two dimensions, or the one asked for by name.
public enum ArchivedMatrix: Sendable, Equatable {
  case dense(DenseTable)
  case sparse(Triplets)

  /// The matrix in a `.npz` file; `name` picks one array of several.
  public init(contentsOf path: String, array name: String? = nil) throws(FileError) {
    try self.init(readBytes(path), file: path, array: name)
  }

  /// The matrix in `bytes`; `file` is what messages call it.
  public init(_ bytes: [UInt8], file: String, array name: String? = nil) throws(FileError) {
    let names = try NPZ.names(bytes, file: file)
    if let name {
      guard let array = try NPZ(bytes, file: file, wanted: [name]).arrays[name] else {
        throw .badData(file: file, message: "holds no array \"\(name)\"")
      }
      self = .dense(try DenseTable(array, file: file))
      return
    }
    if names.contains("format") && names.contains("shape") {
      let wanted: Set = ["data", "indices", "indptr", "row", "col", "shape", "format"]
      let archive = try NPZ(bytes, file: file, wanted: wanted)
      self = .sparse(try SparseArrays(arrays: archive.arrays, file: file).triplets())
    } else if names.contains("values") {
      let archive = try NPZ(bytes, file: file, wanted: ["values", "mask"])
      self = .dense(try ArchivedMatrix.masked(archive.arrays, file: file))
    } else {
      self = .dense(try ArchivedMatrix.only(bytes, file: file))
    }
  }

  private static func masked(
    _ arrays: [String: NPY], file: String
  ) throws(FileError) -> DenseTable {
    guard let array = arrays["values"], let mask = arrays["mask"] else {
      return try DenseTable(arrays["values"]!, file: file)
    }
    guard mask.shape == array.shape else {
      throw .badData(file: file, message: "values and mask differ in shape")
    }
    var values = try array.numbers(file: file)
    for (k, observed) in try mask.numbers(file: file).enumerated() {
      guard observed == 0 || observed == 1 else {
        throw .badData(file: file, message: "the mask holds \(observed), not 0 or 1")
      }
      guard observed == 0 || !values[k].isNaN else {
        throw .badData(file: file, message: "a value is NaN where the mask says it is observed")
      }
      if observed == 0 { values[k] = .nan }
    }
    return try DenseTable(NPY(shape: array.shape, numbers: values), file: file)
  }

  private static func only(_ bytes: [UInt8], file: String) throws(FileError) -> DenseTable {
    let matrices = try NPZ(bytes, file: file).arrays.filter {
      guard case .texts = $0.value.elements else { return $0.value.shape.count == 2 }
      return false
    }
    guard let first = matrices.first, matrices.count == 1 else {
      let names = matrices.keys.sorted().joined(separator: ", ")
      let holds = matrices.isEmpty ? "no matrix" : "several matrices (\(names))"
      throw .badData(file: file, message: "holds \(holds); the one to read is called \"values\"")
    }
    return try DenseTable(first.value, file: file)
  }
}
