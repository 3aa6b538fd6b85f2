internal import LinearAlgebra
internal import LowRank
package import LowRankIO

extension SensedMatrix {
  /// Writes the matrix in the form that the extension names.
  package func write(to path: String, seed: UInt64) throws(FileError) {
    switch (OutputForm(path: path)!, kind) {
    case (.npz, .state): try AtomicFile.write(path, stateArchive)
    case (.npz, _):
      try ModelFile(model, rowNames: names, columnNames: names, seed: seed).write(to: path)
    case (.npy, .state):
      let (real, imaginary) = state
      try AtomicFile.write(
        path, NPY.encoded(real: real, imaginary: imaginary, shape: [rows, columns]))
    case (.npy, _): try AtomicFile.write(path, NPY(form.lowRank.dense()).encoded())
    case (.csv, _), (.tsv, _): try AtomicFile.write(path, text(OutputForm(path: path)!))
    case (.txt, _), (.mtx, _), (.json, _), (.html, _):
      preconditionFailure("no form of a recovered matrix")
    }
  }

  /// What cannot be written is said before the work begins.
  static func check(_ path: String, for file: MeasurementFile) throws(FileError) {
    let isState: Bool =
      switch file.content {
      case .pauli, .frequencies: true
      default: false
      }
    let form = OutputForm(path: path)
    if isState, form == .csv || form == .tsv {
      throw .cannotWrite(
        file: path, reason: "a density matrix is complex: name it .npy, or .npz for two real parts")
    }
  }

  private var names: [String]? { if case .points(let names, _) = kind { names } else { nil } }

  private var model: CompletionModel {
    CompletionModel(
      factors: form.balanced, singularValues: form.singularValues,
      rowEffects: Array(repeating: 0, count: rows),
      columnEffects: Array(repeating: 0, count: columns))
  }

  /// Re ρ and Im ρ, row by row.
  private var state: (real: [Double], imaginary: [Double]) {
    let w = Hermitian(spectral: form).dense()
    return (w.real.elements, w.imaginary.elements)
  }

  private var stateArchive: [UInt8] {
    let (real, imaginary) = state
    return NPZ([
      "real": NPY(shape: [rows, columns], numbers: real),
      "imaginary": NPY(shape: [rows, columns], numbers: imaginary),
      "singular_values": NPY(shape: [recovery.rank], numbers: singularValues),
    ]).encoded()
  }

  /// All distances between the points, in the units of the input: a table with the names of both
  /// sides, or `.npy` without.
  package func writeDistances(to path: String) throws(FileError) {
    guard case .points(let names, let units) = kind else { return }
    let left = form.balanced.left, count = names.count
    let distances = Matrix(rows: count, columns: count) { i, j in
      let square = (0..<left.columns).reduce(0.0) {
        $0 + (left[i, $1] - left[j, $1]) * (left[i, $1] - left[j, $1])
      }
      return units.distance(squaredChord: square)
    }
    let form = OutputForm(path: path)!
    guard form != .npy else { return try AtomicFile.write(path, NPY(distances).encoded()) }
    try AtomicFile.write(
      path,
      WideTable.text(
        values: distances.elements, columns: count, rowNames: names, columnNames: names,
        delimiter: form.delimiter ?? UInt8(ascii: ",")))
  }

  private func text(_ form: OutputForm) -> [UInt8] {
    WideTable.text(
      values: self.form.lowRank.dense().elements, columns: columns,
      delimiter: form.delimiter ?? UInt8(ascii: ","))
  }
}

extension NPY {
  fileprivate init(_ matrix: Matrix) {
    self.init(shape: [matrix.rows, matrix.columns], numbers: matrix.elements)
  }
}
