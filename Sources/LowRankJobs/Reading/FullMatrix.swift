internal import Foundation
package import LowRankIO
internal import LowRankReports

/// A matrix with every cell of it in memory.
package struct FullMatrix {
  private let rows: Int
  private let columns: Int

  package init(_ data: DataMatrix) { (rows, columns) = (data.rows, data.columns) }

  /// Refuses a matrix that would take more than half of the memory: it is held twice on its way out.
  package func refuseIfTooLarge(for file: String, wayOut: String) throws(FileError) {
    let size = 8 * Double(rows) * Double(columns)
    guard 2 * size > Double(ProcessInfo.processInfo.physicalMemory) else { return }
    throw .cannotWrite(
      file: file,
      reason:
        "the full \(rows) × \(columns) matrix takes \(Numerals.short(size / 1e9)) GB; \(wayOut)")
  }
}
