internal import Foundation
internal import LowRankReports

/// The size of a matrix with every cell of it in memory.
public struct FullMatrix: Sendable, Equatable {
  public let rows: Int
  public let columns: Int

  public init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
  }

  private var bytes: Double { 8 * Double(rows) * Double(columns) }

  /// Refuses a matrix that would take more than half of the memory: it is held twice when written.
  func refuseIfTooLarge(for file: String) throws(JobError) {
    guard 2 * bytes > Double(ProcessInfo.processInfo.physicalMemory) else { return }
    throw .tooLarge(self, file: file)
  }
}

extension FullMatrix: CustomStringConvertible {
  public var description: String {
    "the full \(rows) × \(columns) matrix takes \(Numerals.short(bytes / 1e9)) GB"
  }
}
