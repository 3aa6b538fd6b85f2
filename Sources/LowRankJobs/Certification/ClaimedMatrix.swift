package import LinearAlgebra
package import LowRank
package import LowRankIO

/// A matrix that somebody claims to be the answer, whoever computed it.
///
/// - a model of ours (.npz): factors, effects, link, and names of rows and columns;
/// - `left` (m × k) and `right` (n × k) in a .npz, the matrix being left · rightᵀ;
/// - `real` and `imaginary` in a .npz: a quantum state, as `sense` writes it;
/// - a full matrix (.npy), whose rank is the number of singular values above 1e-9 of the first.
package struct ClaimedMatrix {
  /// Real; of a state its real embedding.
  package let model: CompletionModel
  package let rowNames: [String]?
  package let columnNames: [String]?
  package let isState: Bool

  /// Below this share of the first, a singular value of a full matrix counts as rounding.
  private static let rounding = 1e-9

  package init(contentsOf path: String) throws(FileError) {
    let bytes = try readBytes(path), file = nameInMessages(path)
    guard bytes.starts(with: [0x50, 0x4B]) else {
      guard detectForm(bytes, path: path) == .npy else {
        throw FileError.badData(
          file: file, message: "is neither a model (.npz) nor a matrix (.npy)")
      }
      let matrix = try Self.matrix(NPY(bytes[...], file: file), file, "the matrix")
      self.init(matrix)
      return
    }
    let names = try NPZ.names(bytes, file: file)
    if names.contains("header") {
      self.init(try ModelFile(bytes, file: file))
    } else if names.contains("left"), names.contains("right") {
      self.init(factors: try Self.factors(bytes, file))
    } else if names.contains("real"), names.contains("imaginary") {
      try self.init(state: bytes, file)
    } else {
      throw FileError.badData(
        file: file,
        message: "holds no model: left and right are needed, or real and imaginary of a state")
    }
  }

  private init(_ saved: ModelFile) {
    model = saved.model
    (rowNames, columnNames, isState) = (saved.rowNames, saved.columnNames, false)
  }

  private init(factors: LowRankMatrix, isState: Bool = false) {
    let form = SpectralForm(factors)
    model = CompletionModel(
      factors: form.balanced, singularValues: form.singularValues,
      rowEffects: Array(repeating: 0, count: form.rows),
      columnEffects: Array(repeating: 0, count: form.columns))
    (rowNames, columnNames) = (nil, nil)
    self.isState = isState
  }

  /// A full matrix by its singular value decomposition.
  private init(_ matrix: Matrix, isState: Bool = false) {
    let svd = SmallSVD(matrix), top = svd.singularValues.first ?? 0
    let rank = svd.singularValues.prefix { $0 > Self.rounding * top }.count
    let form = SpectralForm(
      u: svd.u.prefix(columns: rank), singularValues: Array(svd.singularValues.prefix(rank)),
      v: svd.v.prefix(columns: rank))
    self.init(factors: form.balanced, isState: isState)
  }

  /// [[Re, −Im], [Im, Re]].
  private init(state bytes: [UInt8], _ file: String) throws(FileError) {
    let arrays = try NPZ(bytes, file: file, wanted: ["real", "imaginary"]).arrays
    let real = try Self.matrix(arrays["real"]!, file, "real")
    let imaginary = try Self.matrix(arrays["imaginary"]!, file, "imaginary")
    let n = real.rows
    guard real.columns == n, imaginary.rows == n, imaginary.columns == n else {
      throw FileError.badData(
        file: file, message: "real and imaginary are not square matrices of one size")
    }
    self.init(
      Matrix(rows: 2 * n, columns: 2 * n) { i, j in
        let part = i / n == j / n ? real[i % n, j % n] : imaginary[i % n, j % n]
        return i < n && j >= n ? -part : part
      }, isState: true)
  }

  private static func factors(_ bytes: [UInt8], _ file: String) throws(FileError) -> LowRankMatrix {
    let arrays = try NPZ(bytes, file: file, wanted: ["left", "right"]).arrays
    let left = try matrix(arrays["left"]!, file, "left")
    let right = try matrix(arrays["right"]!, file, "right")
    guard left.columns == right.columns else {
      throw FileError.badData(
        file: file,
        message: "left has \(left.columns) columns and right has \(right.columns): the matrix is "
          + "left · rightᵀ, so both need one a rank")
    }
    return LowRankMatrix(left: left, right: right)
  }

  private static func matrix(_ array: NPY, _ file: String, _ name: String) throws(FileError)
    -> Matrix
  {
    guard array.shape.count == 2, array.shape.allSatisfy({ $0 > 0 }) else {
      throw FileError.badData(file: file, message: "\(name) is not an array of two dimensions")
    }
    let numbers = try array.numbers(file: file)
    guard numbers.allSatisfy(\.isFinite) else {
      throw FileError.badData(file: file, message: "\(name) holds NaN or infinity")
    }
    return Matrix(rows: array.shape[0], columns: array.shape[1], elements: numbers)
  }

  package var form: SpectralForm { SpectralForm(model.factors) }

  /// "6 × 4", of a state its own.
  package var shape: String {
    isState ? "\(model.rows / 2) × \(model.columns / 2)" : "\(model.rows) × \(model.columns)"
  }

  /// Whether the matrix is positive semidefinite, to rounding of its factors.
  package var isPositive: Bool {
    guard model.rows == model.columns else { return false }
    let form = form
    return form.positivePart.lowRank.distance(to: form.lowRank) <= Self.rounding * form.norm
  }
}
