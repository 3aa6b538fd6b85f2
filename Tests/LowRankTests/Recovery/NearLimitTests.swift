import LinearAlgebra
import LowRankTheory
import Testing

@testable import LowRank

/// What the search does beyond its walks: far singular values, and doubt where cells are few.
@Suite struct NearLimitTests {
  /// Singular values to 1e-10 of the largest, where the Bayesian path sees 1e-7. Rounding allows
  /// 1e-14 or so; a rank too few leaves 1e-9.
  @Test func farSingularValues() {
    let problem = CompletionProblem(
      rows: 120, columns: 100, rank: 8, conditionNumber: 1e10, oversampling: 2.5, noise: 0, seed: 3)
    let answer = Observations(pattern: problem.pattern, values: problem.target).complete()
    #expect(answer.method == .pursuit)
    #expect(answer.rank == 8)
    #expect(problem.relativeError(of: answer.model.factors) < 1e-12)
  }

  /// Stopped after any rank, those of pursuit included, and gone on from what was kept: the same
  /// bits as in one piece.
  @Test func resumedInTheMiddleOfPursuit() throws {
    let problem = CompletionProblem(
      rows: 60, columns: 50, rank: 8, conditionNumber: 1e10, oversampling: 2.5, noise: 0, seed: 4)
    let data = Observations(pattern: problem.pattern, values: problem.target)
    var events = 0
    let whole = data.complete {
      if case .exact = $0 { events += 1 }
      return nil
    }
    #expect(whole.method == .pursuit)
    for stop in 1..<events {
      var kept: Snapshot?, seen = 0
      _ = try data.complete(.init(), from: nil, keep: { kept = $0 }) { _ in
        seen += 1
        return seen >= stop ? .cancelled : nil
      }
      let resumed = try data.complete(.init(), from: kept, keep: { _ in }) { _ in nil }
      let isSame =
        resumed.model == whole.model && resumed.path.map(\.loss) == whole.path.map(\.loss)
      #expect(isSame, "stopped after \(stop) of \(events)")
    }
  }

  /// 1.02 entries for every degree of freedom: nothing finds these, and no report may hide it.
  @Test(arguments: UInt64(1)...6)
  func fewCellsAreNotTrusted(seed: UInt64) {
    let problem = CompletionProblem(
      rows: 60, columns: 60, rank: 4, conditionNumber: 2, oversampling: 1.02, noise: 0, seed: seed)
    let answer = Observations(pattern: problem.pattern, values: problem.target).complete()
    let error = problem.relativeError(of: answer.model.factors)
    #expect(error < 1e-6 || !answer.isTrustworthy)
  }

  /// Values printed to 10⁻¹² are fitted to 10⁻¹¹ of them: with cells to spare that is rounding,
  /// near the limit it may as well be a near miss.
  @Test(arguments: [(4.0, true), (1.35, false)])
  func roundedDataNeedCellsToSpare(_ oversampling: Double, _ isExact: Bool) {
    let problem = CompletionProblem(
      rows: 60, columns: 60, rank: 3, conditionNumber: 2, oversampling: oversampling, seed: 5)
    let rounded = problem.target.map { ($0 * 1e12).rounded() / 1e12 }
    let answer = Observations(pattern: problem.pattern, values: rounded).complete()
    #expect(answer.isTrustworthy == isExact)
    #expect((answer.method == .pursuit) == isExact)
    if isExact { #expect(problem.relativeError(of: answer.model.factors) < 1e-8) }
  }

  /// Ranks beyond the answer's that leave a thousandth where noise would leave a third or more are
  /// no noise; those that leave what noise leaves say nothing.
  @Test func ranksFarBetterThanNoiseRaiseADoubt() {
    let problem = CompletionProblem(rows: 60, columns: 60, rank: 3, oversampling: 3, seed: 5)
    let data = Observations(pattern: problem.pattern, values: problem.target)
    let top = data.budget.largestRankShowingNoise
    #expect(top >= 3)
    var steep = [1.0]
    for k in 0...top { steep.append(steep[k] / 1000) }
    #expect(data.budget.undecided(1, steep, observed: .cells) != nil)
    var flat = [1.0, 1e-3]
    for k in 2...top + 1 { flat.append(flat[k - 1] * (1 - data.budget.share(ofRank: k))) }
    #expect(data.budget.undecided(1, flat, observed: .cells) == nil)
    #expect(data.budget.undecided(0, [], observed: .cells) == nil)
  }

  /// The ranks at which noise can be told, by hand: 10 × 10 and 60 cells leave 41, 24 and 9
  /// unknowns after ranks 1 to 3, so that their shares are 19/60, 17/41 and 15/24, and twice the
  /// second is more than 0.8.
  @Test func ranksThatShowNoise() {
    let column = (0..<10).flatMap { i in (0..<6).map { Int32((i + $0) % 10) }.sorted() }
    let pattern = SparsityPattern(
      rows: 10, columns: 10, rowStart: (0...10).map { 6 * $0 }, column: column)
    let data = Observations(pattern: pattern, values: Array(repeating: 1, count: 60))
    #expect(data.budget.share(ofRank: 1) == 19.0 / 60)
    #expect(data.budget.share(ofRank: 2) == 17.0 / 41)
    #expect(data.budget.largestRankShowingNoise == 1)
  }
}
