import ArgumentParser

@main struct LowRankCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "lowrank", abstract: "Recover a low-rank matrix from part of it.")
}
