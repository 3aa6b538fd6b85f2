import ArgumentParser
import Foundation
import LinearAlgebra
import LowRank

/// Exact recovery from dense Gaussian measurements, the rank unknown.
struct SensingBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sensing", abstract: "Gaussian measurements of a low-rank matrix, rank not given.")

  @Option(help: "Rows and columns.") var size = 100
  @Option(parsing: .upToNextOption, help: "Ranks of the truth.") var ranks: [Int] = [5, 10]
  @Option(parsing: .upToNextOption, help: "Condition numbers, log-spaced spectrum.")
  var conditions: [Double] = [10]
  @Option(parsing: .upToNextOption, help: "Measurements over degrees of freedom.")
  var oversampling: [Double] = [1.2]
  @Option(help: "Number of seeds.") var seeds = 4
  @Option(help: "The first seed.") var firstSeed: UInt64 = 1
  @Flag(help: "Positive semidefinite matrices U Uᵀ.") var symmetric = false
  @Flag(help: "Draw the measurements anew at every use instead of storing them.")
  var unstored = false

  private struct Outcome {
    let rank: Int
    let error: Double
    let isClaimed: Bool
    let iterations: Int
    let seconds: Double
  }

  func run() throws { Execution(threads: Execution.processors).run(measure) }

  private func measure() {
    print(
      "| n | rank | κ | m | m/dof | solved | rank right | largest error | CG iterations | median s "
        + "| claimed | false |")
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    for rank in ranks {
      for condition in conditions {
        for rho in oversampling { report(rank, condition, rho) }
      }
    }
  }

  private func report(_ rank: Int, _ condition: Double, _ rho: Double) {
    let unknowns =
      symmetric
      ? Symmetric.degreesOfFreedom(rows: size, columns: size, rank: rank)
      : Asymmetric.degreesOfFreedom(rows: size, columns: size, rank: rank)
    let count = Int((rho * Double(unknowns)).rounded(.up))
    let outcomes = (0..<seeds).map { solve(rank, condition, count, firstSeed + UInt64($0)) }
    let seconds = outcomes.map(\.seconds).sorted(), iterations = outcomes.map(\.iterations).sorted()
    print(
      "| \(size) | \(rank) | \(Float(condition)) | \(count) | \(rho) "
        + "| \(outcomes.count { $0.error < 1e-8 })/\(seeds) "
        + "| \(outcomes.count { $0.rank == rank })/\(seeds) "
        + "| \(Float(outcomes.map(\.error).max() ?? 0)) "
        + "| \(iterations[0])–\(iterations[seeds - 1]) | \(Float(seconds[seeds / 2])) "
        + "| \(outcomes.count(where: \.isClaimed)) "
        + "| \(outcomes.count { $0.isClaimed && $0.error >= 1e-8 }) |")
    fflush(nil)
  }

  private func solve(_ rank: Int, _ condition: Double, _ count: Int, _ seed: UInt64) -> Outcome {
    let truth = truth(rank, condition, seed)
    let ensemble = GaussianEnsemble(rows: size, columns: size, count: count, seed: seed)
    return unstored
      ? solve(ensemble, truth) : solve(ensemble.stored(), truth)
  }

  /// P diag(s) Qᵀ with orthonormal P and Q, or P diag(s) Pᵀ, and s from 1 down to 1/κ.
  private func truth(_ rank: Int, _ condition: Double, _ seed: UInt64) -> LowRankMatrix {
    var generator = SeededGenerator(seed: seed, stream: 0x73656e73)
    let p = Matrix.orthonormal(rows: size, columns: rank, using: &generator)
    let q = Matrix.orthonormal(rows: size, columns: rank, using: &generator)
    let values = [Double].logSpaced(from: 1, to: 1 / condition, count: rank)
    return LowRankMatrix(left: p.scalingColumns(by: values), right: symmetric ? p : q)
  }

  private func solve<M: MeasurementMap>(
    _ map: M, _ truth: LowRankMatrix
  ) -> Outcome {
    symmetric
      ? solve(map, truth, over: Symmetric.self) : solve(map, truth, over: Asymmetric.self)
  }

  private func solve<M: MeasurementMap, P: FixedRank & QuadraticFactorization & Startable>(
    _ map: M, _ truth: LowRankMatrix, over _: P.Type
  ) -> Outcome {
    var target = [Double](repeating: 0, count: map.count)
    map.apply(truth, into: &target)
    let clock = ContinuousClock(), began = clock.now
    let recovery = Sensing(map, target: target, over: P.self).recover()
    return Outcome(
      rank: recovery.rank,
      error: recovery.form.lowRank.distance(to: truth) / truth.frobeniusNorm,
      isClaimed: recovery.isTrustworthy && recovery.reason == .exactFit,
      iterations: recovery.iterations, seconds: (clock.now - began).inSeconds)
  }
}
