internal import Foundation
internal import LinearAlgebra
internal import LowRank
package import LowRankIO

extension SensedMatrix {
  /// Writes the matrix in the form that the extension names.
  package func write(to path: String, seed: UInt64) throws {
    let form = fileExtension(of: path)
    switch (form, kind) {
    case ("npz", .state): try AtomicFile.write(path, stateArchive)
    case ("npz", _):
      try ModelFile(model, rowNames: names, columnNames: names, seed: seed).write(to: path)
    case ("npy", .state):
      let (real, imaginary) = state
      try AtomicFile.write(
        path, NPY.encoded(real: real, imaginary: imaginary, shape: [rows, columns]))
    case ("npy", _):
      let bytes = NPY(shape: [rows, columns], numbers: self.form.lowRank.dense().elements).encoded()
      try AtomicFile.write(path, bytes)
    default: try AtomicFile.write(path, text(separator: form == "tsv" ? "\t" : ","))
    }
  }

  /// What cannot be written is said before the work begins.
  package static func refusal(of path: String, for file: MeasurementFile) -> FileError? {
    let form = fileExtension(of: path)
    let isState: Bool =
      switch file.content {
      case .pauli, .frequencies: true
      default: false
      }
    if isState, form == "csv" || form == "tsv" {
      return .cannotWrite(
        file: path, reason: "a density matrix is complex: name it .npy, or .npz for two real parts")
    }
    return nil
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
      "singular_values": NPY(shape: [rank], numbers: singularValues),
    ]).encoded()
  }

  /// All distances between the points, in the units of the input: a table with the names of both
  /// sides, or `.npy` without.
  package func writeDistances(to path: String) throws {
    guard case .points(let names, let units) = kind else { return }
    let left = form.balanced.left, count = names.count
    let distances = Matrix(rows: count, columns: count) { i, j in
      let square = (0..<left.columns).reduce(0.0) {
        $0 + (left[i, $1] - left[j, $1]) * (left[i, $1] - left[j, $1])
      }
      return units.distance(squaredChord: square)
    }
    let form = fileExtension(of: path)
    guard form != "npy" else {
      return try AtomicFile.write(
        path, NPY(shape: [count, count], numbers: distances.elements).encoded())
    }
    let separator = form == "tsv" ? "\t" : ","
    var lines = [([""] + names).map(Self.cell).joined(separator: separator)]
    for i in 0..<count {
      lines.append(
        ([Self.cell(names[i])] + distances.row(i).map { "\($0)" }).joined(separator: separator))
    }
    try AtomicFile.write(path, Array((lines.joined(separator: "\n") + "\n").utf8))
  }

  /// Names may hold separators: `Abilene, TX`.
  private static func cell(_ text: String) -> String {
    guard text.contains(where: { ",\t\"\n\r".contains($0) }) else { return text }
    return "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }

  private func text(separator: String) -> [UInt8] {
    let w = form.lowRank.dense()
    let lines = (0..<rows).map { i in
      w.row(i).map { "\($0)" }.joined(separator: separator) + "\n"
    }
    return Array(lines.joined().utf8)
  }
}
