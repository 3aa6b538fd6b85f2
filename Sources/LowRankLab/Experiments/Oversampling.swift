internal import Foundation
internal import LinearAlgebra
internal import LowRank
internal import LowRankTheory

/// L2: how many entries a matrix of unknown rank takes.
public struct Oversampling: Claim {
  public let id = "L2"
  public let name = "Recovery against oversampling, the rank unknown"
  public let statement = """
    Without being told the rank, completion recovers a random low-rank matrix exactly from 1.6 \
    entries per degree of freedom on, and below that it does not call a wrong matrix exact.
    """
  public let source = """
    Observed here; the information limit is one entry per degree of freedom
    """
  public let theory = """
    A rank-r matrix has r(m + n − r) degrees of freedom, so no method can succeed with fewer \
    entries, and with hardly more the rows and columns that were seen too rarely fail first. Ranks \
    are tried from one on; an exact fit counts only if it is also the only one nearby, which a \
    random tangent vector tests.
    """

  public var size = 40
  public var rank = 3
  /// ρ: entries per degree of freedom.
  public var ratios = [1.05, 1.15, 1.3, 1.6, 2, 2.5]
  /// From this ratio on all must be recovered.
  public var certain = 1.6
  public var instances = 4
  /// The rank to assume; nil for unknown.
  public var assumed: Int?

  public static var settings: Settings<Self> { ["certain": \.certain] }

  public init(_ extent: Extent = .quick) {
    guard extent == .full else { return }
    (size, rank, instances) = (100, 5, 20)
    ratios = [1.05, 1.1, 1.15, 1.2, 1.3, 1.4, 1.6, 2, 2.5]
  }

  public var setting: String {
    """
    \(size) × \(size), rank \(rank), equal singular values, entries at random, \
    \(ratios.map(Series.short).joined(separator: ", ")) per degree of freedom; \(instances) \
    instances each. Recovered: relative error below 10⁻⁶ over all entries.
    """
  }

  public func evidence(seed: UInt64) -> Evidence {
    let outcomes = Parallel.map(ratios.count * instances) { k in
      outcome(ratios[k / instances], seed: seed * 1000 + UInt64(k))
    }
    let rows = ratios.indices.map { Array(outcomes[$0 * instances..<($0 + 1) * instances]) }
    let ample = outcomes.indices.filter { ratios[$0 / instances] >= certain }.map { outcomes[$0] }
    return Evidence(
      comparisons: [
        Comparison(
          "part recovered from \(Series.short(certain)) entries on",
          share(ample) { $0.error < 1e-6 }, .atLeast(1), because: "all of them"),
        Comparison(
          "part with the right rank there", share(ample) { $0.rank == rank }, .atLeast(1),
          because: "an exact answer has the truth’s rank"),
        Comparison(
          "wrong matrices called exact, at any ratio",
          Double(outcomes.count { $0.isCalledExact && $0.error > 1e-6 }), .atMost(0),
          because: "a count; one would be too many"),
      ],
      figures: [figure(rows)])
  }

  struct Outcome: Sendable {
    let error: Double
    let rank: Int
    let isCalledExact: Bool
  }

  private func outcome(_ ratio: Double, seed: UInt64) -> Outcome {
    let problem = CompletionProblem(
      rows: size, columns: size, rank: rank, oversampling: ratio, seed: seed)
    var options = RecoveryOptions()
    options.method = .pursuit
    options.rank = assumed
    // A rank from 1 on suits every table.
    let recovery = try! Observations(pattern: problem.pattern, values: problem.target)
      .complete(options)
    return Outcome(
      error: problem.relativeError(of: recovery.model.factors), rank: recovery.rank,
      isCalledExact: recovery.reason == .exactFit && recovery.isTrustworthy)
  }

  private func share(_ outcomes: [Outcome], _ test: (Outcome) -> Bool) -> Double {
    Double(outcomes.count(where: test)) / Double(outcomes.count)
  }

  private func figure(_ rows: [[Outcome]]) -> Figure {
    Figure(
      "recovered", title: "From where on the matrix comes back exactly",
      caption: """
        Part of \(instances) instances recovered to 10⁻⁶ without being told the rank, and part \
        called exact by the library itself, against the entries per degree of freedom.
        """,
      x: .linear("entries per degree of freedom", 0.98...(ratios.max()! + 0.05)),
      y: .linear("part of instances", -0.03...1.08),
      series: [
        Series("", x: ratios, y: rows.map { share($0) { $0.error < 1e-6 } }, tint: .first),
        Series(
          "called exact", x: ratios, y: rows.map { share($0, \.isCalledExact) }, style: .rings,
          tint: .second),
        Series(
          "recovered", x: ratios, y: rows.map { share($0) { $0.error < 1e-6 } }, style: .points,
          tint: .first),
      ], marks: [.upright(at: 1, "information limit")])
  }
}
