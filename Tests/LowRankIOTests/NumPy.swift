import Foundation
import Testing

/// NumPy in another process: the judge of what is read and written here.
enum NumPy {
  /// Whether `python3` with NumPy is there; tests that need it are skipped otherwise.
  static let isPresent = runs("import numpy")
  static let isSciPyPresent = runs("import scipy.sparse")

  /// Runs a script with `folder` as its current folder; its output, or an issue if it fails.
  static func run(_ script: String, in folder: String) throws -> String {
    let (status, output) = try execute(script, in: folder)
    #expect(status == 0, "\(output)")
    return output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private static func runs(_ script: String) -> Bool {
    (try? execute(script, in: NSTemporaryDirectory()).status) == 0
  }

  private static func execute(
    _ script: String, in folder: String
  ) throws -> (status: Int32, output: String) {
    let process = Process(), pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script]
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}
