import Foundation
import LowRank
import LowRankIO
import Testing

@Suite("README")
struct ReadmeTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  /// The fenced blocks of a language.
  private static func blocks(_ language: String) throws -> [String] {
    var blocks: [String] = [], isInside = false
    for line in try text("README.md").split(separator: "\n", omittingEmptySubsequences: false) {
      if !isInside, line == "```\(language)" {
        isInside = true
        blocks.append("")
      } else if line.hasPrefix("```") {
        isInside = false
      } else if isInside {
        blocks[blocks.count - 1] += line + "\n"
      }
    }
    return blocks
  }

  /// A few days of the long table: unoptimised, all of it takes minutes.
  private static func shortened(_ table: String) -> String {
    #if DEBUG
      let days = ["half_hour", "day05", "day06", "day07", "day38", "day39", "day40"]
      return table.split(separator: "\n").filter { line in days.contains { line.hasPrefix($0) } }
        .joined(separator: "\n") + "\n"
    #else
      return table
    #endif
  }

  @Test func commandsRun() throws {
    let blocks = try Self.blocks("sh")
    #expect(blocks.count == 9)
    let script = blocks.joined().replacingOccurrences(
      of: ".build/release/lowrank", with: "\"$LOWRANK\"")
    try Lowrank.inFolder { lowrank in
      try FileManager.default.copyItem(
        at: Self.root.appendingPathComponent("Examples"),
        to: URL(fileURLWithPath: lowrank.path("Examples")))
      let table = "Examples/car-parks/car-parks.csv"
      try lowrank.write(Self.shortened(try lowrank.text(table)), to: table)
      let outcome = try lowrank.shell("set -e\n" + script)
      #expect(outcome.status == 0, "\(outcome.complaint)")
      #expect(outcome.output.contains("\nday40 09:30,park21,"))
      let made = try FileManager.default.contentsOfDirectory(atPath: lowrank.path("demo"))
      #expect(
        made.sorted() == [
          "car-parks.mtx", "descent.csv", "filled.csv", "filled.lower.csv", "filled.upper.csv",
          "lab", "model.npz",
          "pairs.csv", "report.html", "scores.csv", "scores.json",
        ])
    }
  }

  /// The walk-through shows what the command prints.
  @Test(.enabled(if: isOptimised, "takes minutes unless optimised"))
  func summaryIsTheRealOne() throws {
    try Lowrank.inFolder { lowrank in
      try FileManager.default.copyItem(
        at: Self.root.appendingPathComponent("Examples"),
        to: URL(fileURLWithPath: lowrank.path("Examples")))
      let outcome = try lowrank.shell(
        "mkdir demo; \"$LOWRANK\" complete Examples/car-parks/car-parks.csv -o demo/filled.csv")
      #expect(try Self.blocks("text").contains(outcome.output))
    }
  }

  private static var isOptimised: Bool {
    #if DEBUG
      false
    #else
      true
    #endif
  }

  @Test func samplesAreCompiled() throws {
    let source = try Self.text("Tests/CommandTests/ReadmeSamples.swift")
    let samples = try Self.blocks("swift")
    #expect(samples.count == 3)
    for sample in samples {
      let lines = sample.split(separator: "\n").filter { !$0.hasPrefix("import ") }
      let isContained = Self.bare(source).contains(Self.bare(lines.joined()))
      #expect(isContained, "\(sample)")
    }
  }

  private static func bare(_ text: String) -> String { text.filter { !$0.isWhitespace } }

  @Test func memoryFillsTheGap() {
    let recovery = ReadmeSamples.memory()
    #expect(recovery.rank == 2 && recovery.isTrustworthy)
    #expect(abs(recovery.predict(0, 0) - 2) < 1e-9)
  }

  @Test func piecesFindTheTruth() { #expect(ReadmeSamples.pieces() < 1e-6) }

  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: "Examples/benchmark-scores"),
      "runs from the root of the package"))
  func completionFillsTheTable() throws {
    let (recovery, filled) = try ReadmeSamples.completion()
    #expect(recovery.rank == 3)
    #expect(try WideTable(filled, file: "filled").gapCount == 0)
  }

  /// Every long option that the README names is one of the command's.
  @Test func optionsExist() throws {
    let readme = try Self.text("README.md")
    let start = try #require(readme.range(of: "### Options worth knowing"))
    let end = try #require(readme.range(of: "### Exit codes"))
    let section = readme[start.upperBound..<end.lowerBound]
    let named = section.matches(of: /--[a-z][a-z-]+/).map { String($0.output) }
    #expect(named.count > 15)
    for option in named where option != "--help" {
      #expect(HelpTexts.complete.contains("\(option)"), "\(option)")
    }
  }
}
