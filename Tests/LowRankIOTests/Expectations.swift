import Foundation
import LowRankIO
import Testing

/// The error `body` throws; records an issue and returns nil if it throws none.
func fileError<T>(
  _ location: SourceLocation = #_sourceLocation, _ body: () throws(FileError) -> T
) -> FileError? {
  do throws(FileError) {
    _ = try body()
    Issue.record("no error was thrown", sourceLocation: location)
    return nil
  } catch { return error }
}

/// A folder of its own for `body`, deleted afterwards.
func withTemporaryFolder<T>(_ body: (String) throws -> T) throws -> T {
  let folder = FileManager.default.temporaryDirectory.path + "/lowrank-" + UUID().uuidString
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try body(folder)
}

/// Writes `bytes` without the code under test.
func place(_ bytes: [UInt8], at path: String) throws {
  try Data(bytes).write(to: URL(fileURLWithPath: path))
}

/// Same bits, or both NaN.
func isSame(_ a: [Double], _ b: [Double]) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
}
