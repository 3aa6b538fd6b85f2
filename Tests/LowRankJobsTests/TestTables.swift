import Foundation
import LinearAlgebra
import LowRank

/// Rank 2, 12 × 10, every value positive: (i + 1)(j + 2) + (i mod 3)(j mod 4).
let truth = Matrix(rows: 12, columns: 10) { i, j in
  Double((i + 1) * (j + 2) + (i % 3) * (j % 4))
}

/// The same with every seventh cell a gap.
let table = Matrix(rows: 12, columns: 10) { i, j in
  (3 * i + 2 * j) % 7 == 0 ? .nan : truth[i, j]
}

/// ‖a − b‖ / ‖b‖.
func relativeError(_ a: Matrix, _ b: Matrix) -> Double {
  zip(a.elements, b.elements).map { $0 - $1 }.norm / b.elements.norm
}

/// Runs `body` with the path of an empty folder, which is removed at the end.
func inFolder<T>(_ body: (String) throws -> T) throws -> T {
  let folder = FileManager.default.temporaryDirectory.path + "/jobs-" + UUID().uuidString
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try body(folder)
}
