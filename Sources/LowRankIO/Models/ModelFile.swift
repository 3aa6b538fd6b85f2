internal import LinearAlgebra
public import LowRank

/// A completion model with the names of its rows and columns, as a `.npz` file.
///
/// Keys: `left`, `right`, `singular_values`, `row_effects`, `column_effects`, `row_ids`,
/// `column_ids` (fixed-width unicode), `header` (JSON text of `ModelHeader`) and, where there are
/// bounds, `lower` and `upper`, and `noise_variances`, one a column. It opens in NumPy without
/// pickling.
public struct ModelFile: Sendable, Equatable {
  public var model: CompletionModel
  /// Names of the rows; absent for a matrix without names.
  public var rowNames: [String]?
  public var columnNames: [String]?
  public var seed: UInt64
  /// The variance of every column's noise, in the model's units; what new rows are predicted with.
  public var noise: [Double]?

  public init(
    _ model: CompletionModel, rowNames: [String]? = nil, columnNames: [String]? = nil,
    seed: UInt64 = 0, noise: [Double]? = nil
  ) {
    precondition(rowNames == nil || rowNames?.count == model.rows, "one name per row")
    precondition(columnNames == nil || columnNames?.count == model.columns, "one name per column")
    precondition(noise == nil || noise?.count == model.columns, "one variance per column")
    self.model = model
    self.rowNames = rowNames
    self.columnNames = columnNames
    self.seed = seed
    self.noise = noise
  }

  /// Writes the file, whole or not at all.
  public func write(to path: String) throws(FileError) {
    try archive.write(to: path)
  }

  /// The bytes of the file.
  public func encoded() -> [UInt8] { archive.encoded() }

  private var archive: NPZ {
    func matrix(_ m: Matrix) -> NPY { NPY(shape: [m.rows, m.columns], numbers: m.elements) }
    func vector(_ v: [Double]) -> NPY { NPY(shape: [v.count], numbers: v) }
    let header = ModelHeader(rank: model.rank, seed: seed, link: model.link)
    var arrays = [
      "left": matrix(model.factors.left), "right": matrix(model.factors.right),
      "singular_values": vector(model.singularValues), "row_effects": vector(model.rowEffects),
      "column_effects": vector(model.columnEffects),
      "header": NPY(texts: [String(decoding: header.json(), as: UTF8.self)]),
    ]
    arrays["lower"] = model.lower.map(vector)
    arrays["upper"] = model.upper.map(vector)
    arrays["noise_variances"] = noise.map(vector)
    arrays["row_ids"] = rowNames.map { NPY(texts: $0) }
    arrays["column_ids"] = columnNames.map { NPY(texts: $0) }
    return NPZ(arrays)
  }

  /// The model in a file.
  public init(contentsOf path: String) throws(FileError) {
    try self.init(readBytes(path), file: path)
  }

  /// The model in `bytes`; `file` is what messages call it.
  public init(_ bytes: [UInt8], file: String) throws(FileError) {
    guard bytes.starts(with: [0x50, 0x4B]) else {
      throw .badData(file: file, message: "is not a model: those are .npz archives")
    }
    let reader = ModelReader(arrays: try NPZ(bytes, file: file).arrays, file: file)
    let header = try ModelHeader(json: reader.header(), file: file)
    model = try reader.model(header)
    rowNames = try reader.names("row_ids", count: model.rows)
    columnNames = try reader.names("column_ids", count: model.columns)
    seed = header.seed
    noise = try reader.noise(count: model.columns)
  }
}
