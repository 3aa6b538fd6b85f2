import ArgumentParser
import Foundation
import LinearAlgebra
import LowRankIO

/// How fast files are read, beside what the machine can do: reading the same bytes and looking for
/// the ends of their lines.
struct ReadingBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reading", abstract: "Megabytes a second of each reader, on files made here.")

  @Option(help: "Triplets in a file, and cells of a wide table.") var lines = 10_000_000
  @Option(help: "Rows of the matrix of the triplets.") var rows = 70_000
  @Option(help: "Columns of the matrix of the triplets.") var columns = 10_000
  @Option(help: "Rounds; each line of the table is the median.") var rounds = 3
  @Option(help: "Seed of the files.") var seed: UInt64 = 1
  @Option(parsing: .upToNextOption, help: "The files to read.")
  var files = ReadingFiles.Kind.allCases

  func validate() throws {
    guard lines > 0, rows > 0, columns > 0, lines <= rows * columns else {
      throw ValidationError("there are not that many places")
    }
  }

  func run() throws {
    let path = FileManager.default.temporaryDirectory.path + "/lowrank-reading-\(getpid())"
    defer { unlink(path) }
    print("| file | MB | limit MB/s | reader MB/s | reader / limit |")
    print("|---|---|---|---|---|")
    let maker = ReadingFiles(lines: lines, rows: rows, columns: columns, seed: seed)
    for file in files {
      let bytes = maker.bytes(file)
      try AtomicFile.write(path, bytes)
      try report(file, path, megabytes: Double(bytes.count) / 1e6)
    }
  }

  private func report(_ file: ReadingFiles.Kind, _ path: String, megabytes: Double) throws {
    var limits: [Double] = [], readers: [Double] = []
    for _ in 0..<rounds {
      limits.append(try Self.seconds { try Self.countLines(path) })
      readers.append(try Self.seconds { try file.read(path) })
    }
    let (limit, reader) = (limits.sorted()[rounds / 2], readers.sorted()[rounds / 2])
    print(
      "| \(file.title) | \(Int(megabytes)) | \(Int(megabytes / limit)) "
        + "| \(Int(megabytes / reader)) | \(String(format: "%.2f", limit / reader)) |")
    fflush(nil)
  }

  /// By the process's own clock, which other work on the machine does not advance.
  private static func seconds(_ body: () throws -> Void) rethrows -> Double {
    let began = spentNanoseconds()
    try body()
    return Double(spentNanoseconds() - began) / 1e9
  }

  private static func spentNanoseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }

  private static func countLines(_ path: String) throws {
    let bytes = try readBytes(path)
    let lines = bytes.withUnsafeBytes { text in
      var at = text.baseAddress!, count = 0
      let end = at + text.count
      while at < end, let found = memchr(at, 0x0A, end - at) {
        count += 1
        at = UnsafeRawPointer(found) + 1
      }
      return count
    }
    guard lines > 0 else { throw ValidationError("no line was written") }
  }
}

/// The files that are read: distinct places spread evenly over the matrix, ratings in half steps.
struct ReadingFiles {
  enum Kind: String, CaseIterable, ExpressibleByArgument {
    case sorted, shuffled, named, wide

    var title: String {
      switch self {
      case .sorted: "triplets, numbers, sorted"
      case .shuffled: "triplets, numbers, shuffled"
      case .named: "triplets, names, shuffled"
      case .wide: "wide table"
      }
    }

    /// Reads the file; what it holds is thrown away.
    func read(_ path: String) throws {
      switch self {
      case .sorted, .shuffled, .named: _ = try Triplets(contentsOf: path)
      case .wide: _ = try WideTable(contentsOf: path)
      }
    }
  }

  let lines: Int
  let rows: Int
  let columns: Int
  let seed: UInt64

  func bytes(_ kind: Kind) -> [UInt8] {
    var random = SeededGenerator(seed: seed)
    if kind == .wide {
      let width = min(1000, lines)
      let values = (0..<lines / width * width).map { _ in random.normal() }
      return WideTable.text(values: values, columns: width)
    }
    let all = rows * columns
    var places = (0..<lines).map { line in
      let start = all / lines * line
      return start + Int.random(in: 0..<all / lines, using: &random)
    }
    if kind != .sorted { places.shuffle(using: &random) }
    let (before, between) = kind == .named ? ("reader-", " title/") : ("", " ")
    var text: [UInt8] = []
    text.reserveCapacity(32 * lines)
    for place in places {
      text += before.utf8
      text += String(place / columns).utf8
      text += between.utf8
      text += String(place % columns).utf8
      text += " \(Double(Int.random(in: 1...10, using: &random)) / 2)\n".utf8
    }
    return text
  }
}
