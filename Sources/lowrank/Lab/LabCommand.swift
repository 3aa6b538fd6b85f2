import ArgumentParser

struct LabCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lab",
    abstract: "Run the claims of theory and compare them with what happens.",
    subcommands: [LabListCommand.self, LabRunCommand.self])
}
