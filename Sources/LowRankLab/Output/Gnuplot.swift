internal import Foundation

/// The program gnuplot, where it is installed.
enum Gnuplot {
  /// Makes a PNG of each figure in `folder`; the names of those that came out, none without
  /// gnuplot.
  static func draw(_ figures: [Figure], in folder: String) -> [String] {
    guard let program, !figures.isEmpty else { return [] }
    let parts = figures.map { folder + "/" + $0.name + ".png.part" }
    let script = zip(figures, parts).map { GnuplotScript(figure: $0, file: $1).text }.joined()
    guard run(program, script) else { return [] }
    var names: [String] = []
    for (figure, part) in zip(figures, parts) {
      let name = figure.name + ".png"
      if rename(part, folder + "/" + name) == 0 { names.append(name) }
    }
    return names
  }

  private static let program: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.map { $0 + "/gnuplot" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  /// Whether the program ended well. The script goes through a file: a pipe of this size could
  /// block both sides.
  private static func run(_ program: String, _ script: String) -> Bool {
    let file = FileManager.default.temporaryDirectory.path + "/lowrank-" + UUID().uuidString
    defer { unlink(file) }
    guard FileManager.default.createFile(atPath: file, contents: Data(script.utf8)) else {
      return false
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = [file]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
