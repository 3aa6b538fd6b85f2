import ArgumentParser
import Foundation
import LinearAlgebra
import LowRank
import LowRankIO
import LowRankJobs
import LowRankLab

struct LabRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run claims and say which hold.",
    discussion: """
      Every claim gets a folder with claim.json, trajectory.csv and its figures; --all writes \
      index.html as well, a page that reads like a short paper. Exit code 2: a claim does not hold.
      """)

  @Argument(help: "Claims by their ids (see `lowrank lab list`).") var claims: [String] = []
  @Flag(help: "Every claim.") var all = false
  @Flag(help: "How large the instances are: seconds, or minutes and the papers' sizes.")
  var size = LabSize.quick

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Change a number of the claim's setting; `lab list` names them.", valueName: "name=number"))
  var changes: [LabChange] = []

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Where the results go.", valueName: "folder"))
  var output = "lab"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Seed of everything random; the same seed gives the same bits.", valueName: "N"))
  var seed: UInt64 = 1

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Threads to use (default: all). The result does not depend on it.", valueName: "N"))
  var threads: Int?

  @Flag(help: "Print one JSON object on stdout instead of the summary.") var json = false

  func validate() throws {
    try CommandWords().checking { () throws(OptionError) in
      try OptionError.check(.threads, threads, .atLeast(1))
    }
    if all, !claims.isEmpty { throw ValidationError("--all and single claims exclude each other") }
    if !all, claims.isEmpty { throw ValidationError("name claims, or say --all") }
    for id in claims where Laboratory.claim(id) == nil {
      let known = Laboratory.claims().map(\.id).joined(separator: ", ")
      throw ValidationError("\(id): no such claim; there are \(known)")
    }
    if !changes.isEmpty, claims.count != 1 {
      throw ValidationError("--set changes one claim: name it, and no other")
    }
    _ = try chosen()
  }

  /// The claims to run, changed as asked.
  private func chosen() throws -> [any Claim] {
    if all { return Laboratory.claims(size.extent) }
    return try claims.compactMap { Laboratory.claim($0, size.extent) }.map { claim in
      try changes.reduce(into: claim) { try $1.apply(to: &$0) }
    }
  }

  func run() throws {
    let status = try ExitStatus.reporting { try runClaims() }
    if status != 0 { throw ExitCode(status) }
  }

  private func runClaims() throws -> Int32 {
    let execution = Execution.interruptible(threads: threads)
    let folder = try ResultFolder(output)
    let chosen = try chosen()
    Interrupt.watch()
    var results: [ClaimResult] = [], objects: [ClaimObject] = []
    for claim in chosen {
      LabProgress.show(claim, results.count, of: chosen.count)
      guard
        let result = Interruptible.result(of: {
          execution.run { ClaimResult(claim, seed: seed) }
        })
      else { break }
      objects.append(ClaimObject(result, figures: try folder.write(result)))
      results.append(result)
      LabProgress.clear()
      if !json { try StandardOutput.write(LabSummary.lines(result)) }
    }
    LabProgress.clear()
    if all {
      try folder.write(
        LaboratoryPage(results, extent: size.extent, seed: seed, version: Version.current))
    }
    let whole = RunObject(objects)
    let end = json ? whole.json() : LabSummary.end(whole, folder.path, hasPage: all)
    try StandardOutput.write(end)
    if results.count < chosen.count { return ExitStatus.interrupted }
    return whole.fails > 0 ? ExitStatus.notTrustworthy : 0
  }
}

/// `--quick` and `--full`.
enum LabSize: EnumerableFlag {
  case quick, full

  var extent: Extent { self == .full ? .full : .quick }
}
