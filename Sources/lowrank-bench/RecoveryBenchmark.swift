import ArgumentParser
import Foundation
import LinearAlgebra
import LowRank
import LowRankTheory
import Synchronization

/// Exact completion with the rank unknown: how often, how exactly, how fast, and whether the
/// report ever claims what is not so.
struct RecoveryBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recovery", abstract: "Success against oversampling, rank not given.")

  @Option(help: "Rows and columns.") var size = 1000
  @Option(help: "Rank of the truth.") var rank = 5
  @Option(parsing: .upToNextOption, help: "Condition numbers, log-spaced spectrum.")
  var conditions: [Double] = [1, 10, 1e5]
  @Option(parsing: .upToNextOption, help: "Entries over degrees of freedom.")
  var oversampling: [Double] = [1.3, 1.4, 1.5, 1.7, 2, 2.3, 2.5, 3, 4]
  @Option(help: "Noise relative to the entries' root mean square.") var noise = 0.0
  @Option(help: "Number of seeds.") var seeds = 50
  @Option(help: "The first seed.") var firstSeed: UInt64 = 1
  @Option(help: "Instances at a time, each on one thread.") var jobs = 2
  @Flag(help: "Also print every instance.") var verbose = false
  @Flag(help: "Also print every rank tried.") var trace = false

  /// One instance: what came out, and what is true.
  struct Outcome: Sendable {
    let seed: UInt64
    let rank: Int
    let error: Double
    let claimed: Bool
    let trusted: Bool
    let seconds: Double
    /// The error over that of a solve which is told the rank; nil without noise.
    let overOracle: Double?
  }

  func run() throws {
    // Exact data: an answer that is off and trusted is a false claim, whatever it is called.
    let last = noise > 0 ? "error / told the rank: median | most |" : "claimed | false |"
    print("| κ | ρ | solved | rank right | median error | median s | max s | \(last)")
    print("|---|---|---|---|---|---|---|---|---|")
    for condition in conditions {
      for rho in oversampling { report(condition, rho, outcomes(condition, rho)) }
    }
  }

  private func outcomes(_ condition: Double, _ rho: Double) -> [Outcome] {
    let all = Mutex<[Outcome]>([]), next = Atomic<Int>(0)
    let (count, first) = (seeds, firstSeed)
    DispatchQueue.concurrentPerform(iterations: min(jobs, count)) { _ in
      while true {
        let k = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard k < count else { return }
        let outcome = solve(condition, rho, seed: first + UInt64(k))
        all.withLock { $0.append(outcome) }
      }
    }
    return all.withLock { $0 }.sorted { $0.seed < $1.seed }
  }

  private func solve(_ condition: Double, _ rho: Double, seed: UInt64) -> Outcome {
    let problem = CompletionProblem(
      rows: size, columns: size, rank: rank, conditionNumber: condition, oversampling: rho,
      noise: noise, seed: seed)
    let data = Observations(pattern: problem.pattern, values: problem.target)
    var options = RecoveryOptions()
    options.isOrdered = false
    let clock = ContinuousClock()
    var recovery: Recovery?
    let time = clock.measure {
      // Options that fix no more than the order and a planted rank suit every table.
      recovery = try! data.complete(options) {
        if trace { print("    \($0)") }
        return nil
      }
    }
    let answer = recovery!, error = problem.relativeError(of: answer.model.factorsWithEffects)
    var overOracle: Double?
    if noise > 0 {
      options.rank = rank
      let told = try! data.complete(options)
      overOracle = error / problem.relativeError(of: told.model.factorsWithEffects)
    }
    return Outcome(
      seed: seed, rank: answer.rank, error: error,
      claimed: answer.method == .pursuit && answer.isTrustworthy, trusted: answer.isTrustworthy,
      seconds: time.inSeconds, overOracle: overOracle)
  }

  private func report(_ condition: Double, _ rho: Double, _ outcomes: [Outcome]) {
    if verbose {
      for o in outcomes {
        print(
          "  seed \(o.seed): rank \(o.rank), error \(Float(o.error)), claimed \(o.claimed), "
            + "trusted \(o.trusted), \(Float(o.seconds)) s")
      }
    }
    let solved = outcomes.count { $0.error < 1e-6 }
    let right = outcomes.count { $0.rank == rank }
    let errors = outcomes.map(\.error).sorted(), seconds = outcomes.map(\.seconds).sorted()
    let ratios = outcomes.compactMap(\.overOracle).sorted()
    let claimed = outcomes.count { $0.claimed }
    let wrong = outcomes.count { $0.trusted && $0.error >= 1e-6 }
    let middle = outcomes.count / 2
    let last =
      noise > 0
      ? "\(Float(ratios[middle])) | \(Float(ratios.last!))" : "\(claimed) | \(wrong)"
    print(
      "| \(Float(condition)) | \(rho) | \(solved)/\(outcomes.count) | \(right)/\(outcomes.count) "
        + "| \(Float(errors[middle])) | \(Float(seconds[middle])) | \(Float(seconds.last!)) "
        + "| \(last) |"
    )
    // Rows are worth having as they come, also in a file and also when the rest is interrupted.
    fflush(nil)
  }
}
