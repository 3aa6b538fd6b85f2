import LinearAlgebra
import Testing

@testable import LowRank
@testable import LowRankTheory

@Suite struct StudyTests {
  static let combinations: [(Recovery.Method, Study.Factors)] =
    [Study.Factors.asymmetric, .symmetric, .deep(3)].flatMap { factors in
      Study.methods.map { ($0, factors) }
    }

  /// The list of what goes together, and the place where it is put together, agree.
  @Test(arguments: combinations)
  func whatGoesTogetherRuns(_ method: Recovery.Method, _ factors: Study.Factors) {
    let data = table(9, 9, { i, j in Double((i + 1) * (j + 2)) }, where: { $0 != $1 })
    var study = Study(method)
    study.factors = factors
    let isListed = study.conflict(RecoveryOptions(), isWeighted: false) == nil
    #expect((study.run(on: data, RecoveryOptions(), limit: 10) != nil) == isListed)
    #expect(isListed == Study.methods(for: factors).contains(method))
  }

  private func recovery(
    _ data: Observations, _ method: Recovery.Method, _ change: (inout Study) -> Void = { _ in },
    options: RecoveryOptions = .init()
  ) throws -> Recovery {
    var study = Study(method)
    change(&study)
    return try data.complete(by: study, options)
  }

  /// 60 × 40, rank 2, noise 0.3: with 1680 cells an ideal fit errs by 0.3 √(1 + 196/1680) = 0.317
  /// on cells not seen, and row and column effects by about 1.4. A tenth more is for the width of
  /// ten and for folds that see a tenth less; alternating least squares, which does not stop at a
  /// small rank by itself, is told the rank, and the nuclear norm pays for its convexity with a
  /// fifth.
  @Test(arguments: Study.methods)
  func noisyTables(_ method: Recovery.Method) throws {
    let table = PlantedTable(60, 40, rank: 2, noise: 0.3, gaps: 0.3, seed: 11)
    let found = try recovery(table.observed, method, { $0.width = method == .als ? 2 : nil })
    let error = try #require(found.heldOut).error.rmse
    #expect(error < 0.317 * (method == .nuclear ? 1.3 : 1.1), "\(error)")
    #expect(found.method == method && found.isTrustworthy && found.rank >= 2)
    let actual = table.rmse(against: table.noisy) { found.predict($0, $1) }
    #expect(abs(error / actual - 1) < 0.15, "\(error) \(actual)")
    let intervals = try #require(found.intervals)
    #expect(abs(intervals.coverage - 0.9) < 0.04)
    #expect(found.path.last!.singularValues.count <= 5 && found.iterations > 0)
  }

  /// Exact data, to round-off and with the right rank, by those that can.
  @Test(arguments: [.greedy, .irls] as [Recovery.Method])
  func exactData(_ method: Recovery.Method) throws {
    let problem = CompletionProblem(
      rows: 50, columns: 40, rank: 2, conditionNumber: 3, oversampling: 4, seed: 2)
    let found = try recovery(
      Observations(pattern: problem.pattern, values: problem.target), method)
    // A relative residual of 1e-9 on a quarter of the cells, well conditioned.
    #expect(found.reason == .converged && found.rank == 2)
    #expect(problem.relativeError(of: found.model.factors) < 1e-7)
  }

  @Test(arguments: [.symmetric, .deep(3)] as [Study.Factors])
  func otherFactors(_ factors: Study.Factors) throws {
    let u = gaussian(40, 2, seed: 3), noise = gaussian(40, 40, seed: 4, scale: 0.3)
    let w = u.timesTransposed(u)
    let data = table(
      40, 40, { i, j in w[i, j] + noise[i, j] }, where: { i, j in (3 * i + 7 * j) % 10 > 2 })
    var options = RecoveryOptions()
    options.holdOut = .entry
    let found = try recovery(
      data, .descent,
      {
        $0.factors = factors
        $0.width = 2
      }, options: options)
    // Ideal: 0.3 √(1 + 156/1120) = 0.32, and a fifth more.
    #expect(try #require(found.heldOut).error.rmse < 0.38)
    let isSymmetric = abs(found.predict(3, 8) - found.predict(8, 3)) < 1e-12
    #expect(isSymmetric == (factors == .symmetric))
  }

  /// Effects first: an additive table leaves nothing but noise to the factors.
  @Test func centred() throws {
    let additive = PlantedTable(
      40, 30, rank: 1, strength: 0, effects: 2, noise: 0.2, gaps: 0.3, seed: 5)
    var options = RecoveryOptions()
    options.centred = true
    let found = try recovery(additive.observed, .descent, options: options)
    let heldOut = try #require(found.heldOut)
    #expect(try heldOut.error.rmse < 1.05 * #require(heldOut.effectsError).rmse)
    #expect(heldOut.error.rmse < 0.3)
  }

  @Test func divergenceIsAResult() throws {
    let data = PlantedTable(30, 20, rank: 2, noise: 0.1, gaps: 0.3, seed: 6).observed
    let found = try recovery(data, .descent, { $0.step = 10 })
    #expect(found.reason == .diverged && !found.isTrustworthy)
    #expect(found.model.predictAll().allSatisfy { $0.isFinite })
    #expect(found.remarks.contains { $0.code == .diverged })
  }

  /// Descent with three columns too many crawls where the data are exact.
  @Test func spentStepsAreAResult() throws {
    let data = PlantedTable(40, 30, rank: 2, noise: 0, gaps: 0.3, seed: 7).observed
    let found = try recovery(data, .descent, { $0.step = 1e-5 })
    #expect(found.reason == .stepsSpent && !found.isTrustworthy)
  }

  @Test func sameSeedSameBits() throws {
    let data = PlantedTable(30, 20, rank: 2, noise: 0.1, gaps: 0.3, seed: 8).observed
    for method in Study.methods {
      let first = try recovery(data, method).model
      let again = try Execution(threads: 3).run { try recovery(data, method).model }
      #expect(again == first, "\(method)")
    }
  }

  @Test func conflicts() {
    func conflict(
      _ method: Recovery.Method, isWeighted: Bool = false, rank: Int? = nil, centred: Bool? = nil,
      _ change: (inout Study) -> Void = { _ in }
    ) -> Study.Part? {
      var study = Study(method), options = RecoveryOptions()
      change(&study)
      (options.rank, options.centred) = (rank, centred)
      return study.conflict(options, isWeighted: isWeighted)
    }
    #expect(conflict(.scaled) { $0.factors = .deep(2) } == .factors)
    #expect(conflict(.descent) { $0.start = .zero } == .start)
    #expect(conflict(.descent) { ($0.start, $0.scale) = (.spectral, 1) } == .scale)
    #expect(conflict(.flow) { $0.step = 1 } == .step)
    #expect(conflict(.nuclear) { $0.width = 3 } == .width)
    #expect(conflict(.als, rank: 3) { $0.width = 3 } == .width)
    #expect(conflict(.greedy, rank: 3) == .rank)
    #expect(conflict(.irls, isWeighted: true) == .weights)
    #expect(conflict(.descent, centred: true) { $0.factors = .symmetric } == .centred)
    #expect(conflict(.als, rank: 3) == nil && conflict(.irls, rank: 3) == nil)
  }
}
