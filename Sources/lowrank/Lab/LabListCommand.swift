import ArgumentParser
import Foundation
import LowRankLab
import LowRankReports

struct LabListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Name every claim, its source and the numbers that --set changes.")

  func run() {
    for claim in Laboratory.claims() {
      let id = claim.id.padding(toLength: 4, withPad: " ", startingAt: 0)
      let settings = claim.settings.sorted { $0.key < $1.key }
        .map { "\($0.key)=\(Numerals.short($0.value))" }.joined(separator: ", ")
      print("\(id) \(claim.name)\n     \(claim.statement)\n     Source: \(claim.source)")
      print("     Settings: \(settings)")
    }
  }
}
