import ArgumentParser
import LowRankJobs

@main struct LowRankCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lowrank",
    abstract: "Recover a low-rank matrix from part of it, without being told the rank.",
    discussion: """
      Exit codes: 0 done and trustworthy by its own report; 2 finished and written, but not \
      trustworthy (the summary says why); 64 usage; 65 bad data; 66 cannot open input; \
      73 cannot write output; 130 interrupted.
      """,
    version: Version.current,
    subcommands: [
      CompleteCommand.self, SenseCommand.self, FactorCommand.self, PredictCommand.self,
      CertifyCommand.self, CheckCommand.self, ConvertCommand.self, LabCommand.self,
    ])
}
