import ArgumentParser
import Foundation
import LinearAlgebra
import LowRank
import LowRankIO
import LowRankTheory

/// MaxCut's relaxation on SDPLIB's programs: the value reached, a proven bound above every other,
/// and the published optimum between the two.
struct MaxCutBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "maxcut", abstract: "Programs of unit diagonal (.dat-s), solved and certified.")

  @Argument(help: "A folder of .dat-s or .dat-s.gz files, and optimal_values.csv if there is one.")
  var folder: String
  @Option(help: "Seed of the random start.") var seed: UInt64 = 1

  func run() throws {
    let published = try optima()
    print(
      "| program | n | columns | steps | value | proven bound | λ_min ≥ | published "
        + "| (bound − published)/published | s |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    where name.hasSuffix(".dat-s") || name.hasSuffix(".dat-s.gz") {
      // Programs with other constraints lie in the same collection.
      guard let cost = try? SDPAFile(contentsOf: folder + "/" + name).unitDiagonalCost() else {
        continue
      }
      let program = String(name.prefix(upTo: name.range(of: ".dat-s")!.lowerBound))
      report(program, cost, published[program])
    }
  }

  private func report(_ name: String, _ cost: SparseMatrix, _ published: Double?) {
    var program = UnitDiagonalProgram(maximizing: cost)
    program.seed = seed
    let clock = ContinuousClock()
    var found: UnitDiagonalProgram.Answer?
    let time = clock.measure { found = program.solve() }
    let (solution, gap) = (found!.solution, found!.gap)
    let against = published.map { "\($0) | \(Float(gap.bound / $0 - 1))" } ?? " | "
    print(
      "| \(name) | \(cost.rows) | \(solution.point.rank) | \(solution.record.iteration) "
        + "| \(gap.value) | \(gap.bound) | \(Float(gap.least.bound)) | \(against) "
        + "| \(Float(time.inSeconds)) |")
    fflush(nil)
  }

  /// problem,m,n,optimal.
  private func optima() throws -> [String: Double] {
    let path = folder + "/optimal_values.csv"
    guard FileManager.default.fileExists(atPath: path) else { return [:] }
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline)
    let fields = lines.map { $0.split(separator: ",") }.filter { $0.count == 4 }
    return Dictionary(
      fields.compactMap { line in Double(line[3]).map { (String(line[0]), $0) } },
      uniquingKeysWith: { first, _ in first })
  }
}
