import ArgumentParser
import Foundation
import LowRankLab

struct LabListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Name every claim and its source.")

  func run() {
    for claim in Laboratory.claims() {
      let id = claim.id.padding(toLength: 4, withPad: " ", startingAt: 0)
      print("\(id) \(claim.name)\n     \(claim.statement)\n     Source: \(claim.source)")
    }
  }
}
