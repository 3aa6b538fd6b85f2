import ArgumentParser

@main struct LowRankBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lowrank-bench", abstract: "Benchmarks of LowRank on problems with known answers.",
    subcommands: [
      RecoveryBenchmark.self, SensingBenchmark.self, MaxCutBenchmark.self, ReadingBenchmark.self,
    ])
}
